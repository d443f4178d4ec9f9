package io.trawl.engine;

import io.trawl.Awaitable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Futures that are handed out. */
final class Futures {
    private Futures() {}

    /**
     * A copy that completes on the callback pool; cancelling it, or completing it from outside, cancels the work.
     */
    static <T> CompletableFuture<T> mirror(CompletableFuture<T> result, Executor callbacks, Runnable cancel) {
        var copy = new CompletableFuture<T>();
        result.whenCompleteAsync((value, error) -> settle(copy, value, error), callbacks);
        copy.whenComplete((value, error) -> {
            if (!result.isDone()) {
                cancel.run();
            }
        });
        return copy;
    }

    /** Starts what is awaited; what throws instead of starting is a future that failed. */
    static <T> CompletableFuture<T> start(Awaitable<T> one) {
        try {
            return one.toFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Ends {@code to} as {@code from} ends, and cancels {@code from} where {@code to} ends first. */
    static <T> void follow(CompletableFuture<T> to, CompletableFuture<? extends T> from) {
        to.whenComplete((value, error) -> from.cancel(true));
        from.whenComplete((value, error) -> settle(to, value, error));
    }

    private static <T> void settle(
            CompletableFuture<T> future, T value, @org.jspecify.annotations.Nullable Throwable error) {
        if (error == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(Failures.unwrap(error));
        }
    }
}
