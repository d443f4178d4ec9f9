package io.trawl.engine;

import io.trawl.Exchange;
import io.trawl.View;
import io.trawl.engine.Ledger.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * Why a job is not faster: what held it up for the largest part of its wall time, with all parts as evidence. The parts
 * are whole percents and add up to 100: what is too small to be told by itself, and what is nobody's (before the first page,
 * after the last), is one line.
 */
final class Verdict {
    private static final double WORTH_TELLING = 0.02;

    /** What takes that much of the time, too, is said with the first cause. */
    private static final double SECOND = 0.2;

    private record Part(Cause cause, Duration time, int percent) {}

    private final JobBase<?> job;
    private final List<Exchange> exchanges;
    private final CauseWords words;
    private final Duration wall;

    private Verdict(JobBase<?> job) {
        this.job = job;
        this.exchanges = job.exchanges();
        this.words = new CauseWords(job, exchanges);
        this.wall = job.elapsed();
    }

    static View of(JobBase<?> job) {
        return new Verdict(job).view();
    }

    private View view() {
        var times = times();
        var parts = parts(times);
        var told = parts.stream()
                .filter(p -> p.cause != Cause.OTHER && share(p.time) >= WORTH_TELLING)
                .sorted(Comparator.comparing(Part::time).reversed())
                .toList();
        if (told.isEmpty()) {
            return nothing();
        }
        var lines = new ArrayList<String>();
        if (!exchanges.isEmpty()) {
            lines.add(evidence());
            lines.add(requests());
        }
        told.forEach(p -> lines.add(line(p.percent, p.time, words.name(p.cause))));
        rest(parts, told, lines);
        job.stalls.all().forEach(stall -> lines.add(stall.toString()));
        Part first = told.get(0);
        lines.add("faster: " + words.advice(first.cause));
        String also = "";
        if (told.size() > 1 && share(told.get(1).time) >= SECOND) {
            Part second = told.get(1);
            also = ", " + second.percent + " % for " + words.name(second.cause);
            lines.add("then: " + words.advice(second.cause));
        }
        return new View.Note(
                View.Tone.PLAIN,
                "limited by " + words.reason(first.cause) + "; " + first.percent + " % of " + View.seconds(wall)
                        + " was spent waiting for it" + also,
                lines);
    }

    /** A job without any time, or that has done nothing yet with it. */
    private View nothing() {
        if (!job.state().isFinal()) {
            return View.Note.of("nothing to tell yet", "ask again when the job has run for a while");
        }
        return View.Note.of(
                "nothing held it up",
                exchanges.isEmpty()
                        ? "it was over in " + View.seconds(wall) + " and sent no request"
                        : exchanges.size() + (exchanges.size() == 1 ? " request" : " requests") + " in "
                                + View.seconds(wall));
    }

    /** The time of each cause, all of them together that of the job. */
    private Map<Cause, Duration> times() {
        var times = new EnumMap<Cause, Duration>(Cause.class);
        times.putAll(job.share.ledger.parts());
        Duration atOnce = times.remove(Cause.AT_ONCE);
        if (atOnce != null) {
            boolean parsing = job.share.ledger.parsing() > 0.5;
            times.merge(parsing ? Cause.CPU : Cause.AT_ONCE, atOnce, Duration::plus);
        }
        times.remove(Cause.OTHER);
        Duration rest = times.values().stream().reduce(wall, Duration::minus);
        if (!rest.isNegative() && !rest.isZero()) {
            times.put(Cause.OTHER, rest);
        }
        return times;
    }

    /** In whole percents; what rounding leaves goes to those that it took most from. */
    private static List<Part> parts(Map<Cause, Duration> times) {
        double all = times.values().stream().mapToLong(Duration::toNanos).sum();
        var floors = times.entrySet().stream()
                .map(e -> new Part(
                        e.getKey(), e.getValue(), (int) (100 * e.getValue().toNanos() / all)))
                .sorted(Comparator.comparingDouble(p -> p.percent - 100 * p.time.toNanos() / all))
                .toList();
        int left = 100 - floors.stream().mapToInt(Part::percent).sum();
        var parts = new ArrayList<Part>();
        for (Part p : floors) {
            parts.add(new Part(p.cause, p.time, p.percent + (left-- > 0 ? 1 : 0)));
        }
        return parts;
    }

    private double share(Duration part) {
        return (double) part.toNanos() / Math.max(1, wall.toNanos());
    }

    private void rest(List<Part> parts, List<Part> told, List<String> lines) {
        var small = parts.stream().filter(p -> !told.contains(p)).toList();
        int percent = small.stream().mapToInt(Part::percent).sum();
        if (percent > 0) {
            String names = small.stream()
                    .filter(p -> p.percent > 0 && p.cause != Cause.OTHER)
                    .map(p -> words.name(p.cause))
                    .collect(Collectors.joining(", "));
            Duration time = small.stream().map(Part::time).reduce(Duration.ZERO, Duration::plus);
            lines.add(line(percent, time, names.isEmpty() ? "beginning and end" : "else: " + names));
        }
    }

    /** With a space as wide as a digit, so that they stand in a column. */
    private static String line(int percent, Duration time, String name) {
        return (percent < 10 ? "\u2007" : "") + percent + " %  " + View.seconds(time) + "  " + name;
    }

    /** What was in use of what there is. */
    private String evidence() {
        var hosts = new HashMap<String, List<Exchange>>();
        exchanges.forEach(x -> hosts.computeIfAbsent(PlanViews.place(x.url()), h -> new ArrayList<>())
                .add(x));
        int most = hosts.values().stream().mapToInt(Verdict::atOnce).max().orElse(0);
        Duration parsed = exchanges.stream().map(x -> x.phases().parse()).reduce(Duration.ZERO, Duration::plus);
        int cores = Runtime.getRuntime().availableProcessors();
        var latency = exchanges.stream().map(x -> x.phases().waiting()).sorted().toList();
        return "connections " + most + " of " + job.session.config.connectionsPerHost() + " per host in use · CPU "
                + Math.round(100 * Math.min(1, share(parsed.dividedBy(cores)))) + " % · server p95 "
                + latency.get((int) Math.min(latency.size() - 1, latency.size() * 0.95))
                        .toMillis() + " ms";
    }

    private static int atOnce(List<Exchange> exchanges) {
        var ends = new PriorityQueue<Instant>();
        int most = 0;
        for (Exchange x : exchanges) {
            while (!ends.isEmpty() && !ends.peek().isAfter(x.start())) {
                ends.poll();
            }
            ends.add(x.start().plus(x.elapsed()));
            most = Math.max(most, ends.size());
        }
        return most;
    }

    private String requests() {
        Duration all = exchanges.stream().map(Exchange::elapsed).reduce(Duration.ZERO, Duration::plus);
        long failed = exchanges.stream().filter(CauseWords::failed).count();
        long again = exchanges.stream().filter(x -> x.attempt() > 1).count();
        long fresh = exchanges.stream().filter(x -> !x.reused()).count();
        return exchanges.size() + (exchanges.size() == 1 ? " request of " : " requests of ")
                + View.seconds(all.dividedBy(exchanges.size()))
                + (exchanges.size() == 1 ? ", most of it " : " each, most of it ") + words.step() + "; " + failed
                + " failed, " + again + " were retries, " + fresh + " opened a connection";
    }
}
