package io.trawl.engine;

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
        result.whenCompleteAsync(
                (value, error) -> {
                    if (error == null) {
                        copy.complete(value);
                    } else {
                        copy.completeExceptionally(Failures.unwrap(error));
                    }
                },
                callbacks);
        copy.whenComplete((value, error) -> {
            if (!result.isDone()) {
                cancel.run();
            }
        });
        return copy;
    }
}
