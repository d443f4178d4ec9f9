package io.trawl.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far fetching may be ahead of what comes after it: functions that wait, sinks, a reader. Pages that are fetched and
 * not through with all that are behind; are there too many, the limiter starts no further page of the job. So a slow
 * consumer slows the crawl. Thread-safe.
 */
final class Backlog {
    /** At least, whatever the job's pace. */
    private static final int LEAST = 20;

    /** A sink is given up to 100 pages at once, and may have as many waiting. */
    private static final int FOR_SINKS = 200;

    private final Limiter.Share share;
    private final int more;
    private final AtomicInteger behind = new AtomicInteger();

    Backlog(Limiter.Share share, Stage<?> stage) {
        this.share = share;
        this.more = stage.calls() + (stage.sinks().isEmpty() ? 0 : FOR_SINKS);
        share.heldWhile(() -> !hasRoom());
    }

    /** Twice what may be under way at once, 20 at least; and as many as its calls and sinks have in hand. */
    int bound() {
        return Math.max(LEAST, 2 * share.pace().maxConcurrency()) + more;
    }

    boolean hasRoom() {
        return behind.get() < bound();
    }

    void fetched() {
        if (behind.get() + 1 >= bound()) {
            share.ledger.settled();
        }
        behind.incrementAndGet();
    }

    void through() {
        if (hasRoom()) {
            behind.decrementAndGet();
        } else {
            share.ledger.settled();
            behind.decrementAndGet();
            share.lookAgain();
        }
    }
}
