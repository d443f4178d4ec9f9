package io.trawl.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.slf4j.LoggerFactory;

/** Runs what it is given one at a time and in order, on whatever thread of a pool is free. Thread-safe. */
final class Serial implements Executor {
    private final Executor pool;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    Serial(Executor pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        pool.execute(this::next);
    }

    private void next() {
        Runnable task;
        synchronized (this) {
            task = waiting.remove();
        }
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LoggerFactory.getLogger(Serial.class).warn("a callback threw", e);
        }
        synchronized (this) {
            running = !waiting.isEmpty();
            if (!running) {
                return;
            }
        }
        pool.execute(this::next);
    }
}
