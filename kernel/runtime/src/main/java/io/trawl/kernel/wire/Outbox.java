package io.trawl.kernel.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Encoded messages on their way to the I/O thread, in the order of their coming. Answers can be had without what is
 * published on IOPub, so that a subscriber that reads nothing holds back none. Answers and status do not wait: they are
 * small and no more than requests. What user code shows is bounded by bytes: {@link #putWhenRoom} waits, which is how a
 * slow front end slows printing code.
 */
final class Outbox {

    private static final long ROOM = 16L << 20;

    /** For the last words of a cell that was stopped: it must end though nobody reads. */
    private static final long RESERVE = 16L << 20;

    record Outgoing(Channel channel, byte[][] frames) {
        long size() {
            long size = 0;
            for (byte[] frame : frames) {
                size += frame.length;
            }
            return size;
        }
    }

    /** @param number in the order of coming */
    private record Numbered(long number, Outgoing message) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<Numbered> answers = new ArrayDeque<>();
    private final Deque<Numbered> published = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> readers = new ArrayList<>();
    private final Semaphore wake;
    private boolean woken;
    private long bytes;
    private long count;
    private boolean closed;

    /** @param wake released when the I/O thread, having {@link #looked}, must look again */
    Outbox(Semaphore wake) {
        this.wake = wake;
    }

    /** Never waits. Nothing comes between them. */
    void put(Outgoing... messages) {
        lock.lock();
        try {
            for (Outgoing message : messages) {
                add(message);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits deaf to interrupts: an interrupted cell's last words must not be lost, nor overtake the bound.
     *
     * @param hurried where true the reserve may be used; asked again after each {@link #hurry}
     */
    void putWhenRoom(Outgoing message, BooleanSupplier hurried) {
        lock.lock();
        try {
            while (bytes > (hurried.getAsBoolean() ? ROOM + RESERVE : ROOM) && !closed) {
                room.awaitUninterruptibly();
            }
            add(message);
        } finally {
            lock.unlock();
        }
    }

    private void add(Outgoing message) {
        if (closed) {
            return;
        }
        var numbered = new Numbered(count++, message);
        if (message.channel() == Channel.IOPUB) {
            published.add(numbered);
            bytes += message.size();
        } else {
            answers.add(numbered);
        }
        wakeUp();
    }

    private void wakeUp() {
        if (!woken) {
            woken = true;
            wake.release();
        }
    }

    /** Lets those who wait ask again whether they are in a hurry. */
    void hurry() {
        lock.lock();
        room.signalAll();
        lock.unlock();
    }

    /** Completes on the I/O thread when all that has come in until now was handed on. */
    CompletableFuture<Void> whenRead() {
        var read = new CompletableFuture<Void>();
        lock.lock();
        try {
            if (closed) {
                read.complete(null);
            } else {
                readers.add(read);
                wakeUp();
            }
        } finally {
            lock.unlock();
        }
        return read;
    }

    /** The I/O thread is about to read and to send: from now on a put wakes it anew. Answers who waits for the reading. */
    List<CompletableFuture<Void>> looked() {
        lock.lock();
        try {
            woken = false;
            var waiting = List.copyOf(readers);
            readers.clear();
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next message, null when there is none.
     *
     * @param answersOnly nothing for IOPub
     */
    @Nullable
    Outgoing next(boolean answersOnly) {
        lock.lock();
        try {
            Numbered answer = answers.peek();
            Numbered shown = answersOnly ? null : published.peek();
            if (shown == null || answer != null && answer.number() < shown.number()) {
                return answer == null ? null : answers.remove().message();
            }
            bytes -= shown.message().size();
            room.signalAll();
            return published.remove().message();
        } finally {
            lock.unlock();
        }
    }

    /** From now on messages are dropped and nobody waits. */
    void close() {
        List<CompletableFuture<Void>> waiting;
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            waiting = List.copyOf(readers);
            readers.clear();
        } finally {
            lock.unlock();
        }
        waiting.forEach(read -> read.complete(null));
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
