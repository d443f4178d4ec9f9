package io.trawl;

import java.time.Duration;

/**
 * When and how to try again. Immutable. The permit is given back while waiting, and {@code Retry-After} (RFC 9110
 * section 10.2.3) is obeyed where it asks for longer.
 */
public interface Retry {

    /** Tries in all, the first included. */
    Retry attempts(int attempts);

    /** The first wait and the factor of each further one; each wait is drawn from its upper half. 1 s, 2.0. */
    Retry backoff(Duration first, double factor);

    /** The kinds to try again; TIMEOUT, CONNECT, DNS by default. */
    Retry on(ErrorKind... kinds);

    /** The statuses to try again; 408 429 500 502 503 504 by default. */
    Retry onStatus(int... statuses);

    /** At most this share of a job's requests may be retries (but always ten); 1.0 by default: no budget. */
    Retry budget(double share);
}
