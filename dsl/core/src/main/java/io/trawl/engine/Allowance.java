package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.site.Urls;
import io.trawl.store.Found;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What a job may still do: how much of its budget is left, and whether it was stopped, and why. Thread-safe; calls
 * nobody.
 */
final class Allowance {
    private final Spending budget;
    private final Set<Failure> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
    private int begun;
    private int requests;
    private long bytes;
    private boolean stopped;
    private String reason = "";
    private ErrorKind kind = ErrorKind.CANCELLED;

    Allowance(Spending budget) {
        this.budget = budget;
    }

    /** Whether one more page may begin. */
    synchronized boolean mayBegin() {
        return !stopped && begun < budget.pages();
    }

    synchronized void begun() {
        begun++;
    }

    /** Pages wait that may not begin: the budget of pages is used up. */
    void outOfPages() {
        usedUp("the budget of " + budget.pages() + " pages");
    }

    /** Whether one more request may be sent; counts it where it may. */
    synchronized boolean mayRequest() {
        if (stopped || requests >= budget.requests()) {
            return false;
        }
        requests++;
        return true;
    }

    String requestsInWords() {
        return "the budget of " + budget.requests() + " requests";
    }

    /** Whether that was more than the budget has. */
    synchronized boolean received(long more) {
        bytes += more;
        return bytes > budget.bytes();
    }

    String bytesInWords() {
        return "the budget of " + io.trawl.View.bytes(budget.bytes());
    }

    /** Nothing more begins; false where it was stopped before. */
    synchronized boolean usedUp(String what) {
        if (stopped) {
            return false;
        }
        stopped = true;
        reason = what + " is used up";
        return true;
    }

    /** Nothing more begins, whatever stopped it before. */
    synchronized void stop(ErrorKind as, String why) {
        stopped = true;
        kind = as;
        reason = why;
    }

    synchronized boolean stopped() {
        return stopped;
    }

    /** Why it was stopped; else empty. */
    synchronized String reason() {
        return reason;
    }

    /** Why a page is not done where the job was stopped. */
    synchronized Failure unfinished(Found page) {
        return Failure.of(kind, Urls.shown(page.url()), reason, "");
    }

    /** The same, for a page that is under way: {@link #isDropped} knows it again. */
    synchronized Failure dropping(Found page) {
        Failure why = unfinished(page);
        dropped.add(why);
        return why;
    }

    /** Whether a page ended so because the job was stopped; to be asked once. */
    synchronized boolean isDropped(Failure failure) {
        return dropped.remove(failure) || stopped && failure.kind() == ErrorKind.CANCELLED;
    }
}
