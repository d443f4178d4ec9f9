package io.trawl;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A job in numbers.
 *
 * @param perSecond pages per second over the whole run
 * @param p50 the median time of a page from permit to last byte; zero where nothing was fetched
 * @param p95 the 95th percentile of the same
 * @param failures how many failed of each kind, most frequent first
 */
public record Summary(
        JobState state,
        int total,
        int ok,
        int failed,
        Duration elapsed,
        double perSecond,
        Duration p50,
        Duration p95,
        Map<ErrorKind, Integer> failures)
        implements Viewable {

    public Summary {
        failures = failures.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(failures));
    }

    /** The share of pages that came through, 0 to 1; 1 where there were none. */
    public double successRate() {
        return total == 0 ? 1 : (double) ok / total;
    }

    @Override
    public View view() {
        var tone = failed == 0 ? View.Tone.GOOD : ok == 0 ? View.Tone.BAD : View.Tone.WARNING;
        var lines = new java.util.ArrayList<String>();
        if (!failures.isEmpty()) {
            lines.add("failed: "
                    + failures.entrySet().stream()
                            .map(e -> e.getKey() + " × " + e.getValue())
                            .collect(Collectors.joining(", ")));
        }
        return new View.Note(tone, toString(), lines);
    }

    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "%s · %d ok · %d failed · %d pages in %s · %.1f/s · p50 %d ms · p95 %d ms",
                state,
                ok,
                failed,
                total,
                View.seconds(elapsed),
                perSecond,
                p50.toMillis(),
                p95.toMillis());
    }
}
