package io.trawl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

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
     * true for a crawl of another host and for {@link #polite}. A plan that is not told slows down only where a host says
     * that it is asked too much (429, or 503 with Retry-After); {@code false} leaves it at waiting as Retry-After says.
     */
    StreamPlan<T> adaptive(boolean on);

    /** Each value changed; what the function throws makes that page fail with kind PARSE. Runs on the CPU pool. */
    <U> StreamPlan<U> map(Fn<? super T, ? extends U> f);

    /** Each value changed to none, one or many. */
    <U> StreamPlan<U> flatMap(Fn<? super T, ? extends Iterable<? extends U>> f);

    /** Only the values for which it is true; failures pass. */
    StreamPlan<T> filter(Fn<? super T, Boolean> f);

    /**
     * Each value to something to await, as {@code mapAsync(8, page -> blocking(() -> priceOf(page)))}: at most {@code n}
     * at once in the whole job, begun in the order of the values, which the results keep. A page that waits holds no
     * permit; while too many wait, no further page is fetched. What fails, or throws, fails that value; what gives null, as
     * {@code delay} does, is no row. Cancelling the job cancels what is under way.
     */
    <U> StreamPlan<U> mapAsync(int n, Fn<? super T, ? extends Awaitable<? extends U>> f);

    /**
     * Each page replaced by the pages that its matches link to, in their order: {@code fetchAll("h3 a")} gets the details
     * of a list. They are fetched with the options, permits and limits of this job; they are not among the pages that
     * {@code limit} counts or a checkpoint records.
     */
    StreamPlan<Document> fetchAll(String css);

    /**
     * After each page those that its matches link to, and theirs in turn, each once in the job, 1,000 of one page at most:
     * {@code follow("li.next a")} reads on to the end. As with {@link #fetchAll}; a crawl has {@link Crawl#follow} for it.
     */
    StreamPlan<Document> follow(String css);

    /** Only values that were not there before in this job; of pages, by their URL. Each is remembered until the end. */
    StreamPlan<T> distinct();

    /** The same by what a function gives for each. */
    StreamPlan<T> distinct(Fn<? super T, ?> by);

    /** Results and streams in the order in which pages end, so that a slow one keeps nobody waiting; else in input order. */
    StreamPlan<T> asCompleted();

    /** One record per match of {@code css} on each page. */
    <R> StreamPlan<R> rows(String css, Class<R> type);

    /** One record per page. */
    <R> StreamPlan<R> extract(Class<R> type);

    @Override
    StreamJob<T> start();

    /**
     * The outcomes one by one, for a reader that keeps none of them: nothing is kept here either. Sequential and single-use;
     * starts at its terminal operation, and cancels its job when it is closed, so use it in {@code try (…)}. A slow reader
     * slows the crawl: beyond what it has read no more pages are asked than twice {@link #maxConcurrency} (20 at least) and
     * those under way, and of {@link #mapAsync} as many as it has calls. Throws at the end where the job failed as a whole.
     * A reader that is dropped without closing is noticed when it is collected.
     */
    Stream<Outcome<T>> stream();

    /** The same, no further than that: {@code stream(p -> p.maxPages(10).maxResults(500).maxWait(seconds(30)))}. */
    Stream<Outcome<T>> stream(Fn<? super Reading, ? extends Reading> limits);

    /** {@link #stream()} in windows of so many outcomes, the last one shorter: page by page, a batch for each insert. */
    Stream<Results<T>> window(int outcomes);

    /** The same by time: each window is open so long after its first outcome, or until it has 1,000. */
    Stream<Results<T>> window(Duration time);

    /**
     * {@link #stream()} as a publisher with the back-pressure of Reactive Streams. Cold: each subscriber's first request
     * starts a job of its own, which its cancelling ends; signals come on the session's callback threads.
     */
    Flow.Publisher<Outcome<T>> publisher();
}
