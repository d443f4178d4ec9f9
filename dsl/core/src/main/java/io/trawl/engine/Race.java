package io.trawl.engine;

import io.trawl.Awaitable;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Several ways to the same value: the first that has it wins, and the others are cancelled. Fails when all have failed,
 * with all the reasons.
 */
public final class Race<T> {
    private final List<? extends Awaitable<? extends T>> all;
    private final Duration after;
    private final Clock clock;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final List<CompletableFuture<? extends T>> running = new ArrayList<>();
    private Clock.@Nullable Cancellable timer;
    private final List<Throwable> errors = new ArrayList<>();

    private Race(List<? extends Awaitable<? extends T>> all, Duration after, Clock clock) {
        this.all = all;
        this.after = after;
        this.clock = clock;
    }

    /** @param after how long each is given before the next starts beside it; one that fails is followed at once */
    public static <T> Awaitable<T> of(Duration after, List<? extends Awaitable<? extends T>> all) {
        return of(after, all, Clocks.of(all));
    }

    static <T> Awaitable<T> of(Duration after, List<? extends Awaitable<? extends T>> all, Clock clock) {
        Check.notNegative(after, "hedge");
        if (all.isEmpty()) {
            throw new IllegalArgumentException("at least one to wait for, as in firstOf(scrape(…), scrape(…))");
        }
        return Deferred.started(
                clock, "the first of " + all.size(), () -> new Race<T>(List.copyOf(all), after, clock).run());
    }

    private CompletableFuture<T> run() {
        result.whenComplete((value, error) -> end());
        next(0);
        return result;
    }

    /** Starts that one, unless it runs already or the race is over. */
    private void next(int index) {
        CompletableFuture<? extends T> one;
        synchronized (this) {
            if (result.isDone() || index >= all.size() || index < running.size()) {
                return;
            }
            one = Futures.start(all.get(index));
            running.add(one);
            if (timer != null) {
                timer.cancel();
            }
            timer = after.isZero() ? null : clock.schedule(after, () -> next(index + 1));
        }
        one.whenComplete((value, error) -> {
            if (error == null) {
                result.complete(value);
            } else {
                failed(index, error);
            }
        });
        if (after.isZero()) {
            next(index + 1);
        }
        if (result.isDone()) {
            one.cancel(true);
        }
    }

    private void failed(int index, Throwable error) {
        boolean last;
        synchronized (this) {
            errors.add(Failures.unwrap(error));
            last = errors.size() == all.size();
        }
        if (last) {
            result.completeExceptionally(all.size() == 1 ? Failures.unwrap(error) : reasons());
        } else {
            next(index + 1);
        }
    }

    /** All that went wrong, in the order in which it did; of the kind that all have, if they have one. */
    private synchronized ScrapeException reasons() {
        var failures = errors.stream().map(e -> Failures.of(e, "")).toList();
        var kinds = failures.stream().map(Failure::kind).distinct().toList();
        var message = new StringBuilder("none of " + all.size() + " came through");
        for (Failure failure : failures) {
            message.append("; ").append(failure);
        }
        var all = new ScrapeException(
                Failure.of(
                        kinds.size() == 1 ? kinds.get(0) : ErrorKind.UNKNOWN,
                        "",
                        message.toString(),
                        ".orElse(…) or .fallback(…), for a value in any case"),
                errors.get(errors.size() - 1));
        errors.subList(0, errors.size() - 1).forEach(all::addSuppressed);
        return all;
    }

    private void end() {
        List<CompletableFuture<? extends T>> losers;
        synchronized (this) {
            if (timer != null) {
                timer.cancel();
            }
            losers = List.copyOf(running);
        }
        losers.forEach(l -> l.cancel(true));
    }
}
