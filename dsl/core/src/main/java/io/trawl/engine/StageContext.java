package io.trawl.engine;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.page.Pages;
import io.trawl.site.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a job's stages work with: its threads, its permits, its end. Thread-safe. */
final class StageContext {
    private final JobBase<?> job;
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private final Besides besides;
    private volatile @Nullable Failure over;

    StageContext(JobBase<?> job, Besides besides) {
        this.job = job;
        this.besides = besides;
    }

    /** The CPU pool; what functions print there goes to where the job was started. */
    Executor executor() {
        return task -> job.session.cpu.execute(() -> job.carried(task));
    }

    /** A copy that ends with the job, which then cancels the work. */
    <U> CompletableFuture<U> whileRunning(CompletableFuture<? extends U> work) {
        var copy = new CompletableFuture<U>();
        underWay.add(copy);
        copy.whenComplete((value, error) -> underWay.remove(copy));
        Futures.follow(copy, work);
        Failure why = over;
        if (why != null) {
            copy.completeExceptionally(new ScrapeException(why));
        }
        return copy;
    }

    /** @throws ScrapeException saying why, where the job was stopped */
    void checkRuns() {
        Failure why = over;
        if (why != null) {
            throw new ScrapeException(why);
        }
    }

    /** The job was stopped: what is under way is cancelled, and nothing begins any more. */
    void end(Failure why) {
        over = why;
        underWay.forEach(one -> one.completeExceptionally(new ScrapeException(why)));
    }

    // Pages for pages

    /** The pages that what {@code css} matches on a page links to, in document order. */
    CompletableFuture<List<Outcome<Document>>> fetchAll(Stage.Input from, Document page, String css) {
        return all(links(page, css).stream().map(url -> fetch(from, url)).toList());
    }

    List<String> links(Document page, String css) {
        boolean obeys = job.options.robots() && job.session.config.robots();
        return Pages.outlinks(page instanceof KeptPage kept ? kept.page() : page, css, obeys);
    }

    /**
     * A page fetched for another, with the job's options and permits, though it is none of the pages that wait; or as an
     * earlier run of the job had it.
     */
    CompletableFuture<Outcome<Document>> fetch(Stage.Input from, String url) {
        Outcome<Document> before = besides.recall(from.index(), url);
        if (before != null) {
            return CompletableFuture.completedFuture(before);
        }
        var outcome = new CompletableFuture<Outcome<Document>>();
        URI written = from.written().get();
        var task = new PageTask<>(job, url, PageParsing.of(job.options), redirect -> null, one -> {
                    if (isOfTheEnd(one)) {
                        outcome.complete(one);
                    } else {
                        besides.keep(from.index(), url, one, outcome::complete);
                    }
                })
                .from(written)
                .beside();
        if (!isOfHost(written, url)) {
            // The plan's headers were given for that host, and may be credentials.
            task.withoutCredentials();
        }
        outcome.whenComplete((value, error) -> task.cancel(Failures.cancelled(Urls.shown(url))));
        var result = whileRunning(outcome);
        if (!outcome.isDone()) {
            task.start();
        }
        return result.exceptionally(error -> Outcome.failed(Failures.of(error, Urls.shown(url))));
    }

    /** Whether that is how it ended because the job did: another run may fetch it. */
    private boolean isOfTheEnd(Outcome<?> outcome) {
        return over != null
                || outcome instanceof Failed<?> failed && failed.failure().kind() == ErrorKind.CANCELLED;
    }

    private static boolean isOfHost(URI written, String url) {
        try {
            return Urls.host(written).equals(Urls.host(Urls.parse(url)));
        } catch (ScrapeException e) {
            return false;
        }
    }

    /** All of them, in their order, once all are there; none may fail. */
    static <U> CompletableFuture<List<U>> all(List<? extends CompletableFuture<? extends U>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(done -> {
            var values = new ArrayList<U>(parts.size());
            parts.forEach(part -> values.add(part.join()));
            return values;
        });
    }
}
