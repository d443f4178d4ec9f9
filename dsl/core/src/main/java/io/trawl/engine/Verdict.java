package io.trawl.engine;

import io.trawl.Exchange;
import io.trawl.View;
import io.trawl.engine.Ledger.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        sorted.forEach(
                e -> lines.add(percent(e.getValue()) + "  " + View.seconds(e.getValue()) + "  " + name(e.getKey())));
        if (!exchanges.isEmpty()) {
            lines.add(requests());
        }
        lines.add("to change it: " + advice(first));
        return new View.Note(
                View.Tone.PLAIN,
                "limited by " + name(first) + ": " + percent(sorted.get(0).getValue()) + " of " + View.seconds(wall),
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
            case CPU -> "the CPU: parsing and the plan's functions";
            case RETRY -> "waiting to try again";
            case PREPARING -> "names and robots.txt";
            case OTHER -> "nothing";
        };
    }

    private String advice(Cause cause) {
        return switch (cause) {
            case SPACING -> ".spacing(…) or .jitter(…), shorter where the site's owner agrees";
            case RATE -> ".rate(…), higher where the site's owner agrees";
            case CRAWL_DELAY -> "nothing: the site asks for it";
            case RETRY_AFTER, SLOWED -> "fewer requests: a longer .spacing(…) or a smaller .perHost(…)";
            case PER_HOST -> ".perHost(" + 2 * pace.perHost() + ") where the site's owner agrees";
            case CONNECTIONS -> "session(c -> c.connectionsPerHost(…))";
            case BREAKER -> "see job.errors() for what is wrong with the host";
            case PAUSED -> "job.resume()";
            case BEHIND -> "a faster reader or sink, or more calls at once: .mapAsync(…, f)";
            case AT_ONCE -> ".maxConcurrency(" + 2 * pace.maxConcurrency() + ")";
            case TURN, SESSION -> "session(c -> c.connections(…).maxConcurrency(…))";
            case EXCHANGE -> slowest().advice;
            case CPU -> "fewer .formats(…), cheaper functions, more cores";
            case RETRY -> "see job.errors() for what fails; .retry(r -> r.backoff(…))";
            case PREPARING -> "nothing: each host is asked once";
            case OTHER -> "nothing";
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
