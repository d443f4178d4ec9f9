package io.trawl;

import java.time.Duration;

/**
 * What a run may use; without a limit by default. Where one is used up, no further request starts, those in flight end,
 * and the job is {@link JobState#PARTIAL} and says which it was. With a checkpoint, the next run of the same plan goes on
 * with a budget of its own. Immutable.
 */
public interface Budget {

    /** At most this many pages begun, exactly. */
    Budget pages(int most);

    /** At most this many requests sent, exactly: redirects, retries and sitemaps count, robots.txt does not. */
    Budget requests(int most);

    /** Bytes of bodies on the wire; those in flight when it is used up come on top. */
    Budget bytes(long most);

    /** From the start; unlike a deadline, it aborts nothing. */
    Budget time(Duration most);
}
