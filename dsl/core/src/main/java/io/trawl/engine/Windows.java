package io.trawl.engine;

import io.trawl.Outcome;
import io.trawl.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The outcomes of a feed in windows: full, or of a time, the last one as it is. Read by one reader. */
final class Windows<T> implements Feed<Results<T>> {
    private final Feed<Outcome<T>> feed;
    private final int most;
    private final @Nullable Duration time;
    private final Clock clock;
    private final AtomicReference<@Nullable Runnable> waker = new AtomicReference<>();
    private List<Outcome<T>> window = new ArrayList<>();
    private Clock.Cancellable timer = () -> {};
    private volatile boolean due;

    /** @param time how long a window may stay open after its first outcome; null for as long as it takes */
    Windows(Feed<Outcome<T>> feed, int most, @Nullable Duration time, Clock clock) {
        this.feed = feed;
        this.most = most;
        this.time = time;
        this.clock = clock;
    }

    @Override
    public State state() {
        while (window.size() < most && !due && feed.state() == State.READY) {
            Outcome<T> next = feed.poll();
            if (next != null) {
                add(next);
            }
        }
        if (window.isEmpty()) {
            return feed.state();
        }
        return window.size() >= most || due || feed.state() == State.OVER ? State.READY : State.WAITING;
    }

    private void add(Outcome<T> outcome) {
        if (window.isEmpty() && time != null) {
            timer = clock.schedule(time, this::elapsed);
        }
        window.add(outcome);
    }

    private void elapsed() {
        due = true;
        Runnable wake = waker.getAndSet(null);
        if (wake != null) {
            wake.run();
        }
    }

    @Override
    public @Nullable Results<T> poll() {
        if (state() != State.READY) {
            return null;
        }
        timer.cancel();
        due = false;
        var full = Results.of(window);
        window = new ArrayList<>();
        return full;
    }

    @Override
    public @Nullable Throwable failure() {
        return feed.failure();
    }

    /** May call early; {@link #state()} then says WAITING again. */
    @Override
    public void whenReady(Runnable wake) {
        waker.set(wake);
        Runnable once = () -> {
            if (waker.compareAndSet(wake, null)) {
                wake.run();
            }
        };
        if (state() == State.WAITING) {
            feed.whenReady(once);
        }
        if (due || state() != State.WAITING) {
            once.run();
        }
    }

    @Override
    public void cancel() {
        timer.cancel();
        feed.cancel();
    }
}
