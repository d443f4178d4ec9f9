package io.trawl.engine;

import io.trawl.Act;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Exchange;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.page.Fetched;
import io.trawl.site.Sitemaps;
import io.trawl.site.Urls;
import io.trawl.store.Ended;
import io.trawl.store.Found;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A batch or a crawl under way. A page's way: found, told to the history, waiting in the frontier, under way as a task,
 * ended, durable in the history, then an outcome for all to see, confirmed by the sinks. Outcomes stand at the index of
 * their page, so that the results are in input order whatever ended first.
 */
final class PagesJob<T> extends JobBase<Results<T>> implements StreamJob<T> {
    /** What may come right by trying again: a job with only other failures is as done as it can be. */
    private static final Set<ErrorKind> PASSING = Set.of(
            ErrorKind.TIMEOUT,
            ErrorKind.CONNECT,
            ErrorKind.DNS,
            ErrorKind.TLS,
            ErrorKind.BREAKER_OPEN,
            ErrorKind.CANCELLED);

    /** Pages under way at most, those that wait for their permit or retry included: each is about 1 kB. */
    private static final int UNDER_WAY = 10_000;

    private static final int LEFT_OUT = 10_000;

    private final Source source;
    private final Stage<T> stage;
    private final History history;
    private final Deliveries deliveries;
    private final Function<List<String>, StreamPlan<T>> again;
    private final Spending budget;
    private final Frontier frontier;
    private final Map<Integer, UnderWay<T>> open = new LinkedHashMap<>();
    private final List<@Nullable List<Outcome<T>>> outcomes = new ArrayList<>();
    private final Deque<Failure> leftOut = new ArrayDeque<>();
    private final Map<Integer, Found> failed = new TreeMap<>();
    private final Set<Failure> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Clock.Cancellable timeBudget;
    private int recalling = 1;
    private boolean reading;
    private int begun;
    private int requests;
    private long bytes;
    private boolean stopped;
    private boolean ending;
    private String reason = "";
    private ErrorKind stopKind = ErrorKind.CANCELLED;

    private record UnderWay<T>(Found page, PageTask<Parsed<T>> task) {}

    /** What was made of a page, and what the history needs of it. */
    private record Parsed<T>(
            Stage.Made<T> made, Ended ended, @Nullable KeptPage kept) {}

    PagesJob(
            LocalSession session,
            PlanOptions options,
            Pace pace,
            String name,
            Source source,
            Stage<T> stage,
            History history,
            Function<List<String>, StreamPlan<T>> again) {
        super(session, history.id(), options, pace, true, name);
        this.source = source;
        this.stage = stage;
        this.history = history;
        this.again = again;
        this.budget = options.keeping().budget();
        this.frontier = new Frontier(session.home.scratch());
        this.deliveries = new Deliveries(stage.sinks(), history, session.disk, this::fail);
        this.timeBudget = budget.time() == null
                ? () -> {}
                : session.clock.schedule(
                        budget.time(), () -> wind("the budget of " + io.trawl.View.seconds(budget.time())));
    }

    // From the start to the pages under way

    @Override
    void run() {
        history.onBroken(this::fail);
        if (deliveries.isEmpty() && !history.resumed()) {
            begin();
        } else {
            // Files are opened and read.
            session.cpu.execute(() -> {
                try {
                    deliveries.open();
                    if (history.resumed()) {
                        recall();
                    } else {
                        begin();
                    }
                } catch (ScrapeException e) {
                    fail(e.failure());
                } catch (RuntimeException e) {
                    fail(Failures.of(e, ""));
                }
            });
        }
    }

    private void begin() {
        var sitemaps = source.sitemapsOf();
        synchronized (this) {
            reading = true;
        }
        sitemaps.map(site -> SitemapReader.read(this, site, source::wants, source.room()))
                .orElse(CompletableFuture.completedFuture(List.of()))
                .thenApply(listed -> listed.stream().map(Sitemaps.Entry::url).toList())
                .thenAccept(extra -> {
                    List<Found> first;
                    synchronized (this) {
                        reading = false;
                        first = ending || stopped && !source.keepsUnfinished() ? List.of() : source.first(extra);
                    }
                    add(first);
                    pump();
                    endIfDone();
                });
        recalled();
    }

    private void add(List<Found> found) {
        if (!found.isEmpty()) {
            history.found(found);
            synchronized (this) {
                if (!ending) {
                    found.forEach(frontier::add);
                }
            }
        }
    }

