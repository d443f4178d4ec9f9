package io.trawl.mock;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.engine.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time and the one thread that lives in it. The thread does, in this order: what is to be done at this moment;
 * then, one at a time, what threads from outside ask for; then, where somebody waits, it moves on to the next moment at
 * which something is due. So between two calls of a test or a cell time stands still, and the same calls give the same
 * story however fast or slow the machine is.
 *
 * <p>Who waits is known from {@link #await}, and as long as a future that was handed out is not done. For who waits in
 * another way, by polling or on a latch of his own, a job that nobody has touched for ten seconds (of the
 * machine's time) goes on by itself.
 *
 * <p>On the thread itself, in functions of the user, waiting means that it goes on with other work meanwhile. One lock,
 * never held while calling out.
 */
final class VirtualTime implements Clock, Executor, AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long ALONE = TimeUnit.SECONDS.toNanos(10);
    private static final long STUCK = TimeUnit.SECONDS.toNanos(1);
    /** Functions that wait inside of each other lie one upon the other on its stack. */
    private static final long STACK = 64L << 20;

    private record Due(long at, long order, Runnable task) {}

    /** One who waits until a future is done, or his limit is over; let go when the moment has come to rest. */
    private static final class Waiter {
        boolean over;
        boolean released;
    }

    /** What a thread from outside wants to be done here. */
    private final class Call<T> implements Runnable {
        private final Supplier<T> body;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private boolean settled;

        Call(Supplier<T> body) {
            this.body = body;
        }

        @Override
        public void run() {
            try {
                result.complete(body.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        }

        private T value() {
            try {
                return result.join();
            } catch (java.util.concurrent.CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                if (e.getCause() instanceof Error cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }

    private static final class Inhabitant extends Thread implements Clock.Bound {
        private final Clock clock;

        Inhabitant(Clock clock, Runnable body) {
            super(null, body, "trawl-virtual", STACK);
            this.clock = clock;
            setDaemon(true);
        }

        @Override
        public Clock clock() {
            return clock;
        }
    }

    private final Thread thread = new Inhabitant(this, this::live);
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final Deque<Call<?>> calls = new ArrayDeque<>();
    private final List<Call<?>> called = new ArrayList<>();
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private final TreeSet<Due> due =
            new TreeSet<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final BooleanSupplier busy;
    private volatile long now;
    /** Since when, by the machine's time, the thread has been at its task; 0 where it is at none. */
    private volatile long since;

    private long order;
    private long stirred = System.nanoTime();
    /** Of the futures that were handed out and are not done. */
    private final Set<Waiter> readers = new HashSet<>();

    private boolean closed;

    /** @param busy whether there are jobs, which are to come to their end even if nobody seems to wait */
    VirtualTime(BooleanSupplier busy) {
        this.busy = busy;
        thread.start();
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Instant now() {
        return START.plusNanos(now);
    }

    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        var entry = new Due(now + Math.max(0, delay.toNanos()), order++, task);
        if (!closed) {
            due.add(entry);
            notifyAll();
        }
        return () -> {
            synchronized (this) {
                due.remove(entry);
            }
        };
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (!closed) {
                ready.add(task);
                notifyAll();
                return;
            }
        }
        task.run();
    }

    @Override
    public Executor executor(Supplier<ExecutorService> pool) {
        return this;
    }

    // The thread

    private void live() {
        while (true) {
            try {
                Runnable task = next(() -> false);
                if (task == null) {
                    return;
                }
                run(task);
                Thread.interrupted();
            } catch (InterruptedException e) {
                // Meant for work that is over.
            }
        }
    }

    private void run(Runnable task) {
        since = System.nanoTime();
        try {
            task.run();
        } catch (Throwable e) {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
        if (task instanceof FutureTask) {
            // It was interrupted, not who runs it.
            Thread.interrupted();
        }
        since = System.nanoTime();
    }

    /** What is to be done next; null where there is enough, or the end has come. */
    private synchronized @Nullable Runnable next(BooleanSupplier enough) throws InterruptedException {
        while (!enough.getAsBoolean()) {
            if (!ready.isEmpty()) {
                return ready.poll();
            }
            settle();
            Call<?> call = calls.poll();
            if (call != null) {
                called.add(call);
                return call;
            }
            if (closed) {
                return null;
            }
            long alone = due.isEmpty() || isAboutToAct() || !busy.getAsBoolean()
                    ? Long.MAX_VALUE
                    : stirred + ALONE - System.nanoTime();
            if (!due.isEmpty() && (isAwaited() || alone <= 0)) {
                Due next = due.pollFirst();
                now = Math.max(now, next.at);
                return next.task;
            }
            since = 0;
            // At least a millisecond: 0 would be for ever.
            wait(alone == Long.MAX_VALUE ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis(alone));
        }
        return null;
    }

    private boolean isAwaited() {
        return !readers.isEmpty() || waiters.stream().anyMatch(w -> !w.over);
    }

    /** Who was let go and has not run yet, on a busy machine for long, is not to find that time went on without him. */
    private boolean isAboutToAct() {
        return !waiters.isEmpty();
    }

    /** This moment has come to rest. */
    private void settle() {
        if (!called.isEmpty()) {
            stirred = System.nanoTime();
        }
        called.forEach(call -> call.settled = true);
        called.clear();
        waiters.forEach(waiter -> waiter.released |= waiter.over);
        notifyAll();
    }

    // From outside

    @Override
    public <T> T enter(Supplier<T> body) {
        var call = new Call<>(body);
        boolean given;
        synchronized (this) {
            given = !closed && Thread.currentThread() != thread;
            if (given) {
                calls.add(call);
                stir();
            }
        }
        if (!given || !isDone(call)) {
            call.run();
        }
        return call.value();
    }

    /** False where the thread does not get round to it: then who called does it himself, which is as safe. */
    private synchronized boolean isDone(Call<?> call) {
        boolean interrupted = false;
        while (!call.settled) {
            try {
                wait(100);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted || isStuck()) {
                if (calls.remove(call)) {
                    restore(interrupted);
                    return false;
                }
                break;
            }
        }
        stir();
        restore(interrupted);
        return true;
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the thread is held by a function of the user. */
    private boolean isStuck() {
        long start = since;
        return start != 0 && System.nanoTime() - start > STUCK;
    }

    private void stir() {
        stirred = System.nanoTime();
        notifyAll();
    }

    @Override
    public <T> T await(CompletableFuture<T> future, @Nullable Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        var waiter = new Waiter();
        Cancellable timer = limit == null ? () -> {} : schedule(limit, () -> over(waiter));
        // First: what is due can complete the future as soon as somebody waits.
        future.whenComplete((value, error) -> over(waiter));
        synchronized (this) {
            waiters.add(waiter);
            stir();
        }
        try {
            if (Thread.currentThread() == thread) {
                goOnUntilOver(waiter);
            } else {
                park(waiter);
            }
        } finally {
            timer.cancel();
            synchronized (this) {
                waiters.remove(waiter);
                stir();
            }
        }
        if (future.isDone()) {
            return future.get();
        }
        if (waiter.over) {
            throw new TimeoutException();
        }
        throw new ExecutionException(new ScrapeException(Failure.of(
                ErrorKind.CANCELLED, "", "the site is closed, and its time has ended", "a new MockSite.virtual(…)")));
    }

    private synchronized void over(Waiter waiter) {
        waiter.over = true;
        notifyAll();
    }

    private synchronized void park(Waiter waiter) throws InterruptedException {
        while (!waiter.released && !closed) {
            wait();
        }
    }

    private void goOnUntilOver(Waiter waiter) throws InterruptedException {
        while (true) {
            Runnable task = next(() -> waiter.over);
            if (task == null) {
                return;
            }
            run(task);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    public <T> CompletableFuture<T> handedOut(CompletableFuture<T> future) {
        if (Thread.currentThread() != thread && !future.isDone()) {
            var reader = new Waiter();
            // First: what is due can complete the future as soon as somebody waits.
            future.whenComplete((value, error) -> {
                synchronized (this) {
                    reader.over = true;
                    readers.remove(reader);
                    stir();
                }
            });
            synchronized (this) {
                if (!reader.over) {
                    readers.add(reader);
                    stir();
                }
            }
        }
        return future;
    }

    /** What is to be done at this moment still is; what is due later never will be. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            due.clear();
            notifyAll();
        }
        if (Thread.currentThread() != thread) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return "virtual time, " + now();
    }
}
