package io.trawl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A job in numbers.
 *
 * @param perSecond pages per second over the whole run
 * @param p50 the median time of a request from permit to last byte, of the last 10,000 at least; zero where none was sent
 * @param p95 the 95th percentile of the same
 * @param p99 the 99th percentile of the same
 * @param bytes of bodies, as they came over the wire
 * @param failures how many pages failed of each kind, most frequent first
 * @param hosts what was asked of each host, the most asked first; beyond 1,000 the rest as one
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
        Duration p99,
        long bytes,
        Map<ErrorKind, Integer> failures,
        List<Host> hosts)
        implements Viewable {

    /**
     * What was asked of one host.
     *
     * @param requests sent, redirects and retries included
     * @param errors those without an answer or with a status of 400 and above
     */
    public record Host(String host, int requests, int errors, long bytes, Duration p50, Duration p95) {}

    public Summary {
        var sorted = new LinkedHashMap<ErrorKind, Integer>();
        failures.entrySet().stream()
                .sorted(Map.Entry.<ErrorKind, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry::getKey))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        failures = Collections.unmodifiableMap(sorted);
        hosts = List.copyOf(hosts);
    }

    /** Of outcomes alone: no time, no hosts. */
    public static Summary of(JobState state, Iterable<? extends Outcome<?>> outcomes) {
        var failures = new LinkedHashMap<ErrorKind, Integer>();
        int total = 0;
        int failed = 0;
        for (Outcome<?> outcome : outcomes) {
            total++;
            if (outcome instanceof Failed<?> bad) {
                failed++;
                failures.merge(bad.failure().kind(), 1, Integer::sum);
            }
        }
        Duration none = Duration.ZERO;
        return new Summary(state, total, total - failed, failed, none, 0, none, none, none, 0, failures, List.of());
    }

    /** The share of pages that came through, 0 to 1; 1 where there were none. */
    public double successRate() {
        return total == 0 ? 1 : (double) ok / total;
    }

    @Override
    public View view() {
        var tone = failed == 0 ? View.Tone.GOOD : ok == 0 ? View.Tone.BAD : View.Tone.WARNING;
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "%.1f %% came through · %s", 100 * successRate(), View.bytes(bytes)));
        if (!failures.isEmpty()) {
            lines.add("failed: "
                    + failures.entrySet().stream()
                            .map(e -> e.getKey() + " × " + e.getValue())
                            .collect(Collectors.joining(", ")));
        }
        var note = new View.Note(tone, toString(), lines);
        return hosts.size() < 2 ? note : new View.Stack(List.of(note, hostsView()));
    }

    private View.Grid hostsView() {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (Host h : hosts.subList(0, Math.min(20, hosts.size()))) {
            rows.add(Arrays.asList(
                    h.host, h.requests, h.errors, View.bytes(h.bytes), h.p50.toMillis(), h.p95.toMillis()));
        }
        return new View.Grid(
                "by host",
                List.of("host", "requests", "errors", "received", "p50 ms", "p95 ms"),
                rows,
                hosts.size(),
                List.of());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s · %d ok · %d failed · %d pages in %s · %.1f/s · p50 %d ms · p95 %d ms · p99 %d ms",
                state,
                ok,
                failed,
                total,
                View.seconds(elapsed),
                perSecond,
                p50.toMillis(),
                p95.toMillis(),
                p99.toMillis());
    }
}
