package io.trawl.engine;

import io.trawl.Awaitable;
import io.trawl.ErrorKind;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.Gather;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Several at once. */
public final class GatherPlan<S> implements Gather<S>, Clock.Bound {
    private final List<? extends Awaitable<?>> all;
    private final Function<List<Outcome<?>>, S> settle;
    private final @Nullable Duration deadline;
    private final boolean failFast;

    private GatherPlan(
            List<? extends Awaitable<?>> all,
            Function<List<Outcome<?>>, S> settle,
            @Nullable Duration deadline,
            boolean failFast) {
        this.all = List.copyOf(all);
        this.settle = settle;
        this.deadline = deadline;
        this.failFast = failFast;
    }

    public static <S> Gather<S> of(List<? extends Awaitable<?>> all, Function<List<Outcome<?>>, S> settle) {
        return new GatherPlan<>(all, settle, null, false);
    }

    @Override
    public Gather<S> deadline(Duration d) {
        return new GatherPlan<>(all, settle, Check.positive(d, "deadline"), failFast);
    }

    @Override
    public Gather<S> failFast() {
        return new GatherPlan<>(all, settle, deadline, true);
    }

    @Override
    public CompletableFuture<S> toFuture() {
        return clock().handedOut(begin());
    }

    private CompletableFuture<S> begin() {
        return clock().enter(() -> new Run().result);
    }

    @Override
    public Clock clock() {
        return Clocks.of(all);
    }

    /** One run of the group. */
    private final class Run {
        private final CompletableFuture<S> result = new CompletableFuture<>();
        private final List<CompletableFuture<?>> parts = new ArrayList<>();
        private final List<@Nullable Outcome<?>> outcomes = new ArrayList<>(Collections.nCopies(all.size(), null));
        private int open = all.size();

        Run() {
            for (Awaitable<?> one : all) {
                parts.add(Futures.start(one));
            }
            for (int i = 0; i < parts.size(); i++) {
                int index = i;
                parts.get(i)
                        .whenComplete((value, error) -> settled(
                                index, error == null ? Outcome.ok(value) : Outcome.failed(Failures.of(error, ""))));
            }
            if (all.isEmpty()) {
                result.complete(settle.apply(List.of()));
            }
            var timer = deadline == null ? (Clock.Cancellable) () -> {} : clock().schedule(deadline, this::expire);
            result.whenComplete((value, error) -> {
                timer.cancel();
                parts.forEach(p -> p.cancel(true));
            });
        }

        private void settled(int index, Outcome<?> outcome) {
            boolean done;
            synchronized (this) {
                if (outcomes.get(index) != null) {
                    return;
                }
                outcomes.set(index, outcome);
                done = --open == 0;
            }
            if (failFast && outcome instanceof Failed<?> failed) {
                result.completeExceptionally(new ScrapeException(failed.failure()));
            } else if (done) {
                result.complete(settle.apply(List.copyOf(outcomes)));
            }
        }

        private void expire() {
            String limit = View.seconds(Objects.requireNonNull(deadline));
            for (int i = 0; i < all.size(); i++) {
                settled(
                        i,
                        Outcome.failed(Failure.of(
                                ErrorKind.TIMEOUT,
                                "",
                                "not done within the deadline of " + limit,
                                ".deadline(…), longer")));
            }
        }
    }

    @Override
    public S await() {
        return await(begin(), null);
    }

    @Override
    public S await(Duration limit) {
        return await(begin(), limit);
    }

    private S await(CompletableFuture<S> future, @Nullable Duration limit) {
        return Waiting.await(clock(), future, toString(), limit, () -> Results.of(List.of()), () -> {
            future.cancel(true);
            return "they were cancelled";
        });
    }

    @Override
    public View view() {
        var fields = new ArrayList<View.Field>();
        for (int i = 0; i < Math.min(all.size(), 10); i++) {
            fields.add(new View.Field(String.valueOf(i + 1), all.get(i).toString()));
        }
        return new View.Card(
                "Gather plan · " + all.size() + " at once · not started", "start it: .await()", fields, List.of());
    }

    @Override
    public String toString() {
        return "gather of " + all.size();
    }
}
