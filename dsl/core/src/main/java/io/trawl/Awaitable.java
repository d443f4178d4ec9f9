package io.trawl;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What can be waited for: plans, jobs, {@link Trawl#of futures}, {@link Trawl#gather groups}. */
public interface Awaitable<T> {

    /**
     * Waits for the value; a plan is started first. Interruptible: then a {@link ScrapeException} of kind CANCELLED,
     * with the interrupt flag set again.
     *
     * @throws ScrapeException with the reason, where there is no value
     */
    T await();

    /** As {@link #await()}, for at most {@code limit}; then kind TIMEOUT. A plan is cancelled, a job goes on. */
    T await(Duration limit);

    /**
     * The value as a future; a plan is started first. Completed on a callback pool, never on an I/O thread. Cancelling
     * it, or completing it from outside (also by {@code orTimeout}), cancels the work behind it.
     */
    CompletableFuture<T> toFuture();

    /** This, or {@code value} where it fails. */
    default Awaitable<T> orElse(T value) {
        return Combined.orElse(this, value);
    }

    /** This, or {@code other}, started only then, where it fails. */
    default Awaitable<T> fallback(Awaitable<? extends T> other) {
        return Combined.fallback(this, other);
    }
}
