package io.trawl.engine;

import io.trawl.Act;
import io.trawl.JobEvent;
import io.trawl.Progress;
import io.trawl.Results;
import io.trawl.StreamJob;
import java.time.Duration;

/** A job with many pages, whose pace can be changed while it runs. */
abstract class PacedJob<T> extends JobBase<Results<T>> implements StreamJob<T> {

    PacedJob(LocalSession session, String id, PlanOptions options, Pace pace, String name) {
        super(session, id, options, pace, true, name);
    }

    @Override
    public int maxConcurrency() {
        return share.pace().maxConcurrency();
    }

    @Override
    public StreamJob<T> maxConcurrency(int requests) {
        Check.positive(requests, "maxConcurrency");
        share.change(pace -> pace.withMaxConcurrency(requests));
        return this;
    }

    @Override
    public StreamJob<T> perHost(int requests) {
        Check.positive(requests, "perHost");
        share.change(pace -> pace.withPerHost(requests));
        return this;
    }

    @Override
    public StreamJob<T> rate(int starts, Duration per) {
        Check.positive(starts, "rate");
        Check.positive(per, "the period of rate");
        share.change(pace -> pace.withRate(starts, per));
        return this;
    }

    @Override
    public StreamJob<T> spacing(Duration spacing) {
        Check.notNegative(spacing, "spacing");
        share.change(pace -> pace.withSpacing(spacing));
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
