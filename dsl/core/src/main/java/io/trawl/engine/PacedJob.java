package io.trawl.engine;

import io.trawl.Act;
import io.trawl.Failure;
import io.trawl.JobEvent;
import io.trawl.Outcome;
import io.trawl.Progress;
import io.trawl.Results;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.store.Found;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A job with many pages: what it has collected can be asked for, and its pace changed, while it runs. */
abstract class PacedJob<T> extends JobBase<Results<T>> implements StreamJob<T> {

    final Collected<T> collected;
    private final Function<List<String>, StreamPlan<T>> again;

    /** @param again a plan of some of its inputs */
    PacedJob(
            LocalSession session,
            String id,
            PlanOptions options,
            Pace pace,
            String name,
            Collected<T> collected,
            Function<List<String>, StreamPlan<T>> again) {
        super(session, id, options, pace, true, name);
        this.collected = collected;
        this.again = again;
    }

    // What is asked

    /** One event per page: its failure, its only row, or what it gave. */
    void told(Found input, List<Outcome<T>> rows) {
        if (rows.size() == 1 && collected.keepsRows()) {
            page(rows.get(0), input.index());
        } else {
            page(collected.summed(input, rows));
        }
    }

    @Override
    Outcome<?> outcome(int index) {
        return collected.row(index);
    }

    @Override
    public Results<T> partial() {
        return Results.of(collected.rows(), summary(state()));
    }

    @Override
    Results<?> rows() {
        return partial();
    }

    @Override
    public Stream<Outcome<T>> stream() {
        if (!collected.keepsRows()) {
            throw new IllegalStateException("job " + id() + " is read by the stream of its plan and keeps no rows");
        }
        return FeedReader.stream(clock(), name(), () -> new Replay<>(collected, result));
    }

    @Override
    public List<Failure> leftOut() {
        return collected.leftOut();
    }

    @Override
    public StreamPlan<T> retryFailed() {
        return again.apply(collected.failed());
    }

    // Its pace

    @Override
    public int maxConcurrency() {
        return share.pace().maxConcurrency();
    }

    private void change(UnaryOperator<Pace> to) {
        clock().enter(() -> share.change(to));
    }

    @Override
    public StreamJob<T> maxConcurrency(int requests) {
        Check.positive(requests, "maxConcurrency");
        change(pace -> pace.withMaxConcurrency(requests));
        return this;
    }

    @Override
    public StreamJob<T> perHost(int requests) {
        Check.positive(requests, "perHost");
        change(pace -> pace.withPerHost(requests));
        return this;
    }

    @Override
    public StreamJob<T> rate(int starts, Duration per) {
        Check.positive(starts, "rate");
        Check.positive(per, "the period of rate");
        change(pace -> pace.withRate(starts, per));
        return this;
    }

    @Override
    public StreamJob<T> spacing(Duration spacing) {
        Check.notNegative(spacing, "spacing");
        change(pace -> pace.withSpacing(spacing));
        return this;
    }

    @Override
    public StreamJob<T> onProgress(Act<? super Progress> listener) {
        super.onProgress(listener);
        return this;
    }

    @Override
    public StreamJob<T> onEvent(Act<? super JobEvent> listener) {
        super.onEvent(listener);
        return this;
    }
}
