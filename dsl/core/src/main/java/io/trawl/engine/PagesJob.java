package io.trawl.engine;

import io.trawl.Act;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.Progress;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.site.Sitemaps;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A batch or a crawl under way. Outcomes stand at the index of their input, so that the results are in input order
 * whatever ended first.
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

    private final Source source;
    private final Stage<T> stage;
    private final List<Source.Input> inputs = new ArrayList<>();
    private final Map<Integer, PageTask<List<Outcome<T>>>> open = new LinkedHashMap<>();
    private final Map<Integer, List<Outcome<T>>> outcomes = new TreeMap<>();
    private final java.util.function.Function<List<String>, StreamPlan<T>> again;
    private boolean stopped;

    PagesJob(
            LocalSession session,
            PlanOptions options,
            Pace pace,
            String name,
            Source source,
            Stage<T> stage,
            java.util.function.Function<List<String>, StreamPlan<T>> again) {
        super(session, options, pace, true, name);
        this.source = source;
        this.stage = stage;
        this.again = again;
    }

    @Override
    void run() {
        source.sitemapsOf()
                .map(site -> SitemapReader.read(this, site, source::wants, source.room()))
                .orElse(CompletableFuture.completedFuture(List.of()))
                .thenApply(listed -> listed.stream().map(Sitemaps.Entry::url).toList())
                .thenAccept(this::begin);
    }

    private void begin(List<String> extra) {
        List<Source.Input> first;
        synchronized (this) {
            first = stopped && !source.keepsUnfinished() ? List.of() : source.first(extra);
        }
        launch(first);
        endIfDone();
    }

    private void launch(List<Source.Input> more) {
        var tasks = new ArrayList<PageTask<List<Outcome<T>>>>();
        synchronized (this) {
            inputs.addAll(more);
            for (Source.Input input : more) {
                var task = new PageTask<List<Outcome<T>>>(
                        this,
                        input.url(),
                        fetched -> parse(input, fetched),
                        redirect -> objection(input, redirect),
                        outcome -> ended(input, outcome));
                task.from(source.written(input));
                if (!source.trusts(input)) {
                    task.withoutCredentials();
                }
                open.put(input.index(), task);
                if (!stopped) {
                    tasks.add(task);
                }
            }
        }
        tasks.forEach(PageTask::start);
    }

    private List<Outcome<T>> parse(Source.Input input, io.trawl.page.Fetched fetched) throws Exception {
        Document page = PageParsing.of(options).parse(fetched);
        List<String> links = source.links(input, page);
        List<Source.Input> found;
        synchronized (this) {
            found = stopped ? List.of() : source.next(input, page.url(), links);
        }
        launch(found);
        var made = new ArrayList<Outcome<T>>();
        carried(() -> made.addAll(stage.apply(page)));
        return made;
    }

    private synchronized @Nullable String objection(Source.Input input, URI redirect) {
        return source.objection(input, redirect);
    }

    private void ended(Source.Input input, Outcome<List<Outcome<T>>> outcome) {
        if (source.isSeed(input)
                && outcome instanceof Failed<?> failed
                && failed.failure().kind() != ErrorKind.CANCELLED) {
            seedFailed(input, failed.failure());
            return;
        }
        List<Outcome<T>> rows =
                outcome.isOk() ? outcome.orThrow() : List.of(Outcome.failed(((Failed<?>) outcome).failure()));
        boolean dropped = !outcome.isOk() && stopped() && !source.keepsUnfinished();
        if (!dropped) {
            synchronized (this) {
                outcomes.put(input.index(), rows);
            }
            page(summed(input, outcome, rows));
        }
        close(input);
        endIfDone();
    }

    /** One event per page: the page's failure, its only row, or what it gave. */
    private Outcome<?> summed(Source.Input input, Outcome<List<Outcome<T>>> outcome, List<Outcome<T>> rows) {
        if (outcome instanceof Failed<?> failed) {
            return failed;
        }
        return rows.size() == 1 ? rows.get(0) : Outcome.ok(rows.size() + " rows of " + input.url());
    }

    private void seedFailed(Source.Input input, Failure failure) {
        page(Outcome.failed(failure));
        close(input);
        synchronized (this) {
            stopped = true;
        }
        open().forEach(t -> t.cancel(Failures.cancelled("")));
        end(JobState.FAILED, () -> result.completeExceptionally(new ScrapeException(failure, partial(), null)));
    }

    private synchronized void close(Source.Input input) {
        open.remove(input.index());
    }

    private synchronized List<PageTask<List<Outcome<T>>>> open() {
        return List.copyOf(open.values());
    }

    private synchronized boolean stopped() {
        return stopped;
    }

    private void endIfDone() {
        synchronized (this) {
            if (!open.isEmpty()) {
                return;
            }
        }
        boolean partial = stopped() || errors().stream().anyMatch(PagesJob::mayPass);
        JobState last = partial ? JobState.PARTIAL : JobState.DONE;
        end(last, () -> result.complete(partial()));
    }

    private static boolean mayPass(Failure f) {
        return PASSING.contains(f.kind())
                || f.kind() == ErrorKind.HTTP && RetryPolicy.DEFAULT.statuses().contains(f.status());
    }

    @Override
    void abandon(ErrorKind kind) {
        synchronized (this) {
            stopped = true;
        }
        String message = kind == ErrorKind.TIMEOUT ? "the job's deadline passed first" : "cancelled before it was done";
        for (Source.Input input : inputs()) {
            PageTask<?> task;
            synchronized (this) {
                task = open.get(input.index());
            }
            if (task != null) {
                task.cancel(Failure.of(kind, io.trawl.site.Urls.shown(input.url()), message, ""));
            }
        }
        endIfDone();
    }

    private synchronized List<Source.Input> inputs() {
        return List.copyOf(inputs);
    }

    @Override
    synchronized OptionalInt total() {
        return OptionalInt.of(source.known());
    }

    private Results<T> results(JobState as) {
        var rows = new ArrayList<Outcome<T>>();
        synchronized (this) {
            outcomes.values().forEach(rows::addAll);
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
    public StreamPlan<T> retryFailed() {
        var urls = new ArrayList<String>();
        synchronized (this) {
            for (Source.Input input : inputs) {
                var rows = outcomes.get(input.index());
                if (rows != null && rows.stream().anyMatch(o -> !o.isOk())) {
                    urls.add(input.url());
                }
            }
        }
        return again.apply(urls);
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
    public StreamJob<T> onProgress(Act<? super Progress> listener) {
        super.onProgress(listener);
        return this;
    }

    @Override
    public StreamJob<T> onEvent(Act<? super JobEvent> listener) {
        super.onEvent(listener);
        return this;
    }
}