    /** Starts what may be under way. */
    private void pump() {
        while (true) {
            PageTask<Parsed<T>> task;
            synchronized (this) {
                Found next = stopped || open.size() >= UNDER_WAY || begun >= budget.pages() ? null : frontier.take();
                if (next == null) {
                    return;
                }
                begun++;
                task = task(next);
                open.put(next.index(), new UnderWay<>(next, task));
            }
            task.start();
        }
    }

    private PageTask<Parsed<T>> task(Found input) {
        var task = new PageTask<Parsed<T>>(
                this,
                input.url(),
                fetched -> parse(input, fetched),
                redirect -> objection(input, redirect),
                outcome -> ended(input, outcome));
        task.from(source.written(input));
        return source.trusts(input) ? task : task.withoutCredentials();
    }

    private synchronized @Nullable String objection(Found input, URI redirect) {
        return source.objection(input, redirect);
    }

    private Parsed<T> parse(Found input, Fetched fetched) throws Exception {
        Document page = PageParsing.of(options).parse(fetched);
        List<String> links = source.links(input, page);
        var print = source.print(page);
        List<Found> found;
        String duplicate;
        synchronized (this) {
            duplicate = source.duplicate(input, page.url(), print);
            found = duplicate == null ? source.next(input, page.url(), links) : List.of();
        }
        add(found);
        pump();
        refuse(input, page, duplicate);
        Ended ended = history.ended(input, page, fetched);
        Document given = history.page(page, ended);
        return new Parsed<>(made(given), ended, given instanceof KeptPage kept ? kept : null);
    }

    private void refuse(Found input, Document page, @Nullable String duplicate) {
        if (duplicate != null) {
            String url = Urls.shown(input.url());
            throw new ScrapeException(
                    new Failure(ErrorKind.DUPLICATE, url, page.status(), 1, "parse", url + " " + duplicate, "", null));
        }
        Failure refusal = source.refusal(page);
        if (refusal != null) {
            throw new ScrapeException(refusal);
        }
    }

    private Stage.Made<T> made(Document page) {
        var made = new ArrayList<Stage.Made<T>>(1);
        carried(() -> made.add(stage.apply(page)));
        return made.get(0);
    }

    // The end of a page

    private void ended(Found input, Outcome<Parsed<T>> outcome) {
        if (!(outcome instanceof Failed<?> bad)) {
            Parsed<T> parsed = outcome.orThrow();
            history.ended(parsed.ended, parsed.kept, () -> acknowledged(input, parsed.made));
            return;
        }
        Failure failure = bad.failure();
        boolean drop;
        synchronized (this) {
            drop = dropped.remove(failure) || stopped && failure.kind() == ErrorKind.CANCELLED;
        }
        if (drop) {
            left(input);
        } else if (failure.kind() == ErrorKind.DUPLICATE) {
            history.ended(history.ended(input, failure), null, () -> {
                leaveOut(failure);
                close(input);
            });
        } else if (source.isSeed(input)) {
            page(Outcome.failed(failure));
            fail(failure);
        } else {
            Ended ended = history.ended(input, failure);
            Document document = failure.document();
            KeptPage kept =
                    ended.page() != null && document != null && history.page(document, ended) instanceof KeptPage k
                            ? k
                            : null;
            Outcome<T> told = Outcome.failed(kept == null ? failure : with(failure, kept));
            history.ended(ended, kept, () -> acknowledged(input, new Stage.Made<>(List.of(told), List.of())));
        }
    }

    private static Failure with(Failure f, @Nullable Document page) {
        return new Failure(f.kind(), f.url(), f.status(), f.attempts(), f.phase(), f.message(), f.advice(), page);
    }

    /** A page that was not done when the job was stopped: a batch has a row for it; no journal has. */
    private void left(Found input) {
        if (source.keepsUnfinished()) {
            Outcome<T> outcome = Outcome.failed(unfinished(input));
            keep(input, List.of(outcome));
            page(outcome);
        }
        close(input);
    }

    /** A page that is none of its own: on record, so that it is not fetched again, and no result. */
    private void leaveOut(Failure why) {
        List<Found> instead;
        synchronized (this) {
            List<Found> more = source.leftOut();
            instead = stopped ? List.of() : more;
            leftOut.addLast(why);
            if (leftOut.size() > LEFT_OUT) {
                leftOut.removeFirst();
            }
        }
        add(instead);
    }

