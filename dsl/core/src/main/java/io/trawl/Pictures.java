package io.trawl;

/**
 * What a job did, in pictures, each a snapshot of what it has done so far: times are since its start, by the session's
 * clock. Shown as it is it draws all of them. Of more than 10,000 requests the last 10,000 are drawn. Thread-safe.
 */
public interface Pictures extends Viewable {

    /** As {@link Job#waterfall()}. */
    View waterfall();

    /** As {@link Job#lanes()}. */
    View lanes();

    /** The same requests, in lanes of their host. */
    View byHost();

    /** How many requests were under way at each moment, and how many might have been. */
    View concurrency();

    /**
     * When the limiter promised each start and when it was: no start stands before its promise. A promise is the first
     * moment that spacing, rate, pauses, Crawl-delay and Retry-After allow, of whichever job on the host is strictest.
     */
    View starts();

    /** How far apart the starts on a host were, and how far they had to be. */
    View gaps();

    /** The state of each host's breaker over time. */
    View breakers();

    /** Pages that ended, per second, over time. */
    View throughput();
}
