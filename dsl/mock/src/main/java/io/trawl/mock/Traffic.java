package io.trawl.mock;

import io.trawl.mock.MockSite.Hit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** What a site saw. One lock, held for moments; watchers are completed outside it. */
final class Traffic {
    private static final int KEPT = 100_000;

    private record Watch(Predicate<? super Hit> which, CompletableFuture<Hit> seen) {}

    private final Deque<Hit> log = new ArrayDeque<>();
    private final List<Watch> watches = new ArrayList<>();
    private int requests;
    private int inFlight;
    private int maxInFlight;

    synchronized void began() {
        requests++;
        inFlight++;
        maxInFlight = Math.max(maxInFlight, inFlight);
    }

    /** Before the first byte of the answer leaves: from then on its client may be done and send the next. */
    synchronized void answered() {
        inFlight--;
    }

    void ended(Hit hit, boolean unanswered) {
        var found = new ArrayList<Watch>();
        synchronized (this) {
            if (unanswered) {
                inFlight--;
            }
            if (log.size() == KEPT) {
                log.removeFirst();
            }
            log.addLast(hit);
            for (Iterator<Watch> all = watches.iterator(); all.hasNext(); ) {
                Watch watch = all.next();
                if (watch.seen.isDone()) {
                    all.remove();
                } else if (watch.which.test(hit)) {
                    all.remove();
                    found.add(watch);
                }
            }
        }
        found.forEach(watch -> watch.seen.completeAsync(() -> hit));
    }

    synchronized CompletableFuture<Hit> hit(Predicate<? super Hit> which) {
        for (Hit hit : log) {
            if (which.test(hit)) {
                return CompletableFuture.completedFuture(hit);
            }
        }
        var watch = new Watch(which, new CompletableFuture<>());
        watches.add(watch);
        return watch.seen;
    }

    synchronized int requests() {
        return requests;
    }

    synchronized int maxInFlight() {
        return maxInFlight;
    }

    List<Hit> log() {
        List<Hit> copy;
        synchronized (this) {
            copy = new ArrayList<>(log);
        }
        copy.sort(Comparator.comparing(Hit::at));
        return copy;
    }
}
