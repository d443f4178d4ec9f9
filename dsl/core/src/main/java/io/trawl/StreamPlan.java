package io.trawl;

import java.nio.file.Path;
import java.time.Duration;

/** A plan with many values; also what every stage returns. */
public interface StreamPlan<T> extends Plan<Results<T>> {
    @Override
    StreamPlan<T> name(String name);

    @Override
    StreamPlan<T> timeout(Duration timeout);

    @Override
    StreamPlan<T> deadline(Duration deadline);

    @Override
    StreamPlan<T> retry(int attempts);

    @Override
    StreamPlan<T> retry(Fn<? super Retry, ? extends Retry> options);

    @Override
    StreamPlan<T> breaker(int failures, Duration open, int successes);

    /** The job's share of the session's permits; 10. */
    StreamPlan<T> maxConcurrency(int requests);

    /** Requests at once to one host; 2 for a crawl of another host, else as many as the job may have. */
    StreamPlan<T> perHost(int requests);

    /** At most this many starts per host in any such period; of other jobs too, as far as the last 64 starts tell. */
    StreamPlan<T> rate(int starts, Duration per);

    /** From start to start on one host; 250 ms for a crawl of another host, else none. */
    StreamPlan<T> spacing(Duration spacing);

    /** A further random pause between the two, added to the spacing; the first start on a host does not wait. */
    StreamPlan<T> jitter(Duration lo, Duration hi);

    /** One at a time per host, a random pause of 1 to 3 s from start to start. */
    StreamPlan<T> polite();

    /** What this run may use; no limit by default. */
    StreamPlan<T> budget(Fn<? super Budget, ? extends Budget> options);

    /**
     * Of the jobs that wait for their turn ({@link Session.Options#maxJobs}) those with the highest begin first, of equals
     * the oldest; 0. It gives no advantage to a job that runs.
     */
    StreamPlan<T> priority(int priority);

    /**
     * Keeps a record of the job in a file, so that running the same plan again resumes it, whatever ended the run before:
     * what is recorded is neither fetched nor written again, failed pages included ({@link StreamJob#retryFailed()} is for
     * those). What was in flight is taken again. Functions of the plan run again for recorded pages. The pace may change
     * from run to run; seeds, scope and formats may not: then the start throws a {@link ScrapeException} of kind
     * CHECKPOINT, as it does where another process uses the file. Secrets are not written; bodies are.
     */
    StreamPlan<T> checkpoint(Path file);

    /** The same; {@link OnChange#RESTART} begins again. */
    StreamPlan<T> checkpoint(Path file, OnChange change);

    /** Gives each value that came through to a sink, in the order in which pages end; later stages go on from here. */
    StreamPlan<T> sink(Sink<? super T> sink);

    /**
     * Whether it slows down on a host that pushes back (429, 503, no answer) or answers ever later, and speeds up again;
     * true for a crawl of another host and for {@link #polite}, else false.
     */
    StreamPlan<T> adaptive(boolean on);

    /** Each value changed; what the function throws makes that page fail with kind PARSE. Runs on the CPU pool. */
    <U> StreamPlan<U> map(Fn<? super T, ? extends U> f);

    /** Each value changed to none, one or many. */
    <U> StreamPlan<U> flatMap(Fn<? super T, ? extends Iterable<? extends U>> f);

    /** Only the values for which it is true; failures pass. */
    StreamPlan<T> filter(Fn<? super T, Boolean> f);

    /** One record per match of {@code css} on each page. */
    <R> StreamPlan<R> rows(String css, Class<R> type);

    /** One record per page. */
    <R> StreamPlan<R> extract(Class<R> type);

    @Override
    StreamJob<T> start();
}
