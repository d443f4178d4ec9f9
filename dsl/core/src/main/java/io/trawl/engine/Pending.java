package io.trawl.engine;

import io.trawl.store.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a job that wait, and those under way. Thread-safe; calls nobody but its waitlist, the allowance and what
 * makes a task.
 */
final class Pending<T> {
    /** Pages under way at most, those that wait for their permit or retry included: each is about 1 kB. */
    private static final int UNDER_WAY = 10_000;

    record Taken<T>(Found page, PageTask<Making.Parsed<T>> task) {}

    private final Waitlist waiting;
    private final Allowance allowance;
    private final Map<Integer, Taken<T>> open = new LinkedHashMap<>();
    private boolean shut;

    Pending(Waitlist waiting, Allowance allowance) {
        this.waiting = waiting;
        this.allowance = allowance;
    }

    /** Nothing once it is shut. */
    synchronized void add(Found page) {
        if (!shut) {
            waiting.add(page);
        }
    }

    /** The next page as a task to be started, which is under way until {@link #ended}; null where none may begin now. */
    synchronized @Nullable PageTask<Making.Parsed<T>> take(Function<Found, PageTask<Making.Parsed<T>>> task) {
        Found next = open.size() < UNDER_WAY && allowance.mayBegin() ? waiting.take() : null;
        if (next == null) {
            return null;
        }
        allowance.begun();
        var taken = new Taken<>(next, task.apply(next));
        open.put(next.index(), taken);
        return taken.task;
    }

    synchronized void ended(Found page) {
        open.remove(page.index());
        waiting.ended(page);
    }

    synchronized List<Taken<T>> open() {
        return List.copyOf(open.values());
    }

    synchronized boolean isIdle() {
        return open.isEmpty();
    }

    synchronized int waiting() {
        return waiting.waiting();
    }

    /** The next one that will not be taken any more; null where none is left, or it is shut. */
    synchronized @Nullable Found drop() {
        return shut ? null : waiting.drop();
    }

    synchronized void shut() {
        shut = true;
    }

    synchronized void close() {
        waiting.close();
    }
}
