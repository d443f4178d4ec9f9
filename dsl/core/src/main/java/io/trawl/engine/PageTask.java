package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Exchange;
import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.page.Fetched;
import io.trawl.site.Robots;
import io.trawl.site.Urls;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one way a request takes: robots.txt → permit → exchange → redirect, retry or parse → outcome. Each redirect and
 * each retry takes the whole way again; the permit is given back meanwhile. Steps run one after the other on whatever
 * thread the last one ended on; only {@link #cancel} may come from the side, and the first to finish wins.
 *
 * @param <X> what is made of the response
 */
final class PageTask<X> {
    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    /** What may go to another origin: all other headers of a plan may be credentials, whatever their name. */
    private static final Set<String> HARMLESS =
            Set.of("accept", "accept-language", "cache-control", "dnt", "pragma", "referer", "user-agent");
    /** Failures that speak against the host. Of the others, and of a page we dropped, it is not to blame. */
    private static final Set<ErrorKind> HOST_FAULTS =
            Set.of(ErrorKind.TIMEOUT, ErrorKind.CONNECT, ErrorKind.DNS, ErrorKind.TLS);

    /** Makes something of a response on the CPU pool; throws {@link ScrapeException} where it is none. */
    interface Parser<X> {
        X parse(Fetched fetched) throws Exception;
    }

    private final JobBase<?> job;
    private final LocalSession session;
    private final String asked;
    private final Parser<X> parser;
    private final Function<URI, @Nullable String> objection;
    private final Consumer<Outcome<X>> done;
    private final Set<String> visited = new HashSet<>();
    private Map<String, String> headers;
    private @Nullable URI url;
    private int attempts;
    private int redirects;
    private String phase = "queued";
    private @Nullable Failure last;

    private boolean finished;
    private Limiter.@Nullable Ticket ticket;
    private @Nullable Runnable abort;

    PageTask(JobBase<?> job, String asked, Parser<X> parser, Consumer<Outcome<X>> done) {
        this(job, asked, parser, redirect -> null, done);
    }

    /** @param objection why a redirect must not be followed, or null */
    PageTask(
            JobBase<?> job,
            String asked,
            Parser<X> parser,
            Function<URI, @Nullable String> objection,
            Consumer<Outcome<X>> done) {
        this.job = job;
        this.session = job.session;
        this.asked = asked;
        this.parser = parser;
        this.objection = objection;
        this.done = done;
        this.headers = new LinkedHashMap<>(session.config.headers());
        this.headers.putAll(job.options.headers());
    }

    /** Leaves out what may be a credential: for a page of another origin than the one it was given for. */
    PageTask<X> withoutCredentials() {
        headers.keySet().removeIf(h -> !HARMLESS.contains(h.toLowerCase(java.util.Locale.ROOT)));
        return this;
    }

    void start() {
        try {
            go(Urls.parse(asked));
        } catch (ScrapeException e) {
            finish(Outcome.failed(e.failure()));
        }
    }

    /** Ends the task at once with this failure, aborting its exchange; nothing where it is done. */
    void cancel(Failure why) {
        finish(Outcome.failed(why));
    }

    private void go(URI next) {
        url = next;
        if (!job.options.robots() || !session.config.robots()) {
            queue();
            return;
        }
        phase = "robots";
        session.robots.ask(next, (robots, error) -> {
            if (robots == null) {
                attempts++;
                failed(ofThisPage(Failures.of(java.util.Objects.requireNonNull(error), shown())));
            } else {
                obey(robots, next);
            }
        });
    }

    /** What keeps robots.txt from being read keeps the page from being read. */
    private Failure ofThisPage(Failure f) {
        return new Failure(f.kind(), shown(), f.status(), attempts, f.phase(), f.message(), f.advice(), null);
    }

    private void obey(Robots robots, URI next) {
        if (!robots.allows(next)) {
            finish(Outcome.failed(new Failure(
                    ErrorKind.ROBOTS,
                    shown(),
                    0,
                    0,
                    "robots",
                    robots.explain(next),
                    "another page; .robots(false) only where the site's owner agrees",
                    null)));
            return;
        }
        robots.crawlDelay().ifPresent(delay -> session.limiter.crawlDelay(Limiter.host(next), delay));
        queue();
    }

    private void queue() {
        phase = "queued";
        var wish = session.limiter.ticket(job.share, Limiter.host(target()), this::granted, this::refused);
        if (hold(wish, null)) {
            wish.enqueue();
        }
    }

    private void refused(Duration open) {
        String host = target().getHost();
        finish(Outcome.failed(new Failure(
                ErrorKind.BREAKER_OPEN,
                shown(),
                last == null ? 0 : last.status(),
                attempts,
                "queued",
                host + " failed " + job.options.breaker().failures() + " times in a row and is left alone for "
                        + io.trawl.View.seconds(open) + " more" + (last == null ? "" : "; last: " + last.message()),
                "later; or .breaker(…) with more patience",
                last == null ? null : last.document())));
    }

    private void granted() {
        attempts++;
        phase = "waiting";
        Instant at = session.clock.now();
        long start = session.clock.nanos();
        var exchange = session.fetcher.fetch(target(), headers);
        Duration limit = job.options.timeout(session.config);
        var timer = session.clock.schedule(limit, () -> {
            exchange.result()
                    .completeExceptionally(new ScrapeException(new Failure(
                            ErrorKind.TIMEOUT,
                            shown(),
                            0,
                            attempts,
                            "waiting",
                            "no complete response within " + io.trawl.View.seconds(limit),
                            ".timeout(seconds(" + Math.max(30, limit.toSeconds() * 3) + ")), or .retry(5)",
                            null)));
            exchange.abort().run();
        });
        hold(ticket, () -> {
            timer.cancel();
            exchange.abort().run();
        });
        exchange.result().whenComplete((fetched, error) -> {
            timer.cancel();
            exchangeOver(fetched, error);
            job.exchanged(
                    new Exchange(shown(), at, session.clock.since(start), fetched == null ? 0 : fetched.status()));
            session.cpu.execute(() -> received(fetched, error));
        });
    }

    private void received(@Nullable Fetched fetched, @Nullable Throwable error) {
        try {
            if (fetched == null) {
                failed(Failures.of(java.util.Objects.requireNonNull(error), shown()));
            } else {
                if (REDIRECTS.contains(fetched.status())
                        && !fetched.header("location").isEmpty()) {
                    redirect(fetched);
                } else {
                    parse(fetched);
                }
            }
        } catch (RuntimeException | StackOverflowError e) {
            finish(Outcome.failed(parseFailure(e, fetched)));
        }
    }

    /** The host is free for another; the job's share stays taken until the page is parsed, so that bodies never pile up. */
    private void exchangeOver(@Nullable Fetched fetched, @Nullable Throwable error) {
        Limiter.Ticket held;
        synchronized (this) {
            held = finished ? null : ticket;
        }
        if (held == null) {
            return;
        }
        if (fetched != null) {
            retryAfter(fetched);
            held.record(fetched.status() < 500 && fetched.status() != 429);
        } else if (error != null) {
            held.record(!HOST_FAULTS.contains(Failures.of(error, shown()).kind()));
        }
        held.exchanged();
    }

    private void redirect(Fetched fetched) {
        String to = Urls.resolve(target(), fetched.header("location")).orElse("");
        boolean loop = !visited.add(Urls.key(target())) || to.isEmpty();
        if (loop || ++redirects > MAX_REDIRECTS) {
            String message = to.isEmpty()
                    ? "redirected to nothing that can be fetched"
                    : loop ? "redirected in a circle" : "more than " + MAX_REDIRECTS + " redirects";
            finish(Outcome.failed(
                    new Failure(ErrorKind.HTTP, shown(), fetched.status(), attempts, "waiting", message, "", null)));
            return;
        }
        URI next = Urls.parse(to);
        String objected = objection.apply(next);
        if (objected != null) {
            finish(Outcome.failed(new Failure(
                    ErrorKind.HTTP,
                    shown(),
                    fetched.status(),
                    attempts,
                    "waiting",
                    "redirected to " + Urls.shown(to) + ", which is out of scope: " + objected,
                    "",
                    null)));
            return;
        }
        if (!Urls.origin(next).equals(Urls.origin(target()))) {
            withoutCredentials();
        }
        attempts = 0;
        letGo();
        go(next);
    }

    private void parse(Fetched fetched) {
        phase = "parse";
        try {
            byte[] body = Decoding.decode(fetched, session.config.maxDecompressed());
            var page = new Fetched(
                    Urls.shown(asked),
                    shown(),
                    fetched.status(),
                    fetched.headers(),
                    body,
                    fetched.at(),
                    fetched.elapsed());
            X value = parser.parse(page);
            finish(Outcome.ok(value));
        } catch (ScrapeException e) {
            failed(e.failure());
        } catch (Exception e) {
            finish(Outcome.failed(parseFailure(e, fetched)));
        }
    }

    private Failure parseFailure(Throwable error, @Nullable Fetched fetched) {
        int status = fetched == null ? 0 : fetched.status();
        return new Failure(
                ErrorKind.PARSE,
                shown(),
                status,
                attempts,
                "parse",
                "the page could not be evaluated: " + error,
                "",
                null);
    }

    /** An attempt failed: once more, later and without the permit, or the end. */
    private void failed(Failure failure) {
        int tried = Math.max(1, attempts);
        var counted = new Failure(
                failure.kind(),
                failure.url(),
                failure.status(),
                tried,
                failure.phase(),
                failure.message(),
                failure.advice(),
                failure.document());
        if (!job.options.retry().retries(counted, tried) || !job.mayRetry()) {
            finish(Outcome.failed(counted));
            return;
        }
        last = counted;
        boolean fromStart = phase.equals("robots");
        letGo();
        Duration wait = job.options.retry().wait(tried, session.random.getAsDouble());
        var timer = session.clock.schedule(wait, () -> {
            if (fromStart) {
                go(target());
            } else {
                queue();
            }
        });
        hold(null, timer::cancel);
    }

    private void retryAfter(Fetched fetched) {
        String value = fetched.header("retry-after").strip();
        if (!value.isEmpty() && (fetched.status() == 429 || fetched.status() == 503)) {
            session.limiter.holdBack(Limiter.host(target()), wait(value));
        }
    }

    /** Seconds or a date (RFC 9110 section 10.2.3); nothing where it is neither, at most an hour. */
    private Duration wait(String value) {
        Duration hour = Duration.ofHours(1);
        try {
            Duration wait = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            session.clock.now(),
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return wait.isNegative() ? Duration.ZERO : wait.compareTo(hour) > 0 ? hour : wait;
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private URI target() {
        return java.util.Objects.requireNonNull(url);
    }

    private String shown() {
        return url == null ? Urls.shown(asked) : Urls.shown(url.toString());
    }

    // What is held, and the end

    /** Remembers what must be given back or aborted; false, having done so, where the task is over. */
    private boolean hold(Limiter.@Nullable Ticket permit, @Nullable Runnable onAbort) {
        synchronized (this) {
            if (!finished) {
                ticket = permit;
                abort = onAbort;
                return true;
            }
        }
        if (permit != null) {
            permit.release();
        }
        if (onAbort != null) {
            onAbort.run();
        }
        return false;
    }

    private void letGo() {
        Limiter.Ticket held;
        synchronized (this) {
            held = ticket;
            ticket = null;
            abort = null;
        }
        if (held != null) {
            held.release();
        }
    }

    private void finish(Outcome<X> outcome) {
        Limiter.Ticket held;
        Runnable onAbort;
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
            held = ticket;
            onAbort = abort;
        }
        if (onAbort != null) {
            onAbort.run();
        }
        try {
            done.accept(outcome);
        } finally {
            if (held != null) {
                held.release();
            }
        }
    }
}
