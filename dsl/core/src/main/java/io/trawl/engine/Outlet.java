package io.trawl.engine;

import io.trawl.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a job gives to the one reader of its plan. A page is through when its last outcome was read, so nothing piles up
 * here that the job's {@link Backlog} has no room for. When the job is stopped it waits for the reader no more; what is
 * here can still be read. Thread-safe; its lock is not held while calling out.
 */
final class Outlet<T> implements Feed<Outcome<T>> {
    private static final class Page<T> {
        final Deque<Outcome<T>> rows;
        private Runnable through;

        Page(List<Outcome<T>> rows, Runnable through) {
            this.rows = new ArrayDeque<>(rows);
            this.through = through;
        }

        /** What is to be called now, and then no more. */
        Runnable release() {
            Runnable call = through;
            through = () -> {};
            return call;
        }
    }

    private final boolean inOrder;
    private final ReadingLimits limits;
    private final TreeMap<Integer, Page<T>> early = new TreeMap<>();
    private final Deque<Page<T>> next = new ArrayDeque<>();
    private int head;
    private long read;
    private int pages;
    private boolean released;
    private boolean ended;
    private boolean cancelled;
    private @Nullable Throwable failure;
    private @Nullable Runnable wake;
    private Runnable enough = () -> {};

    /** @param inOrder whether pages are read in input order; each index must then come, or be skipped by {@link #end} */
    Outlet(boolean inOrder, ReadingLimits limits) {
        this.inOrder = inOrder;
        this.limits = limits;
    }

    boolean inOrder() {
        return inOrder;
    }

    /** @param then cancels the job: called when the reader wants no more */
    void onEnough(Runnable then) {
        boolean already;
        synchronized (this) {
            enough = then;
            already = cancelled;
        }
        if (already) {
            then.run();
        }
    }

    /** In input order: the page that the reader waits for, or has not read the end of. */
    synchronized int head() {
        return head - next.size();
    }

    // The job's side

    /** @param through called when the page was read; at once where there is nothing to read or nobody reads */
    void offer(int index, List<Outcome<T>> rows, Runnable through) {
        boolean now;
        synchronized (this) {
            now = cancelled || released;
            if (!cancelled) {
                var page = new Page<>(rows, now ? () -> {} : through);
                if (inOrder && !ended) {
                    early.put(index, page);
                } else {
                    next.add(page);
                }
                inTurn();
            }
        }
        if (now) {
            through.run();
        }
        advance();
    }

    private void inTurn() {
        while (!early.isEmpty() && (early.firstKey() == head || ended)) {
            head = early.firstKey() + 1;
            next.add(early.pollFirstEntry().getValue());
        }
    }

    /** The job stops: it waits for no page any more to be read. */
    void release() {
        List<Runnable> through;
        synchronized (this) {
            released = true;
            through = takeThrough();
        }
        through.forEach(Runnable::run);
    }

    private List<Runnable> takeThrough() {
        var through = new ArrayList<Runnable>();
        next.forEach(page -> through.add(page.release()));
        early.values().forEach(page -> through.add(page.release()));
        return through;
    }

    /** Nothing more comes. */
    void end(@Nullable Throwable error) {
        synchronized (this) {
            ended = true;
            failure = error;
            inTurn();
        }
        advance();
    }

    /** Lets go of pages of which all is read, then wakes the reader if there is something for it. */
    private void advance() {
        var through = new ArrayList<Runnable>();
        boolean over;
        Runnable waker = null;
        synchronized (this) {
            while (!next.isEmpty() && next.peek().rows.isEmpty()) {
                through.add(next.poll().release());
                pages++;
            }
            over = !cancelled && (pages >= limits.pages() || read >= limits.results());
            if (state() != State.WAITING || over) {
                waker = wake;
                wake = null;
            }
        }
        through.forEach(Runnable::run);
        if (over) {
            cancel();
        }
        if (waker != null) {
            waker.run();
        }
    }

    // The reader's side

    @Override
    public synchronized State state() {
        if (cancelled) {
            return State.OVER;
        }
        if (!next.isEmpty()) {
            // Its first page has rows: advance() leaves none that has not.
            return State.READY;
        }
        return ended ? State.OVER : State.WAITING;
    }

    @Override
    public @Nullable Outcome<T> poll() {
        Outcome<T> row;
        synchronized (this) {
            row = cancelled || next.isEmpty() ? null : next.peek().rows.poll();
            read += row == null ? 0 : 1;
        }
        advance();
        return row;
    }

    @Override
    public synchronized @Nullable Throwable failure() {
        return cancelled ? null : failure;
    }

    @Override
    public void whenReady(Runnable waker) {
        synchronized (this) {
            wake = waker;
        }
        advance();
    }

    @Override
    public void cancel() {
        List<Runnable> through;
        Runnable waker;
        Runnable end;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            end = ended ? () -> {} : enough;
            through = takeThrough();
            next.clear();
            early.clear();
            waker = wake;
            wake = null;
        }
        end.run();
        through.forEach(Runnable::run);
        if (waker != null) {
            waker.run();
        }
    }
}
