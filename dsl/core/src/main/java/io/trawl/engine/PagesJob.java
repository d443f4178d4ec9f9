package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.StreamPlan;
import io.trawl.View;
import io.trawl.site.Sitemaps;
import io.trawl.store.Found;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A batch or a crawl under way. A page's way: found, told to the history, waiting in the frontier, under way as a task,
 * ended, durable in the history, then an outcome for all to see, confirmed by the sinks. What is made of a page is said
 * in {@link Making}, what comes of it stands in {@link Collected}, what the job may still do in {@link Allowance}.
 */
final class PagesJob<T> extends PacedJob<T> {
    private final History history;
    private final Consumers<T> consumers;
    private final Making<T> making;
    private final Supplier<Seen> before;
    private final Pending<T> pending;
    private final Recall earlier;
    private volatile Clock.Cancellable timeBudget = () -> {};
    /** What must be over before the job may end, apart from its pages. */
    private int preparing = 1;

    private volatile Seen seen = Seen.NOTHING;
    private volatile boolean reading;
    /** Whether the session ended, and the job only with it: for the history it was interrupted. */
    private volatile boolean cutOff;

    private boolean ending;

    PagesJob(
            LocalSession session,
            PlanOptions options,
            Pace pace,
            String name,
            Source source,
            Stage<T> stage,
            History history,
            @Nullable Outlet<T> outlet,
            Supplier<Seen> before,
            Function<List<String>, StreamPlan<T>> again) {
        super(
                session,
                history.id(),
                options,
                pace,
                name,
                source,
                new Collected<>(Collected.Order.of(stage, outlet)),
                again);
        this.history = history;
        this.before = before;
        this.making = new Making<>(this, source, stage, history);
        this.consumers = new Consumers<>(share, stage, history, session.disk, collected, outlet, this::refused);
        this.pending = new Pending<>(consumers.waitlist(session.home.scratch()), allowance);
        this.earlier = new Recall(consumers::haveRoom, this::recall);
        result.whenComplete((rows, error) -> consumers.end(error));
    }

    // From the start to the pages under way

    @Override
    void run() {
        history.onBroken(this::fail);
        var time = options.keeping().budget().time();
        if (time != null) {
            timeBudget = session.clock.schedule(time, () -> wind("the budget of " + View.seconds(time)));
        }
        if (consumers.sinks().isEmpty()
                && !history.resumed()
                && options.keeping().seen().isEmpty()) {
            discover();
        } else {
            // Files are opened and read.
            session.cpu.execute(() -> {
                try {
                    seen = before.get();
                    consumers.sinks().open();
                    if (history.resumed()) {
                        recall();
                    } else {
                        discover();
                    }
                } catch (ScrapeException e) {
                    fail(e.failure());
                } catch (RuntimeException e) {
                    fail(Failures.of(e, ""));
                }
            });
        }
    }

    private void discover() {
        var sitemaps = source.sitemapsOf();
        reading = true;
        sitemaps.map(site -> SitemapReader.read(this, site, source::wants, source.room()))
                .orElse(CompletableFuture.completedFuture(List.of()))
                .thenApply(listed -> listed.stream().map(Sitemaps.Entry::url).toList())
                .thenAccept(extra -> {
                    add(first(extra));
                    reading = false;
                    goOn();
                });
        prepared();
    }

    private List<Found> first(List<String> extra) {
        synchronized (this) {
            if (ending || allowance.stopped() && !source.keepsUnfinished()) {
                return List.of();
            }
        }
        synchronized (source) {
            return source.first(extra);
        }
    }

    private void add(List<Found> found) {
        if (!found.isEmpty()) {
            history.found(found);
            found.forEach(this::offer);
        }
    }

    private void offer(Found page) {
        Failure known;
        try {
            known = source.isSeed(page) ? null : seen.of(page.url());
        } catch (ScrapeException e) {
            fail(e.failure());
            return;
        }
        if (known == null) {
            pending.add(page);
        } else {
            synchronized (this) {
                preparing++;
            }
            // Later and not within this call: what comes instead may be known too.
            history.ended(
                    history.ended(page, known),
                    null,
                    () -> session.cpu.execute(() -> leaveOut(page, known, this::prepared)));
        }
    }

