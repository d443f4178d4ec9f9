package io.trawl.engine;

import io.trawl.Failure;
import io.trawl.ScrapeException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a job from going on until somebody mends it. Who waits for the job is told at once; the job itself stays as
 * it is. Thread-safe.
 */
final class Halt<T> {
    private final CompletableFuture<T> result;
    private CompletableFuture<T> awaited;
    private @Nullable Failure why;

    Halt(CompletableFuture<T> result) {
        this.result = result;
        this.awaited = following();
    }

    private CompletableFuture<T> following() {
        return result.thenApply(value -> value);
    }

    /** Ends as the job does; or, while it is halted, with the reason. */
    synchronized CompletableFuture<T> awaited() {
        return awaited;
    }

    /** Empty while nothing keeps the job. */
    synchronized String reason() {
        return why == null ? "" : why.message();
    }

    void because(Failure failure) {
        CompletableFuture<T> told;
        synchronized (this) {
            why = failure;
            told = awaited;
        }
        told.completeExceptionally(new ScrapeException(failure));
    }

    /** Whether there was something to lift. */
    synchronized boolean lift() {
        if (why == null) {
            return false;
        }
        why = null;
        awaited = following();
        return true;
    }
}
