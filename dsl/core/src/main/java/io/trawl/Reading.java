package io.trawl;

import java.time.Duration;

/**
 * How much of a plan is read before its stream ends and its job is cancelled: {@code stream(p -> p.maxPages(10)
 * .maxWait(seconds(30)))}. Immutable. Without limits, all of it.
 */
public interface Reading {

    /** At most so many pages, those that failed or gave no row included; the rows of the last one are all read. */
    Reading maxPages(int pages);

    /** At most so many outcomes. */
    Reading maxResults(long outcomes);

    /** No longer than that after it began; what is there by then is the end, without an exception. */
    Reading maxWait(Duration longest);
}
