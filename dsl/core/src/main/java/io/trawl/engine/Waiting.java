package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.View;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waiting from blocking code, as {@link io.trawl.Awaitable#await()} promises. */
final class Waiting {
    private Waiting() {}

    /**
     * @param clock in whose time
     * @param what what is waited for, in words
     * @param limit null for ever
     * @param partial the rows done so far
     * @param leaving what to do when the waiting ends first; says what became of the work
     */
    static <T> T await(
            Clock clock,
            CompletableFuture<T> future,
            String what,
            @Nullable Duration limit,
            Supplier<Results<?>> partial,
            Supplier<String> leaving) {
        if (Threads.onIoThread()) {
            throw new ScrapeException(Failure.of(
                    ErrorKind.UNSUPPORTED,
                    "",
                    "await on an I/O thread would stop every request of the session",
                    "toFuture().thenAccept(…), or blocking(() -> …)"));
        }
        Threads.waiting(true);
        try {
            return clock.await(future, limit);
        } catch (InterruptedException e) {
            String then = leaving.get();
            Thread.currentThread().interrupt();
            throw new ScrapeException(
                    Failure.of(ErrorKind.CANCELLED, "", "interrupted while waiting for " + what + "; " + then, ""),
                    partial.get(),
                    e);
        } catch (TimeoutException e) {
            String then = leaving.get();
            throw new ScrapeException(
                    Failure.of(
                            ErrorKind.TIMEOUT,
                            "",
                            what + " was not done within " + View.seconds(java.util.Objects.requireNonNull(limit))
                                    + "; " + then,
                            "await(" + "a longer limit)"),
                    partial.get(),
                    null);
        } catch (ExecutionException | CancellationException e) {
            ScrapeException typed = Failures.exception(e, "");
            throw new ScrapeException(
                    typed.failure(), partial.get(), typed.getCause() == null ? typed : typed.getCause());
        } finally {
            Threads.waiting(false);
        }
    }
}
