package io.trawl.engine;

import io.trawl.Failure;
import io.trawl.InFlight;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.page.Fetched;
import io.trawl.site.Robots;
import io.trawl.site.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way a request takes: name → robots.txt → permit → exchange → redirect, retry or parse → outcome. Each redirect
 * and each retry takes the whole way again; the permit is given back meanwhile. Steps run one after the other on
 * whatever thread the last one ended on; only {@link #cancel} may come from the side, and the first to finish wins.
 *
 * @param <X> what is made of the response
 */
final class PageTask<X> {
    /** Makes something of a response on the CPU pool; throws {@link ScrapeException} where it is none. */
    interface Parser<X> {
        X parse(Fetched fetched) throws Exception;
    }

    private final JobBase<?> job;
    private final LocalSession session;
    private Limiter.Share share;
    private final String asked;
    private final Parser<X> parser;
    private final Function<URI, @Nullable String> objection;
    private final Consumer<Outcome<X>> done;
    private final Hops hops;
    private Stopwatch watch;
    private volatile Supplier<Trace> trace;
    private final long began;
    private volatile @Nullable URI url;
    private int attempts;
    private boolean local;
    private @Nullable Failure last;

    private boolean finished;
    private boolean underWay;
    private Ledger.@Nullable Doing doing;
    private Limiter.@Nullable Ticket ticket;
    private @Nullable Runnable abort;

    /** @param objection why a redirect must not be followed, or null */
    PageTask(
            JobBase<?> job,
            String asked,
            Parser<X> parser,
            Function<URI, @Nullable String> objection,
            Consumer<Outcome<X>> done) {
        this.job = job;
        this.session = job.session;
        this.share = job.share;
        this.asked = asked;
        this.parser = parser;
        this.objection = objection;
        this.done = done;
        var headers = new LinkedHashMap<>(session.config.headers());
        headers.putAll(job.options.headers());
        this.hops = new Hops(headers);
        this.began = session.clock.nanos();
        this.watch = new Stopwatch(session.clock);
        this.trace = () -> new Trace(session.clock);
    }

    /** Leaves out what may be a credential: for a page of another origin than the one it was given for. */
    PageTask<X> withoutCredentials() {
        hops.dropCredentials();
        return this;
    }

    /** It serves a page that waits for it: not held up where the job's other pages are. */
    PageTask<X> beside() {
        share = job.share.beside();
        return this;
    }

    /**
     * Its origin, and no other, may be on a private network.
     *
     * @param url that the user wrote; null for the one that is asked for
     */
    PageTask<X> from(@Nullable URI url) {
        if (session.config.privateNetwork()) {
            hops.from(url);
        }
        return this;
    }

    /** A body of its own size: the session's caps are for pages. */
    PageTask<X> upTo(long bytes) {
        hops.maxBody(bytes);
        return this;
    }

    void start() {
        try {
            go(hops.begin(Urls.parse(asked)));
        } catch (ScrapeException e) {
            finish(Outcome.failed(e.failure()));
        }
    }

    /** What it is at; null where it is over. */
    InFlight.@Nullable Request underWay() {
        Ledger.Doing at;
        synchronized (this) {
            if (finished || doing == null) {
                return null;
            }
            at = doing;
        }
        var step = at == Ledger.Doing.EXCHANGE ? trace.get().step() : null;
        return UnderWay.request(job.id(), shown(), url, at, step, attempts, session.clock.since(began));
    }

    /** Ends the task at once with this failure, aborting its exchange; nothing where it is done. */
    void cancel(Failure why) {
        finish(Outcome.failed(why));
    }

    /** The same, unless its exchange is under way or answered: then it may end. */
    void cancelIfWaiting(Failure why) {
        synchronized (this) {
            if (underWay) {
                return;
            }
        }
        cancel(why);
    }

    private void go(URI next) {
        now(Ledger.Doing.PREPARING);
        url = next;
        watch = new Stopwatch(session.clock);
        local = false;
        session.fetcher.resolve(request()).whenComplete((atHand, error) -> {
            watch.resolved();
            if (error == null) {
                local = atHand;
                askRobots(next);
                return;
            }
            attempts++;
            job.exchanged(watch.unsent(shown(), attempts));
            failed(Failures.of(error, shown()));
        });
    }

    private Fetcher.Request request() {
        return hops.request(target(), local);
    }

    /** Tells the job's ledger what the page does; nothing any more once it is over. */
    private void now(Ledger.@Nullable Doing next) {
        Ledger.Doing before;
        synchronized (this) {
            if (finished && next != null) {
                return;
            }
            before = doing;
            doing = next;
        }
        job.share.ledger.page(before, next);
    }

    /** How a failure of this moment reads. */
    private PageFailures failures() {
        return new PageFailures(shown(), attempts);
    }

    private void askRobots(URI next) {
        synchronized (this) {
            if (finished) {
                return;
            }
        }
        if (local || !job.options.robots() || !session.config.robots()) {
            queue();
            return;
        }
        session.robots.ask(next, hops.inside(next), (robots, error) -> {
            watch.obeyed();
            if (robots == null) {
                attempts++;
                failed(failures().robotsUnread(Failures.of(Objects.requireNonNull(error), shown())));
            } else {
                obey(robots, next);
            }
        });
    }

    private void obey(Robots robots, URI next) {
        if (!robots.allows(next)) {
            finish(Outcome.failed(failures().disallowed(robots.explain(next))));
            return;
        }
        robots.crawlDelay().ifPresent(delay -> session.limiter.crawlDelay(Limiter.host(next), delay));
        queue();
    }

    private void queue() {
        now(Ledger.Doing.WAITING);
        String host = local ? Limiter.LOCAL : Limiter.host(target());
        var wish = session.limiter.ticket(share, host, this::granted, this::refused);
        if (hold(wish, null)) {
            wish.enqueue();
        }
    }

    private void refused(Duration open) {
        finish(Outcome.failed(failures().breakerOpen(Urls.host(target()), job.options.breaker(), open, last)));
    }

    private void granted() {
        if (!job.mayRequest()) {
            cancel(Failures.cancelled(shown()));
            return;
        }
        Limiter.Ticket held;
        synchronized (this) {
            underWay = true;
            held = ticket;
        }
        attempts++;
        now(Ledger.Doing.EXCHANGE);
        watch.granted();
        if (held != null) {
            held.leaves();
        }
        var exchange = session.fetcher.fetch(request());
        trace = exchange.trace();
        Duration limit = job.options.timeout(session.config);
        var timer = session.clock.schedule(limit, () -> {
            exchange.result()
                    .completeExceptionally(new ScrapeException(failures().tooSlow(limit, trace.get())));
            exchange.abort().run();
        });
        hold(ticket, () -> {
            timer.cancel();
            exchange.abort().run();
        });
        exchange.result().whenComplete((fetched, error) -> {
            timer.cancel();
            watch.exchanged();
            now(Ledger.Doing.PARSING);
            exchangeOver(fetched, error);
            session.cpu.execute(() -> received(fetched, error));
        });
    }

    private void received(@Nullable Fetched fetched, @Nullable Throwable error) {
        try {
            if (fetched == null) {
                observed(0);
                failed(Failures.of(Objects.requireNonNull(error), shown()));
            } else if (Hops.isRedirect(fetched.status())
                    && !fetched.header("location").isEmpty()) {
                observed(fetched.status());
                redirect(fetched);
            } else {
                parse(fetched);
            }
        } catch (Throwable e) {
            // Errors too, such as an OutOfMemoryError: a page that is never told of keeps its job from ending.
            finish(Outcome.failed(failures().unparsed(e, fetched)));
        }
    }

    /** Before the task can end: whoever is told of a job's end finds all of its exchanges. */
    private void observed(int status) {
        job.exchanged(watch.done(shown(), status, attempts, trace.get()));
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
        if (local) {
            held.exchanged();
            return;
        }
        HostReport.of(fetched, error, session.clock.now())
                .to(session.limiter, held, Limiter.host(target()), trace.get());
        held.exchanged();
    }

    private void redirect(Fetched fetched) {
        String to = Urls.resolve(target(), Hops.location(fetched)).orElse("");
        String wrong = hops.take(target(), to);
        if (wrong != null) {
            misled(fetched, wrong, "check the URL in a browser: the site may want cookies or a login");
            return;
        }
        URI next = Urls.parse(to);
        String objected = objection.apply(next);
        if (objected != null) {
            misled(
                    fetched,
                    "redirected to " + Urls.shown(to) + ", which is out of scope: " + objected,
                    "a wider scope, or a plan of its own for that site");
            return;
        }
        if (!Urls.origin(next).equals(Urls.origin(target()))) {
            withoutCredentials();
        }
        attempts = 0;
        letGo();
        go(next);
    }

    private void misled(Fetched fetched, String message, String advice) {
        finish(Outcome.failed(failures().misled(fetched.status(), message, advice)));
    }

    private void parse(Fetched fetched) {
        Outcome<X> value = null;
        Failure failure = null;
        try {
            byte[] body = Decoding.decode(fetched, hops.maxBodyOr(session.config.maxDecompressed()));
            var page = new Fetched(
                    Urls.shown(asked),
                    shown(),
                    fetched.status(),
                    fetched.headers(),
                    body,
                    fetched.at(),
                    fetched.elapsed());
            value = Outcome.ok(parser.parse(page));
        } catch (ScrapeException e) {
            failure = e.failure();
        } catch (Exception e) {
            value = Outcome.failed(failures().unparsed(e, fetched));
        }
        observed(fetched.status());
        if (failure != null) {
            failed(failure);
        } else {
            finish(Objects.requireNonNull(value));
        }
    }

    /** An attempt failed: once more, later and without the permit, or the end. */
    private void failed(Failure failure) {
        int tried = Math.max(1, attempts);
        var counted = PageFailures.counted(failure, tried);
        if (!job.options.retry().retries(counted, tried) || !job.mayRetry()) {
            finish(Outcome.failed(counted));
            return;
        }
        last = counted;
        now(Ledger.Doing.RETRY);
        letGo();
        Duration wait = job.options.retry().wait(tried, session.random.getAsDouble());
        synchronized (this) {
            // Under the lock: a short wait may be over, and its new wish held, before this thread comes to say what to
            // abort.
            if (!finished) {
                abort = session.clock.schedule(wait, () -> go(target()))::cancel;
            }
        }
    }

    private URI target() {
        return Objects.requireNonNull(url);
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
            underWay = false;
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
            ticket = null;
            abort = null;
        }
        // Whoever keeps the task keeps no exchange, nor its body.
        trace = Trace.last(trace);
        now(null);
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
