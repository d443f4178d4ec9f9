package io.trawl.engine;

import io.trawl.Awaitable;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.View;
import io.trawl.Viewable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something to await that is no request: started when it is first awaited, each time anew. */
public final class Deferred<T> implements Awaitable<T>, Viewable, Clock.Bound {
    /** Where blocking work of users runs. */
    private static final ExecutorService BLOCKING = Threads.blocking();

    static final ExecutorService CALLS = Threads.growing("trawl-call", 8);

    private final Clock clock;
    private final String what;
    private final Supplier<CompletableFuture<T>> start;

    /** Null where each awaiting starts it anew. */
    private final @Nullable CompletableFuture<T> running;

    private Deferred(Clock clock, String what, Supplier<CompletableFuture<T>> start) {
        this(clock, what, start, null);
    }

    private Deferred(
            Clock clock, String what, Supplier<CompletableFuture<T>> start, @Nullable CompletableFuture<T> running) {
        this.clock = clock;
        this.what = what;
        this.start = start;
        this.running = running;
    }

    /** Whatever that starts, when it is awaited. */
    static <T> Awaitable<T> started(Clock clock, String what, Supplier<CompletableFuture<T>> start) {
        return new Deferred<>(clock, what, start);
    }

    /** What runs already; awaited any number of times. */
    static <T> Awaitable<T> running(Clock clock, String what, CompletableFuture<T> running) {
        return new Deferred<>(clock, what, () -> running, running);
    }

    /** A future that somebody else completes; cancelling this cancels it. */
    public static <T> Awaitable<T> of(CompletionStage<? extends T> stage) {
        return new Deferred<>(Clocks.here(), "a future", () -> {
            var copy = new CompletableFuture<T>();
            Futures.follow(copy, stage.toCompletableFuture());
            return copy;
        });
    }

    /** Work that blocks, on a pool of its own; cancelling interrupts it. */
    public static <T> Awaitable<T> blocking(Callable<? extends T> work) {
        var carrier = Carrier.capture();
        Clock clock = Clocks.here();
        var pool = clock.executor(() -> BLOCKING);
        return new Deferred<>(clock, "blocking work", () -> {
            var copy = new CompletableFuture<T>();
            var running = new FutureTask<Void>(
                    carrier.apply(() -> {
                        try {
                            copy.complete(work.call());
                        } catch (Throwable e) {
                            copy.completeExceptionally(
                                    e instanceof ScrapeException
                                            ? e
                                            : new ScrapeException(
                                                    Failure.of(ErrorKind.UNKNOWN, "", "the work threw " + e, ""), e));
                        }
                    }),
                    null);
            copy.whenComplete((value, error) -> running.cancel(true));
            pool.execute(running);
            return copy;
        });
    }

    public static Awaitable<Void> delay(Duration d) {
        Check.notNegative(d, "delay");
        Clock clock = Clocks.here();
        var pool = clock.executor(() -> CALLS);
        return new Deferred<>(clock, "a delay of " + View.seconds(d), () -> {
            var copy = new CompletableFuture<Void>();
            var timer = clock.schedule(d, () -> copy.completeAsync(() -> null, pool));
            copy.whenComplete((value, error) -> timer.cancel());
            return copy;
        });
    }

    /** The value of {@code first}, or of {@code other} where that fails; cancelling reaches whichever runs. */
    public static <T> Awaitable<T> either(Awaitable<T> first, Awaitable<? extends T> other) {
        return new Deferred<>(Clocks.of(List.of(first, other)), "one, or the other", () -> {
            var copy = new CompletableFuture<T>();
            var one = Futures.start(first);
            copy.whenComplete((value, error) -> one.cancel(true));
            one.whenComplete((value, error) -> {
                if (error == null) {
                    copy.complete(value);
                } else if (!copy.isDone()) {
                    Futures.follow(copy, Futures.start(other));
                }
            });
            return copy;
        });
    }

    @Override
    public T await() {
        return await(clock.enter(start), null);
    }

    @Override
    public T await(Duration limit) {
        return await(clock.enter(start), limit);
    }

    private T await(CompletableFuture<T> future, @Nullable Duration limit) {
        return Waiting.await(clock, future, what, limit, () -> Results.of(List.of()), () -> cancel(future));
    }

    private static String cancel(CompletableFuture<?> future) {
        future.cancel(true);
        return "it was cancelled";
    }

    @Override
    public CompletableFuture<T> toFuture() {
        return clock.handedOut(clock.enter(start));
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public View view() {
        return View.Note.of(what + " · " + state(), running == null ? "start it: .await()" : "its value: .await()");
    }

    @Override
    public String toString() {
        return what + ", " + state() + ": .await()";
    }

    private String state() {
        return running == null ? "not started" : running.isDone() ? "done" : "under way";
    }
}
