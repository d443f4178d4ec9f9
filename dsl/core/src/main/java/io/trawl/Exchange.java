package io.trawl;

import java.time.Duration;
import java.time.Instant;

/**
 * One try of a request, as it was observed, whether it came to an answer or not.
 *
 * @param start when its permit was granted and the request left
 * @param elapsed from start to the last byte, or to its failure
 * @param status the HTTP status, or 0 where none arrived
 * @param attempt 1 for the first try of a page, or of where it redirected to
 * @param reused whether it went over a connection that was open already
 * @param bytes of the body, as they came over the wire
 * @param protocol as in {@code HTTP/1.1} and {@code HTTP/2.0}; empty where no answer came
 */
public record Exchange(
        String url,
        Instant start,
        Duration elapsed,
        int status,
        int attempt,
        boolean reused,
        long bytes,
        String protocol,
        Phases phases) {

    /** A try of which no more is known. */
    public Exchange(String url, Instant start, Duration elapsed, int status) {
        this(url, start, elapsed, status, 1, false, 0, "", Phases.of(elapsed));
    }

    /**
     * What its time went into. All but {@code robots}, {@code resolve}, {@code queued} (before its start) and
     * {@code parse} (after its end) make up its {@code elapsed}. Zero for what was not needed, as a connection that was
     * open already, or was not reached.
     *
     * @param robots waiting for the host's robots.txt
     * @param resolve looking up the host's name
     * @param queued waiting for the permit: at once, per host, spacing, rate
     * @param connect until the connection was open
     * @param tls the TLS handshake
     * @param waiting from the request to the head of the answer
     * @param body from the head of the answer to its last byte
     * @param parse on the CPU pool, waiting for it included: decompression, jsoup, the stages of the plan
     */
    public record Phases(
            Duration robots,
            Duration resolve,
            Duration queued,
            Duration connect,
            Duration tls,
            Duration waiting,
            Duration body,
            Duration parse) {

        static Phases of(Duration waiting) {
            Duration none = Duration.ZERO;
            return new Phases(none, none, none, none, none, waiting, none, none);
        }
    }
}
