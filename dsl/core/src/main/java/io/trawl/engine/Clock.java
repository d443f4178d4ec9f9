package io.trawl.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Time, as the engine knows it: the machine's, or virtual. Where time is virtual, who waits makes it move and all work
 * has one thread; so waiting, entering from outside and the choice of threads are asked of the clock, too. What stands
 * here is how it is with the machine's time.
 */
public interface Clock {
    /** Whoever waits for longer waits for ever. */
    Duration FOR_EVER = Duration.ofDays(36_500);

    /** Monotonic time in nanoseconds, for durations. */
    long nanos();

    /** The time of day, for events. */
    Instant now();

    /** Runs a short task after a delay; the handle takes it back. */
    Cancellable schedule(Duration delay, Runnable task);

    default Duration since(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos() - nanos));
    }

    /** Where work of some kind runs: a pool of its own, made here, or the one thread of virtual time. */
    default Executor executor(Supplier<ExecutorService> pool) {
        return pool.get();
    }

    /** What a thread from outside sets going: all of it at one moment, and none of it beside anything else. */
    default <T> T enter(Supplier<T> call) {
        return call.get();
    }

    /** As {@link #enter(Supplier)}. */
    default void enter(Runnable call) {
        enter(() -> {
            call.run();
            return true;
        });
    }

    /** {@link CompletableFuture#get()}, with a limit of this time. */
    default <T> T await(CompletableFuture<T> future, @Nullable Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return limit == null || limit.compareTo(FOR_EVER) > 0
                ? future.get()
                : future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The same future, for which somebody may wait without telling this clock. */
    default <T> CompletableFuture<T> handedOut(CompletableFuture<T> future) {
        return future;
    }

    /** What can be taken back. */
    @FunctionalInterface
    interface Cancellable {
        void cancel();
    }

    /** What belongs to a time: a plan, a job, a thread. */
    interface Bound {
        Clock clock();
    }
}
