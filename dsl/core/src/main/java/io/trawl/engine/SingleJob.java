package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A job with one value: a page, or the links of a site. */
final class SingleJob<T> extends JobBase<T> {
    private final String url;
    private final Consumer<SingleJob<T>> body;
    private final List<PageTask<?>> tasks = new ArrayList<>();

    /** @param body starts the work, which ends by {@link #finish} */
    SingleJob(
            LocalSession session,
            PlanOptions options,
            Pace pace,
            String name,
            String url,
            Consumer<SingleJob<T>> body) {
        super(session, session.newId(), options, pace, false, name);
        this.url = url;
        this.body = body;
    }

    @Override
    void run() {
        body.accept(this);
    }

    /** Starts a request that belongs to this job and ends with it. */
    <X> void request(String target, PageTask.Parser<X> parser, Consumer<Outcome<X>> done) {
        var task = new PageTask<>(this, target, parser, done).from(null);
        synchronized (this) {
            tasks.add(task);
        }
        if (!state().isFinal()) {
            task.start();
        }
    }

    void finish(Outcome<T> outcome) {
        page(outcome);
        if (outcome instanceof Failed<T> failed) {
            end(JobState.FAILED, () -> result.completeExceptionally(new ScrapeException(failed.failure())));
        } else {
            end(JobState.DONE, () -> result.complete(outcome.orThrow()));
        }
    }

    @Override
    void abandon(ErrorKind kind) {
        String message = kind == ErrorKind.TIMEOUT ? "the job's deadline passed first" : "cancelled before it was done";
        Failure failure = Failure.of(kind, io.trawl.site.Urls.shown(url), message, "");
        List<PageTask<?>> all;
        synchronized (this) {
            all = List.copyOf(tasks);
        }
        all.forEach(t -> t.cancel(failure));
        if (!state().isFinal()) {
            finish(Outcome.failed(failure));
        }
    }

    @Override
    OptionalInt total() {
        return OptionalInt.of(1);
    }
}
