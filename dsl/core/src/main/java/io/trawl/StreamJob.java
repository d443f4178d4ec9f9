package io.trawl;

import java.util.List;

/** A job with many values. */
public interface StreamJob<T> extends Job<Results<T>> {

    /** The outcomes so far, in input order. */
    Results<T> partial();

    /**
     * The pages that were fetched and are no results, each with the reason: it redirects to a page that is there, or its
     * content is ({@link Crawl#duplicates}). The last 10,000.
     */
    List<Failure> leftOut();

    /** A plan of the failed inputs, same options. */
    StreamPlan<T> retryFailed();

    @Override
    StreamJob<T> onProgress(Act<? super Progress> listener);

    @Override
    StreamJob<T> onEvent(Act<? super JobEvent> listener);
}
