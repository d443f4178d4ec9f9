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
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;

/** Why a job is not faster: what held it up for the largest part of its wall time, with all parts as evidence. */
final class Verdict {
    private static final double WORTH_TELLING = 0.02;

    private final JobBase<?> job;
    private final Ledger ledger;
    private final Pace pace;
    private final List<Exchange> exchanges;
    private final Duration wall;

    private Verdict(JobBase<?> job) {
        this.job = job;
        this.ledger = job.share.ledger;
        this.pace = job.share.pace();
        this.exchanges = job.exchanges();
        this.wall = job.elapsed();
    }

    static View of(JobBase<?> job) {
        return new Verdict(job).view();
    }

    private View view() {
        var parts = parts();
        var sorted = parts.entrySet().stream()
                .filter(e -> share(e.getValue()) >= WORTH_TELLING)
                .sorted(Map.Entry.<Cause, Duration>comparingByValue().reversed())
                .toList();
        if (sorted.isEmpty()) {
            return View.Note.of("nothing to tell yet", "ask again when the job has run for a while");
        }
        Cause first = sorted.get(0).getKey();
        var lines = new ArrayList<String>();
        if (!exchanges.isEmpty()) {
            lines.add(evidence());
            lines.add(requests());
        }
        sorted.forEach(
                e -> lines.add(percent(e.getValue()) + "  " + View.seconds(e.getValue()) + "  " + name(e.getKey())));
        job.stalls.all().forEach(stall -> lines.add(stall.toString()));
        lines.add("faster: " + advice(first));
        return new View.Note(
                View.Tone.PLAIN,
                "limited by " + reason(first) + "; " + percent(sorted.get(0).getValue()) + " of " + View.seconds(wall)
                        + " was spent waiting for it",
                lines);
    }

    /** What is left of the wall time, before the first page and after the last, is nobody's. */
    private Map<Cause, Duration> parts() {
        var parts = new EnumMap<Cause, Duration>(Cause.class);
        parts.putAll(ledger.parts());
        parts.remove(Cause.OTHER);
        Duration atOnce = parts.remove(Cause.AT_ONCE);
        if (atOnce != null) {
            boolean parsing = ledger.parsing() > 0.5;
            parts.merge(parsing ? Cause.CPU : Cause.AT_ONCE, atOnce, Duration::plus);
        }
        return parts;
    }

    private double share(Duration part) {
        return (double) part.toNanos() / Math.max(1, wall.toNanos());
    }

