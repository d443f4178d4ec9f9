package io.trawl.engine;

import io.trawl.Exchange;
import io.trawl.JobState;
import io.trawl.View;
import io.trawl.engine.Ledger.Cause;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What holds a job up, in words: its name, whose wish it is, and what to write to change it. */
final class CauseWords {
    private final JobBase<?> job;
    private final Ledger ledger;
    private final Pace pace;
    private final List<Exchange> exchanges;

    CauseWords(JobBase<?> job, List<Exchange> exchanges) {
        this.job = job;
        this.ledger = job.share.ledger;
        this.pace = job.share.pace();
        this.exchanges = exchanges;
    }

    /** The cause as the headline has it: whose wish it is, and what it comes to. */
    String reason(Cause cause) {
        // What is kept right now is not yet told of by its host.
        String known = ledger.host(cause);
        String host = known.isEmpty() ? "a host" : "host " + known;
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

    String name(Cause cause) {
        String host = ledger.host(cause);
        String there = host.isEmpty() ? "" : " on " + host;
        Config config = job.session.config;
        return switch (cause) {
            case SPACING -> "spacing" + there;
            case RATE -> "rate" + there;
            case CRAWL_DELAY -> "the crawl-delay of robots.txt" + there;
            case RETRY_AFTER -> "Retry-After, which was asked for" + there;
            case SLOWED -> "sparing a host that pushed back" + there;
            case PER_HOST -> "perHost(" + pace.perHost() + ")" + there;
            case CONNECTIONS -> "connectionsPerHost(" + config.connectionsPerHost() + ")" + there;
            case BREAKER -> "the open breaker" + there;
            case QUEUED -> "its turn: maxJobs(" + config.maxJobs() + ") of the session";
            case PAUSED -> "the pause that was asked for";
            case BEHIND -> "what comes after fetching: functions that wait, sinks, the reader";
            case AT_ONCE -> "maxConcurrency(" + pace.maxConcurrency() + ")";
            case TURN, SESSION ->
                fewConnections()
                        ? "connections(" + config.connections() + ") of the session"
                        : "maxConcurrency(" + config.maxConcurrency() + ") of the session";
            case EXCHANGE -> fruitless() ? "requests that failed" : step();
            case CPU ->
                job.stalls.all().isEmpty()
                        ? "the CPU: parsing and the plan's functions"
                        : "the plan's functions, which wait on the threads that parse";
            case RETRY -> "waiting to try again";
            case PREPARING -> "names and robots.txt";
            case OTHER -> "nothing";
        };
    }

    private boolean fewConnections() {
        return job.session.config.connections() < job.session.config.maxConcurrency();
    }

    String advice(Cause cause) {
        Config config = job.session.config;
        return switch (cause) {
            case SPACING ->
                pace.spacing().toMillis() < 2
                        ? "a shorter .jitter(…) if the site allows it"
                        : ".spacing(millis(" + pace.spacing().toMillis() * 2 / 5 + ")) if the site allows it";
            case RATE ->
                pace.starts() == 0
                        ? "a higher .rate(…) of the other job, if the site allows it"
                        : ".rate(" + 2 * pace.starts() + ", millis("
                                + pace.per().toMillis() + ")) if the site allows it";
            case CRAWL_DELAY -> "not here, the site asks for it; on a site of your own .robots(false)";
            case RETRY_AFTER, SLOWED -> "ask for less: a longer .spacing(…) or a smaller .perHost(…)";
            case PER_HOST -> ".perHost(" + 2 * pace.perHost() + ") if the site allows it";
            case CONNECTIONS ->
                "session(c -> c.connectionsPerHost(" + 2 * config.connectionsPerHost() + ")) if the site allows it";
            case BREAKER -> "see job.errors() for what is wrong with the host";
            case QUEUED -> "session(c -> c.maxJobs(" + 2L * config.maxJobs() + ")), or .priority(1) to be first";
            case PAUSED -> paused();
            case BEHIND -> "a faster reader or sink, or more calls at once: .mapAsync(…, f)";
            case AT_ONCE -> ".maxConcurrency(" + 2 * pace.maxConcurrency() + ")";
            case TURN, SESSION ->
                fewConnections()
                        ? "session(c -> c.connections(" + 2 * config.connections() + "))"
                        : "session(c -> c.maxConcurrency(" + 2 * config.maxConcurrency() + "))";
            case EXCHANGE -> exchange();
            case CPU ->
                job.stalls.all().isEmpty()
                        ? "fewer .formats(…), cheaper functions, more cores"
                        : ".mapAsync(8, d -> blocking(() -> …)) for what waits";
            case RETRY -> "see job.errors() for what fails; .retry(r -> r.backoff(…))";
            case PREPARING, OTHER -> "not here, each host is asked once; on a site of your own .robots(false)";
        };
    }

    private String paused() {
        if (job.state() != JobState.PAUSED) {
            return "job.resume(), sooner";
        }
        return job.reason().isEmpty() ? "job.resume()" : "mend it, then job.resume(): " + job.reason();
    }

    // Exchanges

    static boolean failed(Exchange x) {
        return x.status() == 0 || x.status() >= 400;
    }

    /** Whether most of the time that requests took went into those that failed. */
    private boolean fruitless() {
        Duration failed = exchanges.stream()
                .filter(CauseWords::failed)
                .map(Exchange::elapsed)
                .reduce(Duration.ZERO, Duration::plus);
        Duration all = exchanges.stream().map(Exchange::elapsed).reduce(Duration.ZERO, Duration::plus);
        return failed.multipliedBy(2).compareTo(all) > 0;
    }

    private String exchange() {
        if (fruitless()) {
            return "see job.errors() for why they fail; a shorter .timeout(…) gives up sooner";
        }
        if (slowest() == Step.SERVER && exchanges.size() == 1) {
            return "not this once; memo(minutes(10), Trawl::scrape) asks again for nothing";
        }
        return slowest() == Step.SERVER
                ? "more at once, if there are more pages: .maxConcurrency(" + 2 * pace.maxConcurrency() + ")"
                : slowest().advice;
    }

    /** Of an exchange: what most of its time goes into. */
    private enum Step {
        SERVER("the servers' latency", "", Exchange.Phases::waiting),
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

    /** What most of the requests' time went into. */
    String step() {
        return slowest().name;
    }

    private Step slowest() {
        return Arrays.stream(Step.values()).max(Comparator.comparing(this::sum)).orElseThrow();
    }

    private Duration sum(Step step) {
        return exchanges.stream().map(x -> step.part.apply(x.phases())).reduce(Duration.ZERO, Duration::plus);
    }
}
