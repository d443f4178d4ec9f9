package io.trawl.engine;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Format;
import io.trawl.JobState;
import io.trawl.OnChange;
import io.trawl.ScrapeException;
import io.trawl.page.Fetched;
import io.trawl.page.Pages;
import io.trawl.store.Ended;
import io.trawl.store.Found;
import io.trawl.store.Head;
import io.trawl.store.Journal;
import io.trawl.store.JournalException;
import io.trawl.store.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a job has done. With a checkpoint or a name it stands in a journal from the start; without, in memory, and in a
 * journal in the user's data folder once the job knows 1,000 pages. Only a checkpoint promises anything: where the data
 * folder cannot be written, the job goes on in memory.
 */
final class History {
    /** From here on a job is large. */
    static final int LARGE = 1_000;

    /**
     * What a history is about.
     *
     * @param most how many pages there may be
     * @param plan what is fetched, as JSON
     */
    record Subject(String name, String plan, PlanOptions options, Secrets secrets, int most) {}

    private final LocalSession session;
    private final Subject subject;
    private final Head head;
    private final boolean resumed;
    private final boolean mayGrow;
    /** What has come in before there is a journal; null where it is too late for one, or there is one. */
    private @Nullable List<Consumer<Opened>> early;

    private boolean growing;
    private @Nullable Closing closing;
    private int known;
    private @Nullable Opened opened;
    private Consumer<Failure> broken = failure -> {};
    private @Nullable Failure failure;

    record Opened(Journal journal, Shelf shelf) {}

    private record Closing(JobState last, String reason, Runnable then) {
        void of(@Nullable Opened opened) {
            if (opened == null) {
                then.run();
            } else {
                opened.journal.close(last.name(), reason, then);
            }
        }
    }

    private History(LocalSession session, Subject subject) {
        this.session = session;
        this.subject = subject;
        Head fresh = new Head(
                session.newJournalId(),
                subject.name(),
                subject.plan(),
                JobState.RUNNING.name(),
                "",
                session.clock.now());
        Keeping keeping = subject.options().keeping();
        Path checkpoint = keeping.checkpoint();
        if (checkpoint != null) {
            opened = open(checkpoint, fresh, keeping.onChange() == OnChange.RESTART);
            head = opened.journal.head();
            resumed = opened.journal.reader().begun();
            session.home.point(head.id(), checkpoint);
        } else {
            head = fresh;
            resumed = false;
            if (!subject.options().name().isEmpty()) {
                opened = openAtHome();
            }
        }
        early = opened == null && subject.most() >= LARGE ? new ArrayList<>() : null;
        mayGrow = opened != null || subject.most() >= LARGE;
    }

    /** @throws ScrapeException of kind CHECKPOINT */
    static History of(LocalSession session, Subject subject) {
        try {
            return new History(session, subject);
        } catch (JournalException e) {
            throw new ScrapeException(failure(e), e);
        }
    }

    private static Failure failure(JournalException e) {
        return Failure.of(ErrorKind.CHECKPOINT, "", e.getMessage(), e.advice());
    }

    private Opened open(Path file, Head fresh, boolean restart) {
        var journal =
                Journal.open(file, fresh, restart, subject.secrets(), session.disk, session.diskLater, this::broke);
        return new Opened(journal, new Shelf(journal.reader(), subject.options().page()));
    }

    private @Nullable Opened openAtHome() {
        try {
            return open(session.home.journal(head.id()), head, true);
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(History.class).warn("job {} stays in memory", head.id(), e);
            return null;
        }
    }

    private void broke(Throwable error) {
        Failure failed = error instanceof JournalException e ? failure(e) : Failures.of(error, "");
        Consumer<Failure> tell;
        synchronized (this) {
            failure = failed;
            tell = broken;
        }
        tell.accept(failed);
    }

    /** What to do if the journal cannot be written any more. */
    void onBroken(Consumer<Failure> then) {
        Failure already;
        synchronized (this) {
            broken = then;
            already = failure;
        }
        if (already != null) {
            then.accept(already);
        }
    }

    String id() {
        return head.id();
    }

    /** Whether what it is told leaves the heap. */
    boolean isKept() {
        return opened() != null;
    }

    /** Whether there are pages of an earlier run. */
    boolean resumed() {
        return resumed;
    }

