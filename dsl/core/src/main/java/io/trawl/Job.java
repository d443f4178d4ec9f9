package io.trawl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * The one live handle of started work. Shown in a notebook it draws itself until it is done. {@code toString()} is one
 * line and never waits. Thread-safe.
 */
public interface Job<T> extends Awaitable<T>, Viewable {

    /** Short and unique in its session. */
    String id();

    String name();

    JobState state();

    /** When it was started; of a job that was resumed, by this run. */
    Instant started();

    /** Why it ended early: what budget is used up, what deadline passed; else empty. */
    String reason();

    Progress progress();

    /** What failed so far. */
    List<Failure> errors();

    /** The job in numbers, so far. */
    Summary summary();

    /** Waits for the end; this job goes on if the waiting is interrupted or, with a limit, takes too long. */
    @Override
    T await();

    @Override
    T await(Duration limit);

    /** What is under way now: a snapshot. */
    InFlight inFlight();

    /**
     * What was noted: what listeners threw, and in {@linkplain Session.Options#debug debug mode} each step. The last
     * 1,000 lines, in order.
     */
    List<JobEvent.Logged> log();

    /** No new request starts; those in flight end. Nothing where it is not RUNNING. */
    void pause();

    /**
     * Goes on after {@link #pause}; where a sink had refused rows and so paused the job, they are offered to it again. Nothing
     * where it is not PAUSED.
     */
    void resume();

    /**
     * Ends gracefully: nothing more starts, retries included, and what is in flight ends and is kept. {@link #cancel}
     * may still follow. Returns false where it was stopped or cancelled before, or is over.
     */
    boolean stop();

    /** Aborts the exchanges in flight and starts no more; rows that are done are kept. Returns false the second time. */
    boolean cancel();

    /**
     * Called at most ten times a second, the last progress always. The listeners of a job are called one at a time, on
     * the session's callback pool; what one throws stands in the {@link #log} and stops nothing.
     */
    Job<T> onProgress(Act<? super Progress> listener);

    /** Called for each event, past ones first, in order, none twice; one at a time, as {@link #onProgress}. */
    Job<T> onEvent(Act<? super JobEvent> listener);

    /** The same as a publisher (Reactive Streams back-pressure); each subscriber gets all events from the start. */
    Flow.Publisher<JobEvent> events();

    /** The exchanges so far, in start order; the last 10,000 at least. */
    List<Exchange> exchanges();

    /** More of what it did, in pictures. */
    Pictures pictures();

    /** The first 200 exchanges, one lane each, with the phases of its time; the same in numbers beside it. */
    default View waterfall() {
        return pictures().waterfall();
    }

    /** The exchanges packed into as few slots as were in use at once. */
    default View lanes() {
        return pictures().lanes();
    }

    /**
     * What limits the job's speed, with the evidence: where its wall time went, in parts that add up, and what to write
     * to change it.
     */
    View why();
}