    private void acknowledged(Found input, Stage.Made<T> made) {
        keep(input, made.outcomes());
        page(summed(input, made.outcomes()));
        deliveries.deliver(input.index(), made.tapped(), () -> close(input));
    }

    private synchronized void keep(Found input, List<Outcome<T>> rows) {
        while (outcomes.size() <= input.index()) {
            outcomes.add(null);
        }
        outcomes.set(input.index(), List.copyOf(rows));
        if (rows.stream().anyMatch(o -> !o.isOk())) {
            failed.put(input.index(), input);
        }
    }

    /** One event per page: the page's failure, its only row, or what it gave. */
    private Outcome<?> summed(Found input, List<Outcome<T>> rows) {
        return rows.size() == 1 ? rows.get(0) : Outcome.ok(rows.size() + " rows of " + Urls.shown(input.url()));
    }

    private void close(Found input) {
        synchronized (this) {
            open.remove(input.index());
            frontier.ended(input);
        }
        pump();
        endIfDone();
    }

    // Going on where an earlier run stopped

    /** First all that waits, so that fetching goes on; then what the plan's functions make of what is recorded. */
    private void recall() {
        var pages = new ArrayList<Recalled>();
        history.past((found, ended, page) -> {
            synchronized (this) {
                source.known(found, page == null ? "" : page.url());
                if (ended == null) {
                    frontier.add(found);
                }
            }
            if (ended != null) {
                pages.add(new Recalled(found, ended.failure(), page));
            }
        });
        pump();
        for (Recalled one : pages) {
            recall(one);
        }
        recalled();
    }

    private record Recalled(
            Found found,
            @Nullable Failure failure,
            @Nullable KeptPage page) {}

    private void recall(Recalled one) {
        if (one.failure != null && one.failure.kind() == ErrorKind.DUPLICATE) {
            leaveOut(one.failure);
            return;
        }
        if (one.failure == null) {
            remember(Objects.requireNonNull(one.page));
        }
        Stage.Made<T> made = one.failure == null
                ? remade(one.found, Objects.requireNonNull(one.page))
                : new Stage.Made<>(List.of(Outcome.failed(with(one.failure, one.page))), List.of());
        keep(one.found, made.outcomes());
        past(summed(one.found, made.outcomes()));
        synchronized (this) {
            recalling++;
        }
        deliveries.again(one.found.index(), made.tapped(), this::recalled);
    }

    private void remember(KeptPage page) {
        var print = source.print(page);
        synchronized (this) {
            source.remember(page.url(), print);
        }
    }

    private Stage.Made<T> remade(Found found, KeptPage page) {
        try {
            return made(page);
        } catch (RuntimeException e) {
            Failure f = Failures.of(e, Urls.shown(found.url()));
            return new Stage.Made<>(List.of(Outcome.failed(f)), List.of());
        }
    }

    private void recalled() {
        synchronized (this) {
            recalling--;
        }
        pump();
        endIfDone();
    }

    // The end of the job

    private void endIfDone() {
        synchronized (this) {
            if (ending || !open.isEmpty() || recalling > 0 || reading && !stopped) {
                return;
            }
            if (!stopped && frontier.waiting() > 0) {
                if (begun < budget.pages()) {
                    return;
                }
                stopped = true;
                reason = "the budget of " + budget.pages() + " pages is used up";
            }
        }
        dropWaiting();
        boolean partial = stopped() || errors().stream().anyMatch(PagesJob::mayPass);
        finish(partial ? JobState.PARTIAL : JobState.DONE, () -> result.complete(partial()));
    }

    /** Of each page that will not be taken a batch says so. */
    private void dropWaiting() {
        while (source.keepsUnfinished()) {
            Found next;
            synchronized (this) {
                next = ending ? null : frontier.drop();
            }
            if (next == null) {
                return;
            }
            Outcome<T> outcome = Outcome.failed(unfinished(next));
            keep(next, List.of(outcome));
            page(outcome);
        }
    }

    private static boolean mayPass(Failure f) {
        return PASSING.contains(f.kind())
                || f.kind() == ErrorKind.HTTP && RetryPolicy.DEFAULT.statuses().contains(f.status());
    }

