package io.trawl.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** Time that moves only when told to; as an executor, it runs what it is given at the present moment, in order. */
final class VirtualClock implements Clock, Executor {
    private record Due(long at, long order, Runnable task) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long now;
    private long order;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(now);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        var entry = new Due(now + delay.toNanos(), order++, task);
        due.add(entry);
        return () -> due.remove(entry);
    }

    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    /** Whether nothing is due, ever. */
    boolean isIdle() {
        return due.isEmpty();
    }

    /** Runs what is due in the next while, in order. */
    void advance(Duration by) {
        long until = now + by.toNanos();
        while (!due.isEmpty() && due.peek().at() <= until) {
            Due next = due.poll();
            now = Math.max(now, next.at());
            next.task().run();
        }
        now = until;
    }
}
