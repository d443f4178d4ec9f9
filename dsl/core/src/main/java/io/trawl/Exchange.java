package io.trawl;

import java.time.Duration;
import java.time.Instant;

/**
 * One request on the wire, as it was observed.
 *
 * @param start when its permit was granted and the request left
 * @param elapsed from start to the last byte, or to its failure
 * @param status the HTTP status, or 0 where none arrived
 */
public record Exchange(String url, Instant start, Duration elapsed, int status) {}