    /** Starts what may be under way. */
    private void pump() {
        for (var task = pending.take(this::task); task != null; task = pending.take(this::task)) {
            task.start();
        }
    }

    private PageTask<Making.Parsed<T>> task(Found input) {
        var task = new PageTask<Making.Parsed<T>>(
                this,
                input.url(),
                fetched -> making.parse(input, fetched, found -> {
                    add(found);
                    pump();
                }),
                redirect -> objection(input, redirect),
                outcome -> ended(input, outcome));
        task.from(source.written(input));
        return source.trusts(input) ? task : task.withoutCredentials();
    }

    private @Nullable String objection(Found input, URI redirect) {
        synchronized (source) {
            return source.objection(input, redirect);
        }
    }

    // The end of a page

    private void ended(Found input, Outcome<Making.Parsed<T>> outcome) {
        if (!(outcome instanceof Failed<?> bad)) {
            record(input, outcome.orThrow());
            return;
        }
        Failure failure = bad.failure();
        if (allowance.isDropped(failure)) {
            left(input);
        } else if (failure.kind() == ErrorKind.DUPLICATE) {
            history.ended(history.ended(input, failure), null, () -> leaveOut(input, failure, () -> close(input)));
        } else if (source.isSeed(input)) {
            page(Outcome.failed(failure));
            fail(failure);
        } else {
            record(input, making.failed(input, failure));
        }
    }

    private void record(Found input, Making.Parsed<T> page) {
        history.ended(page.ended(), page.kept(), () -> recorded(input, page.made()));
    }

    /** A page that was not done when the job was stopped: a batch has a row for it; no journal has. */
    private void left(Found input) {
        if (source.keepsUnfinished()) {
            unfinished(input, () -> close(input));
        } else {
            consumers.pass(input, List.of(), () -> close(input));
        }
    }

    private void unfinished(Found input, Runnable through) {
        List<Outcome<T>> outcome = List.of(Outcome.failed(allowance.unfinished(input)));
        collected.keep(input, outcome);
        told(input, outcome);
        consumers.pass(input, outcome, through);
    }

    /** A page that is none of its own: on record, so that it is not fetched again, and no result. */
    private void leaveOut(Found page, Failure why, Runnable through) {
        collected.leaveOut(why);
        List<Found> instead;
        synchronized (source) {
            instead = source.leftOut();
        }
        if (!allowance.stopped()) {
            add(instead);
        }
        consumers.skip(page, through);
    }

    /** A page is durable; what its stages wait for may take longer. */
    private void recorded(Found input, CompletableFuture<Stage.Made<T>> made) {
        consumers.expect();
        share.ledger.page(null, Ledger.Doing.BEHIND);
        made.thenAccept(rows -> {
            collected.keep(input, rows.outcomes());
            told(input, rows.outcomes());
            consumers.deliver(input, rows, () -> {
                share.ledger.page(Ledger.Doing.BEHIND, null);
                rows.outcomes().forEach(KeptPage::leaveHeap);
                close(input);
            });
        });
    }

    @Override
    List<PageTask<?>> tasks() {
        return pending.open().stream().<PageTask<?>>map(Pending.Taken::task).toList();
    }

    /** What is in a journal is not in the heap. */
    @Override
    long held() {
        return history.isKept() ? 0 : super.held();
    }

    private void close(Found input) {
        pending.ended(input);
        goOn();
    }

    private void goOn() {
        pump();
        earlier.goOn();
        endIfDone();
    }

    // Going on where an earlier run stopped

    /** First all that waits, so that fetching goes on; then what the plan's functions make of what is recorded. */
    private void recall() {
        int pages = earlier.read(history, source, pending::add);
        synchronized (this) {
            preparing += pages;
        }
        prepared();
    }

