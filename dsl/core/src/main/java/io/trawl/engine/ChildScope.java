package io.trawl.engine;

import io.trawl.Awaitable;
import io.trawl.Fn;
import io.trawl.Job;
import io.trawl.Plan;
import io.trawl.Results;
import io.trawl.Scope;
import io.trawl.ScrapeException;
import io.trawl.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The children of a scope. Its lock is not held while calling out. */
public final class ChildScope implements Scope {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_OTHERS = 100;

    /** What was started, and the job of it, whose end may come after that of its future. */
    private static final class Child {
        final CompletableFuture<Object> future = new CompletableFuture<>();
        volatile @Nullable Job<?> job;
    }

    private final Clock clock = Clocks.here();
    private final Set<Child> children = new LinkedHashSet<>();
    /** Fails with the first child that does. */
    private final CompletableFuture<@Nullable Void> failed = new CompletableFuture<>();
    /** How those failed that did after the first. */
    private final List<Throwable> others = new ArrayList<>();
    /** Completed when none of those that are there is under way. */
    private CompletableFuture<@Nullable Void> idle = CompletableFuture.completedFuture(null);

    private boolean closed;

    /** Code in a scope of its own, on a thread that may block; cancelling it closes the scope. */
    public static <T> Awaitable<T> around(Fn<? super Scope, ? extends T> body) {
        return Deferred.started(Clocks.here(), "a scope", () -> {
            var scope = new ChildScope();
            var result = Deferred.<T>blocking(() -> {
                        try (scope) {
                            return body.apply(scope);
                        }
                    })
                    .toFuture();
            result.whenComplete((value, error) -> scope.cancelAll());
            return result;
        });
    }

    @Override
    public <T> Awaitable<T> start(Awaitable<? extends T> work) {
        var child = new Child();
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the scope is closed: start its children inside of it");
            }
            if (children.isEmpty()) {
                idle = new CompletableFuture<>();
            }
            children.add(child);
        }
        child.future.whenComplete((value, error) -> ended(child, error));
        try {
            if (work instanceof Plan<? extends T> plan) {
                Job<? extends T> job = plan.start();
                child.job = job;
                Futures.follow(child.future, job.toFuture());
            } else {
                Futures.follow(child.future, Futures.start(work));
            }
        } catch (RuntimeException e) {
            child.future.completeExceptionally(e);
        }
        // What it gives is what the work gives.
        @SuppressWarnings("unchecked")
        var typed = (CompletableFuture<T>) child.future;
        return Deferred.running(Clocks.of(List.of(work)), "a child of the scope", typed);
    }

    private void ended(Child child, @Nullable Throwable error) {
        CompletableFuture<@Nullable Void> last;
        synchronized (this) {
            children.remove(child);
            last = children.isEmpty() ? idle : null;
        }
        if (error != null && !failed.completeExceptionally(Failures.unwrap(error))) {
            synchronized (this) {
                if (!closed && others.size() < MOST_OTHERS) {
                    others.add(Failures.exception(error, ""));
                }
            }
        }
        if (last != null) {
            last.complete(null);
        }
    }

    @Override
    public synchronized int running() {
        return children.size();
    }

    @Override
    public void join() {
        joined(null);
    }

    @Override
    public void join(Duration limit) {
        joined(limit);
    }

    private void joined(@Nullable Duration limit) {
        CompletableFuture<@Nullable Void> all;
        synchronized (this) {
            all = children.isEmpty() ? CompletableFuture.completedFuture(null) : idle;
        }
        var either = new CompletableFuture<@Nullable Void>();
        failed.whenComplete((nothing, error) -> either.completeExceptionally(error));
        all.whenComplete((nothing, error) -> either.complete(null));
        try {
            Waiting.await(
                    clock, either, "the children of the scope", limit, () -> Results.of(List.of()), () -> "they go on");
        } catch (ScrapeException e) {
            if (failed.isCompletedExceptionally()) {
                others().forEach(e::addSuppressed);
            }
            throw e;
        }
    }

    private synchronized List<Throwable> others() {
        return List.copyOf(others);
    }

    @Override
    public void close() {
        for (Job<?> job : cancelAll()) {
            try {
                job.await(PATIENCE);
            } catch (ScrapeException e) {
                // Whatever became of it, nobody asks any more.
            }
        }
    }

    private List<Job<?>> cancelAll() {
        List<Child> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(children);
        }
        var jobs = new ArrayList<Job<?>>();
        for (Child child : open) {
            child.future.cancel(true);
            Job<?> job = child.job;
            if (job != null) {
                jobs.add(job);
            }
        }
        return jobs;
    }

    @Override
    public synchronized View view() {
        return View.Note.of(
                "Scope · " + children.size() + " running" + (closed ? " · closed" : ""), "start(…), join()");
    }

    @Override
    public synchronized String toString() {
        return "Scope, " + children.size() + " running" + (closed ? ", closed" : "");
    }
}
