package io.trawl.engine;

import io.trawl.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a job has collected and goes on to collect, from the first page on: one of any number of readers. */
final class Replay<T> implements Feed<Outcome<T>> {
    private final Collected<T> collected;
    private final CompletableFuture<?> end;
    private final Deque<Outcome<T>> rows = new ArrayDeque<>();
    private int at;
    private boolean cancelled;
    private Runnable wake = () -> {};

    /** @param end of the job */
    Replay(Collected<T> collected, CompletableFuture<?> end) {
        this.collected = collected;
        this.end = end;
    }

    @Override
    public synchronized State state() {
        // First whether it is over: what is there then is all.
        boolean over = end.isDone();
        while (rows.isEmpty() && !cancelled) {
            List<Outcome<T>> page = collected.page(at);
            if (page != null) {
                rows.addAll(page);
                at++;
            } else if (over && at < collected.size()) {
                at++;
            } else {
                break;
            }
        }
        return cancelled ? State.OVER : !rows.isEmpty() ? State.READY : over ? State.OVER : State.WAITING;
    }

    @Override
    public synchronized @Nullable Outcome<T> poll() {
        return state() == State.READY ? rows.poll() : null;
    }

    @Override
    public synchronized @Nullable Throwable failure() {
        if (cancelled || !end.isCompletedExceptionally()) {
            return null;
        }
        return end.handle((value, error) -> error).join();
    }

    @Override
    public void whenReady(Runnable wake) {
        int next;
        synchronized (this) {
            next = at;
            this.wake = wake;
        }
        if (state() != State.WAITING || !collected.whenThere(next, wake)) {
            wake.run();
        }
    }

    /** The job goes on. */
    @Override
    public void cancel() {
        Runnable reader;
        synchronized (this) {
            cancelled = true;
            reader = wake;
        }
        reader.run();
    }
}
