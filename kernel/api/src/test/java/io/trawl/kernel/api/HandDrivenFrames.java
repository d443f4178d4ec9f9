package io.trawl.kernel.api;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Frames whose time stands still until a test moves it. */
public final class HandDrivenFrames implements Frames {
    private record Due(long at, long order, Runnable frame) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long now;
    private long order;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized void schedule(Duration delay, Runnable frame) {
        due.add(new Due(now + delay.toNanos(), order++, frame));
    }

    @Override
    public void draw(Runnable drawing) {
        drawing.run();
    }

    public void advance(Duration by) {
        long end = nanos() + by.toNanos();
        for (Due next = poll(end); next != null; next = poll(end)) {
            next.frame().run();
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized Due poll(long end) {
        if (due.isEmpty() || due.peek().at() > end) {
            return null;
        }
        now = Math.max(now, due.peek().at());
        return due.poll();
    }
}
