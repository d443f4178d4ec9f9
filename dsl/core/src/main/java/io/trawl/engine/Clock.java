package io.trawl.engine;

import java.time.Duration;
import java.time.Instant;

/** Time, as the engine knows it: real, or virtual in tests. */
public interface Clock {

    /** Monotonic time in nanoseconds, for durations. */
    long nanos();

    /** The time of day, for events. */
    Instant now();

    /** Runs a short task after a delay; the handle takes it back. */
    Cancellable schedule(Duration delay, Runnable task);

    default Duration since(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos() - nanos));
    }

    /** What can be taken back. */
    @FunctionalInterface
    interface Cancellable {
        void cancel();
    }
}
