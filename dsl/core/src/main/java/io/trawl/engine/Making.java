package io.trawl.engine;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.page.Fetched;
import io.trawl.site.Urls;
import io.trawl.store.Ended;
import io.trawl.store.Found;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is made of the pages of a job: from a response, and from what an earlier run has recorded. */
final class Making<T> {
    /** What was made of a page, and what the history needs of it. */
    record Parsed<T>(
            CompletableFuture<Stage.Made<T>> made,
            Ended ended,
            @Nullable KeptPage kept) {}

    private final JobBase<?> job;
    private final Source source;
    private final StageContext stages;
    private final Stage.Opened<T> opened;
    private final History history;

    Making(JobBase<?> job, Source source, Stage<T> stage, History history) {
        this.job = job;
        this.source = source;
        this.stages = new StageContext(job, new Besides(history));
        this.opened = stage.open(stages);
        this.history = history;
    }

    /**
     * @param found told of what the page links to, before the plan's functions see it
     * @throws ScrapeException where it is none of the job's pages
     */
    Parsed<T> parse(Found input, Fetched fetched, Consumer<List<Found>> found) throws Exception {
        Document page = PageParsing.of(job.options).parse(fetched);
        List<String> links = source.links(input, page);
        var print = source.print(page);
        List<Found> next;
        String duplicate;
        synchronized (source) {
            duplicate = source.duplicate(input, page.url(), print);
            next = duplicate == null ? source.next(input, page.url(), links) : List.of();
        }
        found.accept(next);
        refuse(input, page, duplicate);
        Ended ended = history.ended(input, page, fetched);
        Document given = history.page(page, ended);
        return new Parsed<>(made(input, given), ended, given instanceof KeptPage kept ? kept : null);
    }

    /** A page that failed, with what came over the wire. */
    Parsed<T> failed(Found input, Failure failure) {
        Ended ended = history.ended(input, failure);
        Document document = failure.document();
        KeptPage kept = ended.page() != null && document != null && history.page(document, ended) instanceof KeptPage k
                ? k
                : null;
        Failure told = kept == null ? failure : with(failure, kept);
        return new Parsed<>(CompletableFuture.completedFuture(Stage.Made.failed(told)), ended, kept);
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

    private CompletableFuture<Stage.Made<T>> made(Found input, Document page) {
        var made = new ArrayList<CompletableFuture<Stage.Made<T>>>(1);
        job.carried(() -> made.add(opened.apply(input.index(), page, () -> written(input))));
        return made.get(0);
    }

    private URI written(Found input) {
        URI other = source.written(input);
        return other == null ? Urls.parse(input.url()) : other;
    }

    /** What the plan makes of a page that is recorded. */
    CompletableFuture<Stage.Made<T>> again(Found found, @Nullable Failure failure, @Nullable KeptPage page) {
        if (failure != null) {
            return CompletableFuture.completedFuture(Stage.Made.failed(with(failure, page)));
        }
        KeptPage there = Objects.requireNonNull(page);
        try {
            var print = source.print(there);
            synchronized (source) {
                source.remember(there.url(), print);
            }
            return made(found, there);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(Stage.Made.failed(Failures.of(e, Urls.shown(found.url()))));
        }
    }

    /** The job was stopped: what its stages wait for is cancelled. */
    void stop(Failure why) {
        stages.end(why);
    }

    static Failure with(Failure f, @Nullable Document page) {
        return new Failure(f.kind(), f.url(), f.status(), f.attempts(), f.phase(), f.message(), f.advice(), page);
    }
}