    private void finish(JobState last, Runnable settle) {
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
        }
        timeBudget.cancel();
        JobState end = state() == JobState.CANCELLING ? JobState.CANCELLED : last;
        deliveries.close(() -> history.close(end, reason(), () -> {
            synchronized (this) {
                frontier.close();
                source.close();
            }
            end(last, settle);
        }));
    }

    /** The job as a whole cannot go on. */
    private void fail(Failure failure) {
        synchronized (this) {
            stopped = true;
            reason = failure.message();
        }
        open().forEach(one -> one.task.cancel(Failures.cancelled("")));
        finish(JobState.FAILED, () -> result.completeExceptionally(new ScrapeException(failure, partial(), null)));
    }

    @Override
    void abandon(ErrorKind kind) {
        synchronized (this) {
            stopped = true;
            stopKind = kind;
            reason = kind == ErrorKind.TIMEOUT ? "the job's deadline passed first" : "cancelled before it was done";
        }
        open().forEach(one -> one.task.cancel(dropping(one.page)));
        endIfDone();
    }

    /** A budget is used up: what is in flight may end. */
    private void wind(String what) {
        synchronized (this) {
            if (stopped || ending) {
                return;
            }
            stopped = true;
            reason = what + " is used up";
        }
        open().forEach(one -> one.task.cancelIfWaiting(dropping(one.page)));
        endIfDone();
    }

    private synchronized List<UnderWay<T>> open() {
        return List.copyOf(open.values());
    }

    /** Why a page is not done where the job was stopped. */
    private synchronized Failure unfinished(Found page) {
        return Failure.of(stopKind, Urls.shown(page.url()), reason, "");
    }

    private synchronized Failure dropping(Found page) {
        Failure why = unfinished(page);
        dropped.add(why);
        return why;
    }

    private synchronized boolean stopped() {
        return stopped;
    }

    @Override
    public synchronized String reason() {
        return reason;
    }

    // What it may use

    @Override
    boolean mayRequest() {
        synchronized (this) {
            if (!stopped && requests < budget.requests()) {
                requests++;
                return true;
            }
        }
        wind("the budget of " + budget.requests() + " requests");
        return false;
    }

    @Override
    void exchanged(Exchange exchange) {
        super.exchanged(exchange);
        boolean over;
        synchronized (this) {
            bytes += exchange.bytes();
            over = bytes > budget.bytes();
        }
        if (over) {
            wind("the budget of " + Bytes.shown(budget.bytes()));
        }
    }

    // What is asked

    @Override
    synchronized OptionalInt total() {
        return OptionalInt.of(source.known());
    }

    private Results<T> results(JobState as) {
        var rows = new ArrayList<Outcome<T>>();
        synchronized (this) {
            for (var page : outcomes) {
                if (page != null) {
                    rows.addAll(page);
                }
            }
        }
        return Results.of(rows, summary(as));
    }

    @Override
    public Results<T> partial() {
        return results(state());
    }

    @Override
    Results<?> rows() {
        return partial();
    }

    @Override
    public synchronized List<Failure> leftOut() {
        return List.copyOf(leftOut);
    }

    @Override
    public StreamPlan<T> retryFailed() {
        synchronized (this) {
            return again.apply(failed.values().stream().map(Found::url).toList());
        }
    }

    @Override
    public int maxConcurrency() {
        return share.pace().maxConcurrency();
    }

    @Override
    public StreamJob<T> maxConcurrency(int requests) {
        Check.positive(requests, "maxConcurrency");
        share.change(pace -> pace.withMaxConcurrency(requests));
        return this;
    }

    @Override
    public StreamJob<T> perHost(int requests) {
        Check.positive(requests, "perHost");
        share.change(pace -> pace.withPerHost(requests));
        return this;
    }

    @Override
    public StreamJob<T> rate(int starts, Duration per) {
        Check.positive(starts, "rate");
        Check.positive(per, "the period of rate");
        share.change(pace -> pace.withRate(starts, per));
        return this;
    }

    @Override
    public StreamJob<T> spacing(Duration spacing) {
        Check.notNegative(spacing, "spacing");
        share.change(pace -> pace.withSpacing(spacing));
        return this;
    }

    @Override
    public StreamJob<T> onProgress(Act<? super io.trawl.Progress> listener) {
        super.onProgress(listener);
        return this;
    }

    @Override
    public StreamJob<T> onEvent(Act<? super JobEvent> listener) {
        super.onEvent(listener);
        return this;
    }
}
