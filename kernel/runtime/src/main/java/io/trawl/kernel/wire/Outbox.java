package io.trawl.kernel.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Encoded messages on their way to the I/O thread, in order. Bounded by bytes: {@link #putWhenRoom} waits, which is how
 * a slow front end slows printing code. Answers and status do not wait: they are small and no more than requests.
 */
final class Outbox {

    private static final long ROOM = 16L << 20;

    record Outgoing(Channel channel, byte[][] frames) {
        long size() {
            long size = 0;
            for (byte[] frame : frames) {
                size += frame.length;
            }
            return size;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Semaphore wake;
    private long bytes;
    private boolean closed;

    /** @param wake released once each time the I/O thread, having found the outbox empty, must look again */
    Outbox(Semaphore wake) {
        this.wake = wake;
    }

    void put(Outgoing message) {
        add(message, false);
    }

    /** Waits deaf to interrupts: an interrupted cell's last words must not be lost, nor overtake the bound. */
    void putWhenRoom(Outgoing message) {
        add(message, true);
    }

    private void add(Outgoing message, boolean mayWait) {
        lock.lock();
        try {
            while (mayWait && bytes > ROOM && !closed) {
                room.awaitUninterruptibly();
            }
            if (closed) {
                return;
            }
            waiting.add(message);
            bytes += message.size();
        } finally {
            lock.unlock();
        }
        if (woken.compareAndSet(false, true)) {
            wake.release();
        }
    }

    /** The next message; null when there is none, and then the next put wakes the I/O thread. */
    @Nullable
    Outgoing poll() {
        lock.lock();
        try {
            Outgoing next = waiting.poll();
            if (next == null) {
                woken.set(false);
            } else {
                bytes -= next.size();
                room.signalAll();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** From now on messages are dropped and nobody waits. */
    void close() {
        lock.lock();
        closed = true;
        room.signalAll();
        lock.unlock();
        wake.release();
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
