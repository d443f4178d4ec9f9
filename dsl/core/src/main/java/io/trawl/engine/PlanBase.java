package io.trawl.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.Awaitable;
import io.trawl.Fn;
import io.trawl.Job;
import io.trawl.Plan;
import io.trawl.Retry;
import io.trawl.ScrapeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The options that all plans share, once. {@code P} is the plan's public type; users never see this class.
 */
abstract class PlanBase<T, P extends Plan<T>> implements Awaitable<T>, Clock.Bound {
    private static final ObjectMapper JSON = new ObjectMapper();

    final LocalSession session;
    final PlanOptions options;

    PlanBase(LocalSession session, PlanOptions options) {
        this.session = session;
        this.options = options;
    }

    @Override
    public Clock clock() {
        return session.clock;
    }

    abstract P with(PlanOptions changed);

    public abstract Job<T> start();

    /** What {@link Plan#toJson()} writes, apart from the options that all plans have. */
    abstract Map<String, Object> spec();

    public P name(String name) {
        return with(options.withName(name));
    }

    public P timeout(Duration timeout) {
        return with(options.withTimeout(timeout));
    }

    public P deadline(Duration deadline) {
        return with(options.withDeadline(deadline));
    }

    public P retry(int attempts) {
        return with(options.withRetry(options.retry().attempts(attempts)));
    }

    public P retry(Fn<? super Retry, ? extends Retry> change) {
        return with(options.withRetry((RetryPolicy) Check.options(change, options.retry())));
    }

    public P breaker(int failures, Duration open, int successes) {
        return with(options.withBreaker(failures, open, successes));
    }

    public P robots(boolean obey) {
        return with(options.withRobots(obey));
    }

    @Override
    public T await() {
        return await(start(), null);
    }

    @Override
    public T await(Duration limit) {
        return await(start(), limit);
    }

    private T await(Job<T> job, @org.jspecify.annotations.Nullable Duration limit) {
        var live = (JobBase<T>) job;
        try {
            return live.await(limit, () -> {
                live.cancel();
                return "it was cancelled";
            });
        } catch (ScrapeException e) {
            // Nobody has the job that could mend what keeps it.
            live.cancel();
            throw e;
        }
    }

    @Override
    public CompletableFuture<T> toFuture() {
        return ((JobBase<T>) start()).unattended();
    }

    public String toJson() {
        var json = new LinkedHashMap<>(spec());
        json.putAll(PlanViews.json(options));
        return JSON.valueToTree(json).toPrettyString();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName().replace("Plan", "") + " plan, not started: .start() or .await()";
    }
}