    /** Whether another run may go on from here. */
    boolean isResumable() {
        return subject.options().keeping().checkpoint() != null;
    }

    // What an earlier run left

    interface Visitor {
        /** @param page what came over the wire, as a page; null where nothing did or it has not ended */
        void page(Found found, @Nullable Ended ended, @Nullable KeptPage page);
    }

    void past(Visitor visitor) {
        Opened o = opened;
        if (o != null) {
            o.journal.reader().pages((found, ended) -> {
                boolean page = ended != null && ended.page() != null;
                visitor.page(found, ended, page ? new KeptPage(ended, o.shelf) : null);
            });
        }
    }

    /** The journal, to ask how far sinks were; null where nothing is resumed. */
    @Nullable
    Journal earlier() {
        return resumed && opened != null ? opened.journal : null;
    }

    // What this run does

    /** A page that was just fetched, as the plan's functions get it: where the job is or may become large, one that can leave the heap. */
    Document page(Document page, Ended ended) {
        return mayGrow ? new KeptPage(page, ended) : page;
    }

    /** How a page ended, apart from what the plan's functions made of it. */
    Ended ended(Found found, Document page, Fetched fetched) {
        boolean counted = subject.options().page().formats().contains(Format.MARKDOWN);
        return mayGrow
                ? new Ended(found.index(), null, fetched, page.title(), counted ? page.words() : -1)
                : new Ended(found.index(), null, fetched, "", -1);
    }

    /** How a page failed. */
    Ended ended(Found found, Failure failed) {
        Document page = failed.document();
        return new Ended(
                found.index(),
                failed,
                page == null ? null : Pages.source(page),
                page == null || !mayGrow ? "" : page.title(),
                -1);
    }

    void found(List<Found> pages) {
        Opened o;
        boolean large;
        synchronized (this) {
            o = opened;
            if (o == null && early != null) {
                early.add(late -> late.journal.found(pages));
            }
            known += pages.size();
            large = o == null && early != null && known >= LARGE && !growing;
            growing |= large;
        }
        if (o != null) {
            o.journal.found(pages);
        } else if (large) {
            session.disk.execute(this::grow);
        }
    }

    /** Into a journal, without those who bring more meanwhile having to wait. */
    private void grow() {
        Opened late = openAtHome();
        Closing end = null;
        boolean all = false;
        while (!all) {
            List<Consumer<Opened>> entries;
            synchronized (this) {
                entries = early == null || late == null ? List.of() : early;
                all = entries.isEmpty();
                early = all ? null : new ArrayList<>();
                opened = all ? late : null;
                end = all ? closing : null;
            }
            if (late != null) {
                entries.forEach(entry -> entry.accept(late));
            }
        }
        if (end != null) {
            end.of(late);
        }
    }

    /** Null while nothing is kept but in memory. */
    synchronized @Nullable Opened opened() {
        return opened;
    }

    /**
     * @param kept the page, which then may leave the heap; null where there is none
     * @param then called once it is durable; at once where there is nothing to wait for
     */
    void ended(Ended ended, @Nullable KeptPage kept, Runnable then) {
        Opened o;
        boolean large;
        synchronized (this) {
            o = opened;
            large = o != null || growing;
            if (o == null && early != null) {
                early.add(late -> late.journal.ended(ended, () -> release(kept, late)));
            }
        }
        if (large && kept != null && ended.page() != null) {
            kept.fold(ended.page(), subject.options().page());
        }
        if (o == null) {
            then.run();
        } else {
            o.journal.ended(ended, () -> {
                release(kept, o);
                then.run();
            });
        }
    }

    private static void release(@Nullable KeptPage kept, Opened from) {
        if (kept != null) {
            kept.release(from.shelf);
        }
    }

    void delivered(int sink, List<Integer> pages, @Nullable String position, Runnable then) {
        Opened o = opened();
        if (o == null) {
            then.run();
        } else {
            o.journal.delivered(sink, pages, position, then);
        }
    }

    void close(JobState last, String reason, Runnable then) {
        var end = new Closing(last, reason, then);
        Opened o;
        synchronized (this) {
            o = opened;
            if (growing && early != null) {
                closing = end;
                return;
            }
            early = null;
        }
        end.of(o);
    }
}
