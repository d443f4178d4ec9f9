package io.trawl.engine;

import io.trawl.Document;
import io.trawl.Failed;
import io.trawl.Outcome;
import io.trawl.page.Pages;
import io.trawl.store.Ended;
import io.trawl.store.Found;
import io.trawl.store.Journal;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pages that stages fetch for a job's pages, on record beside those: a run that resumes fetches none of them again.
 * Where there is no journal, nothing is recorded. Thread-safe.
 */
final class Besides {
    private final History history;
    /** Their indexes count down, those of the job's own pages up. */
    private final AtomicInteger last;

    Besides(History history) {
        Journal earlier = history.earlier();
        this.history = history;
        this.last = new AtomicInteger(earlier == null ? 0 : earlier.reader().lastBeside());
    }

    /**
     * How a page ended in an earlier run, whichever page it was fetched for: which of several that link to it comes first
     * is not the same in each run. Null where it did not. Reads a file.
     */
    @Nullable
    Outcome<Document> recall(int page, String url) {
        History.Opened from = history.resumed() ? history.opened() : null;
        Ended ended = from == null ? null : from.journal().reader().beside(page, url);
        return ended == null
                ? null
                : KeptPage.outcome(ended, Objects.requireNonNull(from).shelf());
    }

    /** @param then told once it is durable; at once where there is no journal */
    void keep(int page, String url, Outcome<Document> outcome, Consumer<Outcome<Document>> then) {
        History.Opened to = history.opened();
        if (to == null) {
            then.accept(outcome);
            return;
        }
        var found = new Found(last.decrementAndGet(), url, 0);
        if (outcome instanceof Failed<Document> failed) {
            to.journal().beside(page, url, history.ended(found, failed.failure()), () -> then.accept(outcome));
            return;
        }
        Document fetched = outcome.orThrow();
        Ended ended = history.ended(found, fetched, Objects.requireNonNull(Pages.source(fetched)));
        var kept = new KeptPage(fetched, ended);
        to.journal().beside(page, url, ended, () -> {
            kept.recorded(to.shelf());
            then.accept(Outcome.ok(kept));
        });
    }
}
