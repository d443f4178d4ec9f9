package io.trawl;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How far a job is; a snapshot.
 *
 * @param done pages that ended, failed ones included
 * @param failed pages that failed
 * @param total pages in all where that is known; for a crawl what has been found so far, at most its limit
 * @param perSecond pages ended per second, over the last ten seconds
 * @param elapsed since the start, pauses included
 * @param left estimated time left at this rate; zero where it is unknown, nothing is left or nothing starts
 * @param bytes of bodies so far, as they came over the wire
 * @param growing whether the total may still grow, as a crawl's does until its limit is reached
 */
public record Progress(
        JobState state,
        int done,
        int failed,
        OptionalInt total,
        double perSecond,
        Duration elapsed,
        Duration left,
        long bytes,
        boolean growing) {

    /** One line, as the panel's first: {@code RUNNING 118 / 200, 3 failed, 11.4/s, 0:07 left}. */
    @Override
    public String toString() {
        var line = new StringBuilder(state.name()).append(' ').append(done);
        total.ifPresent(t -> line.append(" / ").append(t).append(growing ? "+" : ""));
        if (failed > 0) {
            line.append(", ").append(failed).append(" failed");
        }
        if (perSecond > 0) {
            line.append(String.format(java.util.Locale.ROOT, ", %.1f/s", perSecond));
        }
        if (!left.isZero()) {
            line.append(", ").append(View.clock(left)).append(" left");
        }
        return line.toString();
    }
}
