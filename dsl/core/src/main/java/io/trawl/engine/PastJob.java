package io.trawl.engine;

import io.trawl.Act;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Exchange;
import io.trawl.Failure;
import io.trawl.InFlight;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.Pictures;
import io.trawl.Progress;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.Summary;
import io.trawl.View;
import io.trawl.store.Found;
import io.trawl.store.Head;
import io.trawl.store.Journal;
import io.trawl.store.JournalReader;
import io.trawl.store.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A job of an earlier run, or of another process, as its journal has it: the pages, not what a plan made of them. It
 * cannot be steered from here.
 */
final class PastJob implements StreamJob<Document> {
    private final LocalSession session;
    private final Path file;
    private final JournalReader reader;
    private final Head head;
    private final @Nullable String holder;

    PastJob(LocalSession session, Path file) {
        this.session = session;
        this.file = file;
        this.reader = JournalReader.open(file, Secrets.UNKNOWN);
        this.head = reader.head();
        this.holder = Journal.holder(file);
    }

    @Override
    public String id() {
        return head.id();
    }

    @Override
    public String name() {
        return head.name();
    }

    @Override
    public JobState state() {
        JobState recorded;
        try {
            recorded = JobState.valueOf(head.state());
        } catch (IllegalArgumentException e) {
            recorded = JobState.PARTIAL;
        }
        return recorded.isFinal() || holder != null ? recorded : JobState.PARTIAL;
    }

    @Override
    public String reason() {
        if (head.reason().startsWith("interrupted")) {
            return head.reason() + "; " + goingOn();
        }
        if (!head.reason().isEmpty() || state().isFinal() && state().name().equals(head.state())) {
            return head.reason();
        }
        return holder == null
                ? "interrupted: its process ended before it did; " + goingOn()
                : "it is at work elsewhere: " + holder;
    }

    private String goingOn() {
        return "resume(\"" + id() + "\") goes on, as does the same plan with the checkpoint " + file;
    }

    @Override
    public Progress progress() {
        int[] counts = reader.counts();
        return new Progress(
                state(), counts[1], counts[2], OptionalInt.of(counts[0]), 0, Duration.ZERO, Duration.ZERO, 0, false);
    }

    private interface Each {
        void page(Found found, Outcome<Document> outcome);
    }

    /** Every page that has ended as a result, in input order. */
    private void each(Each visitor) {
        var shelf = new Shelf(reader, FetchSpec.pageOptions(head.plan()));
        reader.pages((found, ended) -> {
            if (ended != null && !isLeftOut(ended.failure())) {
                visitor.page(found, KeptPage.outcome(ended, shelf));
            }
        });
    }

    private static boolean isLeftOut(@Nullable Failure failure) {
        return failure != null && failure.kind() == ErrorKind.DUPLICATE;
    }

    @Override
    public Stream<Outcome<Document>> stream() {
        return partial().stream();
    }

    @Override
    public List<Failure> leftOut() {
        var failures = new ArrayList<Failure>();
        reader.pages((found, ended) -> {
            if (ended != null && isLeftOut(ended.failure())) {
                failures.add(ended.failure());
            }
        });
        return failures;
    }

    @Override
    public List<Failure> errors() {
        return partial().failed();
    }

    @Override
    public Summary summary() {
        return partial().summary();
    }

    @Override
    public Results<Document> partial() {
        var outcomes = new ArrayList<Outcome<Document>>();
        each((found, outcome) -> outcomes.add(outcome));
        return Results.of(outcomes, Summary.of(state(), outcomes));
    }

    @Override
    public StreamPlan<Document> retryFailed() {
        var urls = new ArrayList<String>();
        each((found, outcome) -> {
            if (!outcome.isOk()) {
                urls.add(found.url());
            }
        });
        return FetchSpec.again(session, file, head, urls);
    }

    @Override
    public Results<Document> await() {
        if (!state().isFinal()) {
            throw new ScrapeException(Failure.of(
                    ErrorKind.UNSUPPORTED, "", reason(), "job(\"" + id() + "\").partial() for what it has so far"));
        }
        return partial();
    }

    @Override
    public Results<Document> await(Duration limit) {
        return await();
    }

    @Override
    public CompletableFuture<Results<Document>> toFuture() {
        var future = new CompletableFuture<Results<Document>>();
        session.callbacks.execute(() -> {
            try {
                future.complete(await());
            } catch (RuntimeException e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    @Override
    public void pause() {
        // It does not run here.
    }

    @Override
    public void resume() {
        // As above.
    }

    @Override
    public boolean stop() {
        return false;
    }

    @Override
    public boolean cancel() {
        return false;
    }

    @Override
    public Instant started() {
        return head.started();
    }

    @Override
    public InFlight inFlight() {
        return new UnderWay(List.of());
    }

    @Override
    public List<JobEvent.Logged> log() {
        return List.of();
    }

    /** It has no pace any more. */
    private StreamJob<Document> unchanged() {
        throw new IllegalStateException(
                "job " + id() + " is of another run: " + state() + "; the pace of the next one is that of its plan");
    }

    @Override
    public int maxConcurrency() {
        return 0;
    }

    @Override
    public StreamJob<Document> maxConcurrency(int requests) {
        return unchanged();
    }

    @Override
    public StreamJob<Document> perHost(int requests) {
        return unchanged();
    }

    @Override
    public StreamJob<Document> rate(int starts, Duration per) {
        return unchanged();
    }

    @Override
    public StreamJob<Document> spacing(Duration spacing) {
        return unchanged();
    }

    /** Its pages in input order, and its last state. */
    @Override
    public Flow.Publisher<JobEvent> events() {
        var outcomes = partial().stream().toList();
        var log = new EventLog(session.callbacks, outcomes::get);
        for (int i = 0; i < outcomes.size(); i++) {
            log.page(head.started(), i);
        }
        log.close(new JobEvent.StateChanged(head.started(), state()));
        return log;
    }

    @Override
    public StreamJob<Document> onProgress(Act<? super Progress> listener) {
        var last = progress();
        session.callbacks.execute(() -> Listeners.call(listener, last));
        return this;
    }

    @Override
    public StreamJob<Document> onEvent(Act<? super JobEvent> listener) {
        events().subscribe(new Listeners.All(event -> Listeners.call(listener, event)));
        return this;
    }

    @Override
    public List<Exchange> exchanges() {
        return List.of();
    }

    private static View untold() {
        return View.Note.of("no times: a journal keeps pages and not exchanges");
    }

    @Override
    public Pictures pictures() {
        return JobPictures.none(untold());
    }

    @Override
    public View why() {
        return untold();
    }

    @Override
    public View view() {
        var p = progress();
        var fields = new ArrayList<View.Field>();
        fields.add(new View.Field(
                "pages", p.done() + " of " + p.total().orElse(p.done()) + ", " + p.failed() + " failed"));
        fields.add(new View.Field("started", head.started().toString()));
        if (!reason().isEmpty()) {
            fields.add(new View.Field("note", reason()));
        }
        return new View.Card(
                name() + " · " + id() + " · " + state() + " · of an earlier run",
                "its pages: job(\"" + id() + "\").partial()",
                fields,
                List.of());
    }

    @Override
    public String toString() {
        return name() + " (" + id() + ") " + state() + ", of an earlier run";
    }
}