    private void recall(Recall.Page one) {
        if (one.failure() != null && one.failure().kind() == ErrorKind.DUPLICATE) {
            leaveOut(one.found(), one.failure(), this::prepared);
            return;
        }
        consumers.expect();
        making.again(one.found(), one.failure(), one.page()).thenAccept(made -> {
            collected.keep(one.found(), made.outcomes());
            past(collected.summed(one.found(), made.outcomes()));
            consumers.again(one.found(), made, this::prepared);
        });
    }

    private void prepared() {
        synchronized (this) {
            preparing--;
        }
        goOn();
    }

    // The end of the job

    private void endIfDone() {
        synchronized (this) {
            if (ending || !pending.isIdle() || preparing > 0 || reading && !allowance.stopped()) {
                return;
            }
            if (!allowance.stopped() && pending.waiting() > 0) {
                if (allowance.mayBegin()) {
                    return;
                }
                allowance.outOfPages();
            }
        }
        dropWaiting();
        boolean partial = allowance.stopped() || errors().stream().anyMatch(RetryPolicy::mayMend);
        finish(partial ? JobState.PARTIAL : JobState.DONE, () -> result.complete(partial()));
    }

    /** Of each page that will not be taken a batch says so. */
    private void dropWaiting() {
        if (source.keepsUnfinished()) {
            for (Found next = pending.drop(); next != null; next = pending.drop()) {
                unfinished(next, () -> {});
            }
        }
    }

    private void finish(JobState last, Runnable settle) {
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
        }
        pending.shut();
        timeBudget.cancel();
        consumers.sinks().close(unclosed -> {
            JobState over = unclosed == null ? last : JobState.FAILED;
            JobState recorded = state() == JobState.CANCELLING ? JobState.CANCELLED : over;
            Runnable settled = unclosed == null || recorded == JobState.CANCELLED
                    ? settle
                    : () -> result.completeExceptionally(new ScrapeException(unclosed, partial(), null));
            history.close(
                    cutOff ? JobState.PARTIAL : recorded, unclosed == null ? reason() : unclosed.message(), () -> {
                        pending.close();
                        synchronized (source) {
                            source.close();
                        }
                        seen.close();
                        end(over, settled);
                    });
        });
    }

    /** The job as a whole cannot go on. */
    private void fail(Failure failure) {
        allowance.stop(ErrorKind.CANCELLED, failure.message());
        pending.open().forEach(one -> one.task().cancel(Failures.cancelled("")));
        making.stop(Failures.cancelled(""));
        consumers.release();
        finish(JobState.FAILED, () -> result.completeExceptionally(new ScrapeException(failure, partial(), null)));
    }

    @Override
    void abandon(ErrorKind kind) {
        cutOff = kind == ErrorKind.CANCELLED && session.isClosed();
        allowance.stop(
                kind,
                kind == ErrorKind.TIMEOUT
                        ? "the job's deadline passed first"
                        : cutOff ? "interrupted: its session was closed" : "cancelled before it was done");
        consumers.sinks().giveUp();
        pending.open().forEach(one -> one.task().cancel(allowance.dropping(one.page())));
        making.stop(Failure.of(kind, "", reason(), ""));
        consumers.release();
        endIfDone();
    }

    @Override
    void wind() {
        allowance.stop(ErrorKind.CANCELLED, "stopped before it was done");
        consumers.sinks().retry();
        windDown();
    }

    @Override
    void wind(String what) {
        synchronized (this) {
            if (ending || !allowance.usedUp(what)) {
                return;
            }
        }
        windDown();
    }

    /** What is in flight may end. */
    private void windDown() {
        pending.open().forEach(one -> one.task().cancelIfWaiting(allowance.dropping(one.page())));
        endIfDone();
    }

    // What a sink refuses

    /** A job that ends already does not wait to be mended; who reads the plan's stream has no job to mend. */
    private void refused(Failure why) {
        if (consumers.hasReader()) {
            fail(why);
            consumers.sinks().giveUp();
            return;
        }
        halt.because(why);
        pause();
        // Not by its state: whoever heard of the pause may have mended it and gone on by now.
        if (isEnding()) {
            consumers.sinks().giveUp();
        }
    }

    @Override
    void mended() {
        consumers.sinks().retry();
    }
}