    private String percent(Duration part) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * Math.min(1, share(part)));
    }

    /** The cause as the headline has it: whose wish it is, and what it comes to. */
    private String reason(Cause cause) {
        String host = "host " + ledger.host(cause);
        return switch (cause) {
            case SPACING -> "politeness: " + host + spacing();
            case RATE ->
                pace.starts() == 0
                        ? "politeness: " + host + " is held to the rate of another job"
                        : "politeness: " + host + " allows " + pace.starts() + " starts per " + View.seconds(pace.per())
                                + " (rate)";
            case CRAWL_DELAY -> "politeness: " + host + " asks for a pause between starts (Crawl-delay in robots.txt)";
            case RETRY_AFTER -> "politeness: " + host + " asked for a pause (Retry-After)";
            case SLOWED -> "politeness: " + host + " pushed back and is spared";
            default -> name(cause);
        };
    }

    private String spacing() {
        Duration gap = pace.spacing();
        if (!pace.jitterHi().isZero()) {
            return " is left alone for " + View.seconds(gap.plus(pace.jitterLo())) + " to "
                    + View.seconds(gap.plus(pace.jitterHi())) + " after each start (jitter)";
        }
        return gap.isZero()
                ? " is held to the spacing of another job"
                : String.format(Locale.ROOT, " allows %s starts/s (spacing %s)", perSecond(gap), View.seconds(gap));
    }

    private static String perSecond(Duration gap) {
        double rate = 1e9 / gap.toNanos();
        return rate == Math.rint(rate) ? String.valueOf((long) rate) : String.format(Locale.ROOT, "%.1f", rate);
    }

    private String name(Cause cause) {
        String host = ledger.host(cause);
        String there = host.isEmpty() ? "" : " on " + host;
        return switch (cause) {
            case SPACING -> "spacing" + there;
            case RATE -> "rate" + there;
            case CRAWL_DELAY -> "the crawl-delay of robots.txt" + there;
            case RETRY_AFTER -> "Retry-After, which was asked for" + there;
            case SLOWED -> "sparing a host that pushed back" + there;
            case PER_HOST -> "perHost(" + pace.perHost() + ")" + there;
            case CONNECTIONS -> "connectionsPerHost(" + job.session.config.connectionsPerHost() + ")" + there;
            case BREAKER -> "the open breaker" + there;
            case PAUSED -> "the pause that was asked for";
            case BEHIND -> "what comes after fetching: functions that wait, sinks, the reader";
            case AT_ONCE -> "maxConcurrency(" + pace.maxConcurrency() + ")";
            case TURN, SESSION ->
                job.session.config.connections() < job.session.config.maxConcurrency()
                        ? "connections(" + job.session.config.connections() + ") of the session"
                        : "maxConcurrency(" + job.session.config.maxConcurrency() + ") of the session";
            case EXCHANGE -> slowest().name;
            case CPU ->
                job.stalls.all().isEmpty()
                        ? "the CPU: parsing and the plan's functions"
                        : "the plan's functions, which wait on the threads that parse";
            case RETRY -> "waiting to try again";
            case PREPARING -> "names and robots.txt";
            case OTHER -> "nothing";
        };
    }

    private String advice(Cause cause) {
        return switch (cause) {
            case SPACING ->
                pace.spacing().toMillis() < 2
                        ? "a shorter .jitter(…) if the site allows it"
                        : ".spacing(millis(" + pace.spacing().toMillis() * 2 / 5 + ")) if the site allows it";
            case RATE -> "a higher .rate(…) if the site allows it";
            case CRAWL_DELAY -> "not here: the site asks for it";
            case RETRY_AFTER, SLOWED -> "ask for less: a longer .spacing(…) or a smaller .perHost(…)";
            case PER_HOST -> ".perHost(" + 2 * pace.perHost() + ") if the site allows it";
            case CONNECTIONS -> "session(c -> c.connectionsPerHost(…)) if the site allows it";
            case BREAKER -> "see job.errors() for what is wrong with the host";
            case PAUSED -> "job.resume()";
            case BEHIND -> "a faster reader or sink, or more calls at once: .mapAsync(…, f)";
            case AT_ONCE -> ".maxConcurrency(" + 2 * pace.maxConcurrency() + ")";
            case TURN, SESSION -> "session(c -> c.connections(…).maxConcurrency(…))";
            case EXCHANGE -> slowest().advice;
            case CPU ->
                job.stalls.all().isEmpty()
                        ? "fewer .formats(…), cheaper functions, more cores"
                        : ".mapAsync(8, d -> blocking(() -> …)) for what waits";
            case RETRY -> "see job.errors() for what fails; .retry(r -> r.backoff(…))";
            case PREPARING, OTHER -> "not here: each host is asked once";
        };
    }

    /** Of an exchange: what most of its time goes into. */
    private enum Step {
        SERVER(
                "the servers' latency",
                "more at once, if there are more pages: .maxConcurrency(…)",
                Exchange.Phases::waiting),
        BODY("the transfer of bodies", "smaller pages, or a better line", Exchange.Phases::body),
        CONNECT("opening connections", "session(c -> c.keepAlive(…)), longer", Exchange.Phases::connect),
        TLS("TLS handshakes", "session(c -> c.keepAlive(…)), longer", Exchange.Phases::tls);

        final String name;
        final String advice;
        final Function<Exchange.Phases, Duration> part;

        Step(String name, String advice, Function<Exchange.Phases, Duration> part) {
            this.name = name;
            this.advice = advice;
            this.part = part;
        }
    }

    private Step slowest() {
        return List.of(Step.values()).stream()
                .max(Comparator.comparing(this::sum))
                .orElseThrow();
    }

    private Duration sum(Step step) {
        return exchanges.stream().map(x -> step.part.apply(x.phases())).reduce(Duration.ZERO, Duration::plus);
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
                + percent(parsed.dividedBy(cores)) + " · server p95 "
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
        long failed = exchanges.stream()
                .filter(x -> x.status() == 0 || x.status() >= 400)
                .count();
        long again = exchanges.stream().filter(x -> x.attempt() > 1).count();
        long fresh = exchanges.stream().filter(x -> !x.reused()).count();
        return exchanges.size() + " requests of " + View.seconds(all.dividedBy(exchanges.size()))
                + " each, most of it " + slowest().name + "; " + failed + " failed, " + again
                + " were retries, " + fresh + " opened a connection";
    }
}
