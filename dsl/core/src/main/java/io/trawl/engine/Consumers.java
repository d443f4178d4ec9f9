package io.trawl.engine;

import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.store.Found;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who gets what became of a job's pages: whoever asks the job, its sinks, and then the one reader of its plan's stream;
 * and how far fetching may be ahead of them.
 */
final class Consumers<T> {
    private final Collected<T> collected;
    private final Deliveries deliveries;
    private final @Nullable Outlet<T> outlet;
    private final Backlog backlog;

    /** @param outlet null where nobody reads the plan's stream */
    Consumers(
            Limiter.Share share,
            Stage<T> stage,
            History history,
            Executor disk,
            Collected<T> collected,
            @Nullable Outlet<T> outlet,
            Consumer<Failure> failed) {
        this.collected = collected;
        this.deliveries = new Deliveries(stage.sinks(), history, disk, failed);
        this.outlet = outlet;
        this.backlog = new Backlog(share, stage);
    }

    Deliveries sinks() {
        return deliveries;
    }

    /** Whether somebody reads the plan's stream. */
    boolean hasReader() {
        return outlet != null;
    }

    /** The pages that wait, in the order in which they are to be taken. */
    Waitlist waitlist(java.nio.file.Path scratch) {
        Outlet<T> reader = outlet;
        return reader != null && reader.inOrder()
                ? new InputOrder(scratch, () -> reader.head() + backlog.bound())
                : new Frontier(scratch);
    }

    /** Whether another page may be brought; for those that need no permit. */
    boolean haveRoom() {
        return backlog.hasRoom();
    }

    /** A page is fetched and recorded; {@link #deliver} or {@link #again} follows. */
    void expect() {
        backlog.fetched();
    }

    /** @param through called once sinks have confirmed and the reader has read */
    void deliver(Found page, Stage.Made<T> made, Runnable through) {
        deliveries.deliver(page.index(), made.tapped(), () -> read(page, made, through));
    }

    /** The same for a page of an earlier run, which some sinks may have confirmed. */
    void again(Found page, Stage.Made<T> made, Runnable through) {
        deliveries.again(page.index(), made.tapped(), () -> read(page, made, through));
    }

    private void read(Found page, Stage.Made<T> made, Runnable through) {
        pass(page, made.outcomes(), () -> {
            backlog.through();
            through.run();
        });
    }

    /** A page that is none of the job's after all. */
    void skip(Found page, Runnable through) {
        collected.keep(page, List.of());
        pass(page, List.of(), through);
    }

    /** A page that no sink gets. */
    void pass(Found page, List<Outcome<T>> rows, Runnable through) {
        if (outlet == null) {
            through.run();
        } else {
            outlet.offer(page.index(), rows, through);
        }
    }

    /** Nothing more comes. */
    void end(@Nullable Throwable error) {
        collected.end();
        if (outlet != null) {
            outlet.end(error);
        }
    }

    /** The job is stopped: it waits for no reader. */
    void release() {
        if (outlet != null) {
            outlet.release();
        }
    }
}
