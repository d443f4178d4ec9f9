package io.trawl.engine;

import io.trawl.Act;
import io.trawl.JobEvent;
import io.trawl.Progress;
import io.trawl.Results;
import io.trawl.StreamJob;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A job with many pages, whose pace can be changed while it runs. */
abstract class PacedJob<T> extends JobBase<Results<T>> implements StreamJob<T> {

    PacedJob(LocalSession session, String id, PlanOptions options, Pace pace, String name) {
        super(session, id, options, pace, true, name);
    }

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
