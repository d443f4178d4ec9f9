package io.trawl;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A job with many values. */
public interface StreamJob<T> extends Job<Results<T>> {

    /** The outcomes so far, in input order. */
    Results<T> partial();

    /**
     * The outcomes from the first on, those to come as they come, in the order of the plan (input order, or
     * {@link StreamPlan#asCompleted}); none is lost and none comes twice, whenever it begins. Any number may read; the job
     * waits for none of them and goes on when one is closed. Throws at the end where the job failed as a whole.
     *
     * @throws IllegalStateException where the plan's own stream reads this job, which then keeps no rows
     */
    Stream<Outcome<T>> stream();

    /**
     * The pages that were fetched and are no results, each with the reason: it redirects to a page that is there, or its
     * content is ({@link Crawl#duplicates}). The last 10,000.
     */
    List<Failure> leftOut();

    /** A plan of the failed inputs, same options. */
    StreamPlan<T> retryFailed();

    /** How many may be under way at once; 0 for a job of another run. */
    int maxConcurrency();

    /** From now on so many at once; what is under way goes on. */
    StreamJob<T> maxConcurrency(int requests);

    /** From now on so many at once per host. */
    StreamJob<T> perHost(int requests);

    /** From now on at most this many starts per host in any such period. */
    StreamJob<T> rate(int starts, Duration per);

    /** From now on so long from start to start on one host. */
    StreamJob<T> spacing(Duration spacing);

    @Override
    StreamJob<T> onProgress(Act<? super Progress> listener);

    @Override
    StreamJob<T> onEvent(Act<? super JobEvent> listener);
}
