package io.trawl.kernel.guest;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the code of cells, one task at a time, on one thread that lives as long as it obeys. An interrupt raises the
 * thread's stop mark and interrupts it; what has not ended after the grace is abandoned: {@link #run} returns, the mark
 * stays, and the next task gets a fresh thread.
 */
public final class CellRunner {

    private static final long GRACE_MILLIS = 1000;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ClassLoader contextLoader;
    private final ScheduledExecutorService timer;
    private @Nullable Worker worker;
    private @Nullable Task<?> running;
    private volatile @Nullable Meter meter;

    /** Told on the cell's thread when code begins to run and when it ended, however it did. */
    public interface Meter {
        void begins();

        void ended();
    }

    /** @param timer runs the end of a grace; its tasks are short */
    public CellRunner(ClassLoader contextLoader, ScheduledExecutorService timer) {
        this.contextLoader = contextLoader;
        this.timer = timer;
    }

    /** How a task ended: with a value, with what it threw, or not at all. */
    public sealed interface Outcome<T> {
        record Value<T>(@Nullable T value) implements Outcome<T> {}

        record Thrown<T>(Throwable error) implements Outcome<T> {}

        /** The thread goes on somewhere; {@code where} is its innermost frame when it was given up. */
        record Abandoned<T>(Thread thread, @Nullable StackTraceElement where) implements Outcome<T> {}
    }

    /** Whom to tell from now on; nobody where null. */
    public void meter(@Nullable Meter next) {
        meter = next;
    }

    /** Runs {@code body} for {@code owner} and waits. One caller at a time. */
    public <T> Outcome<T> run(Owner owner, Callable<? extends @Nullable T> body) {
        return run(owner, body, false);
    }

    /** As {@link #run}, also for an owner that was stopped before: what a person sets off later is something new. */
    public <T> Outcome<T> runLater(Owner owner, Callable<? extends @Nullable T> body) {
        return run(owner, body, true);
    }

    private <T> Outcome<T> run(Owner owner, Callable<? extends @Nullable T> body, boolean evenIfStopped) {
        Task<T> task;
        synchronized (this) {
            if (owner.stopRequested() && !evenIfStopped) {
                return new Outcome.Thrown<>(new CellStopped());
            }
            if (worker == null) {
                worker = new Worker(THREADS.incrementAndGet());
                worker.start();
            }
            task = new Task<>(owner, body, worker);
            running = task;
            worker.tasks.add(task);
        }
        return task.outcome.join();
    }

    /** Stops the task that runs, if one does. */
    public boolean interrupt() {
        Task<?> task;
        synchronized (this) {
            task = running;
            if (task == null) {
                return false;
            }
            Stops.mark(task.thread, task.owner);
            task.thread.interrupt();
        }
        timer.schedule(() -> abandon(task), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        return true;
    }

    /** Whether the thread was given up: what it writes is nobody's any more. */
    public static boolean isAbandoned(Thread thread) {
        return thread instanceof Worker w && w.abandoned;
    }

    private <T> void abandon(Task<T> task) {
        synchronized (this) {
            if (running != task) {
                return;
            }
            running = null;
            task.thread.abandoned = true;
            worker = null;
        }
        StackTraceElement[] stack = task.thread.getStackTrace();
        task.outcome.complete(new Outcome.Abandoned<>(task.thread, stack.length == 0 ? null : stack[0]));
    }

    /** Ends the cell thread: at once when idle, else as {@link #interrupt} does. */
    public void close() {
        interrupt();
        synchronized (this) {
            if (worker != null) {
                worker.retired = true;
                worker.tasks.add(new Task<Void>(() -> true, () -> null, worker));
                worker = null;
            }
        }
    }

    /** On the cell thread: after this no interrupt can mean the finished task, and no flag of it is left over. */
    private <T> void finished(Task<T> task, Outcome<T> outcome) {
        synchronized (this) {
            if (running == task) {
                running = null;
            }
            Stops.clear(task.thread, task.owner);
            Thread.interrupted();
        }
        task.outcome.complete(outcome);
    }

    private static final class Task<T> {
        final Owner owner;
        final Callable<? extends @Nullable T> body;
        final CompletableFuture<Outcome<T>> outcome = new CompletableFuture<>();
        final Worker thread;

        Task(Owner owner, Callable<? extends @Nullable T> body, Worker thread) {
            this.owner = owner;
            this.body = body;
            this.thread = thread;
        }
    }

    private final class Worker extends Thread {
        private final LinkedBlockingQueue<Task<?>> tasks = new LinkedBlockingQueue<>();
        private volatile boolean abandoned;
        private volatile boolean retired;

        Worker(int number) {
            super("cell-" + number);
            setDaemon(true);
            setContextClassLoader(contextLoader);
        }

        @Override
        public void run() {
            while (!abandoned && !retired) {
                execute(next());
            }
        }

        private <T> void execute(Task<T> task) {
            Owners.set(task.owner);
            Meter told = meter;
            if (told != null) {
                told.begins();
            }
            Outcome<T> outcome;
            try {
                outcome = new Outcome.Value<>(task.body.call());
            } catch (Throwable t) {
                outcome = new Outcome.Thrown<>(t);
            }
            if (told != null) {
                told.ended();
            }
            Owners.set(null);
            finished(task, outcome);
        }

        private Task<?> next() {
            while (true) {
                try {
                    return tasks.take();
                } catch (InterruptedException e) {
                    // An interrupt by somebody else between two tasks means none of them.
                }
            }
        }
    }
}
