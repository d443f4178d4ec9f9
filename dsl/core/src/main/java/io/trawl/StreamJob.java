package io.trawl;

/** A job with many values. */
public interface StreamJob<T> extends Job<Results<T>> {

    /** The outcomes so far, in input order. */
    Results<T> partial();

    /** A plan of the failed inputs, same options. */
    StreamPlan<T> retryFailed();

    @Override
    StreamJob<T> onProgress(Act<? super Progress> listener);

    @Override
    StreamJob<T> onEvent(Act<? super JobEvent> listener);
}
