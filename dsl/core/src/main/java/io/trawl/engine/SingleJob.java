package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.site.Urls;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A job with one value: a page, or the links of a site. */
final class SingleJob<T> extends JobBase<T> {
    private final String url;
    private final Consumer<SingleJob<T>> body;
    private final List<PageTask<?>> tasks = new ArrayList<>();
    private @Nullable Outcome<T> outcome;

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
        var task = new PageTask<>(this, target, parser, redirect -> null, done).from(null);
        synchronized (this) {
            tasks.add(task);
        }
        if (!state().isFinal()) {
            task.start();
        }
    }

    void finish(Outcome<T> last) {
        synchronized (this) {
            if (outcome != null) {
                return;
            }
            outcome = last;
        }
        page(last, 0);
        if (last instanceof Failed<T> failed) {
            end(JobState.FAILED, () -> result.completeExceptionally(new ScrapeException(failed.failure())));
        } else {
            end(JobState.DONE, () -> result.complete(last.orThrow()));
        }
    }

    @Override
    synchronized Outcome<?> outcome(int index) {
        return Objects.requireNonNull(outcome);
    }

    @Override
    void abandon(ErrorKind kind) {
        Failure failure = unfinished(kind);
        tasks().forEach(t -> t.cancel(failure));
        finish(Outcome.failed(failure));
    }

    @Override
    void wind() {
        Failure failure = unfinished(ErrorKind.CANCELLED);
        tasks().forEach(t -> t.cancelIfWaiting(failure));
    }

    private Failure unfinished(ErrorKind kind) {
        String message = kind == ErrorKind.TIMEOUT ? "the job's deadline passed first" : "cancelled before it was done";
        return Failure.of(kind, Urls.shown(url), message, "");
    }

    @Override
    synchronized List<PageTask<?>> tasks() {
        return List.copyOf(tasks);
    }

    @Override
    OptionalInt total() {
        return OptionalInt.of(1);
    }
}
