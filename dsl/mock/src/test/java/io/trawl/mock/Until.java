package io.trawl.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits, for a minute at most, for what no event tells of: a session's gauges, threads, the heap. */
final class Until {
    private Until() {}

    /** @param otherwise what there is instead, in words */
    static void holds(BooleanSupplier condition, Supplier<?> otherwise) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(() -> "" + otherwise.get()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
