package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Exchange;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.Progress;
import io.trawl.Summary;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** A job in numbers, as they come in. Thread-safe; calls nobody. */
final class Tally {
    /** How many exchanges are kept at least. */
    private static final int EXCHANGES = 10_000;

    private static final int HOSTS = 1_000;
    private static final String OTHER_HOSTS = "other hosts";
    private static final long RATE_WINDOW = Duration.ofSeconds(10).toNanos();

    /** An exchange and whose it is: the name is asked for with each frame of a panel. */
    private record Kept(Exchange exchange, String host) {}

    private static final class Host {
        private int requests;
        private int errors;
        private long bytes;
    }

    private final List<Failure> errors = new ArrayList<>();
    private final List<Kept> exchanges = new ArrayList<>();
    private final Map<String, Host> hosts = new HashMap<>();
    private final Deque<Long> recent = new ArrayDeque<>();
    private int done;
    private int earlier;
    private int requests;
    private int retries;
    private long bytes;

    /** @param now in nanoseconds of the clock */
    synchronized void page(Outcome<?> outcome, long now) {
        count(outcome);
        recent.add(now);
        trim(now);
    }

    /** A page ended in an earlier run. */
    synchronized void past(Outcome<?> outcome) {
        count(outcome);
        earlier++;
    }

    synchronized int earlier() {
        return earlier;
    }

    private void count(Outcome<?> outcome) {
        done++;
        if (outcome instanceof Failed<?> failed) {
            errors.add(failed.failure());
        }
    }

    private void trim(long now) {
        while (!recent.isEmpty() && now - recent.peek() > RATE_WINDOW) {
            recent.poll();
        }
    }

    synchronized void exchanged(Exchange exchange) {
        requests++;
        bytes += exchange.bytes();
        String name = Frontier.hostOf(exchange.url());
        if (hosts.size() >= HOSTS && !hosts.containsKey(name)) {
            name = OTHER_HOSTS;
        }
        Host host = hosts.computeIfAbsent(name, h -> new Host());
        host.requests++;
        host.errors += exchange.status() == 0 || exchange.status() >= 400 ? 1 : 0;
        host.bytes += exchange.bytes();
        exchanges.add(new Kept(exchange, name));
        if (exchanges.size() > 2 * EXCHANGES) {
            exchanges.subList(0, EXCHANGES).clear();
        }
    }

    /** Whether a budget of that share of the requests allows one more retry; counts it where it does. */
    synchronized boolean mayRetry(double share) {
        boolean may = retries < 10 || retries < share * requests;
        retries += may ? 1 : 0;
        return may;
    }

    synchronized List<Failure> errors() {
        return List.copyOf(errors);
    }

    synchronized long bytes() {
        return bytes;
    }

    /** In start order. */
    synchronized List<Exchange> exchanges() {
        return exchanges.stream()
                .map(Kept::exchange)
                .sorted(Comparator.comparing(Exchange::start))
                .toList();
    }

    /** Those that ended last, in that order. */
    synchronized List<Exchange> latest(int most) {
        return exchanges.subList(Math.max(0, exchanges.size() - most), exchanges.size()).stream()
                .map(Kept::exchange)
                .toList();
    }

    /** The last exchange of each of these pages that is still known. */
    synchronized Map<String, Exchange> lastTries(Set<String> urls) {
        var tries = new HashMap<String, Exchange>();
        for (Kept kept : exchanges) {
            if (urls.contains(kept.exchange.url())) {
                tries.put(kept.exchange.url(), kept.exchange);
            }
        }
        return tries;
    }

    synchronized int hostCount() {
        return hosts.size();
    }

    synchronized Progress progress(JobState state, long now, Duration elapsed, OptionalInt total, boolean growing) {
        trim(now);
        double window = Math.max(0.2, Math.min(elapsed.toNanos(), RATE_WINDOW) / 1e9);
        double rate = recent.size() / window;
        int open = Math.max(0, total.orElse(done) - done);
        Duration left = state != JobState.RUNNING || rate == 0 || open == 0
                ? Duration.ZERO
                : Duration.ofMillis((long) (open / rate * 1e3));
        return new Progress(state, done, errors.size(), total, rate, elapsed, left, bytes, growing && !state.isFinal());
    }

    synchronized Summary summary(JobState state, Duration elapsed) {
        var kinds = new EnumMap<ErrorKind, Integer>(ErrorKind.class);
        errors.forEach(f -> kinds.merge(f.kind(), 1, Integer::sum));
        var times = sorted(exchanges);
        double seconds = Math.max(1e-3, elapsed.toNanos() / 1e9);
        return new Summary(
                state,
                done,
                done - errors.size(),
                errors.size(),
                elapsed,
                (done - earlier) / seconds,
                percentile(times, 0.5),
                percentile(times, 0.95),
                percentile(times, 0.99),
                bytes,
                kinds,
                hosts());
    }

    private List<Summary.Host> hosts() {
        var byHost = exchanges.stream().collect(Collectors.groupingBy(Kept::host));
        var all = new ArrayList<Summary.Host>();
        hosts.forEach((name, host) -> {
            var times = sorted(byHost.getOrDefault(name, List.of()));
            all.add(new Summary.Host(
                    name, host.requests, host.errors, host.bytes, percentile(times, 0.5), percentile(times, 0.95)));
        });
        all.sort(Comparator.comparingInt(Summary.Host::requests).reversed().thenComparing(Summary.Host::host));
        return all;
    }

    /** Asked for with each frame of a panel. */
    private static long[] sorted(List<Kept> exchanges) {
        return exchanges.stream()
                .mapToLong(x -> x.exchange.elapsed().toNanos())
                .sorted()
                .toArray();
    }

    private static Duration percentile(long[] sorted, double share) {
        return sorted.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(sorted[(int) Math.min(sorted.length - 1, sorted.length * share)]);
    }
}
