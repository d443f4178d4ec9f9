package io.trawl.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** Runs what it is given a little later; once it is closed, at once, and so what waits by then. Thread-safe. */
final class Pause implements Executor {
    /** The same task may wait more than once. */
    private static final class Later {
        final Runnable task;

        Later(Runnable task) {
            this.task = task;
        }
    }

    private final Clock clock;
    private final Duration length;
    private final Executor pool;
    private final Map<Later, Clock.Cancellable> waiting = new LinkedHashMap<>();
    private boolean closed;

    /** @param pool where it runs */
    Pause(Clock clock, Duration length, Executor pool) {
        this.clock = clock;
        this.length = length;
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (!closed) {
                var later = new Later(task);
                waiting.put(later, clock.schedule(length, () -> due(later)));
                return;
            }
        }
        pool.execute(task);
    }

    private void due(Later one) {
        boolean still;
        synchronized (this) {
            still = waiting.remove(one) != null;
        }
        if (still) {
            pool.execute(one.task);
        }
    }

    void close() {
        List<Later> now;
        synchronized (this) {
            closed = true;
            now = new ArrayList<>(waiting.keySet());
            waiting.values().forEach(Clock.Cancellable::cancel);
            waiting.clear();
        }
        now.forEach(one -> pool.execute(one.task));
    }
}
