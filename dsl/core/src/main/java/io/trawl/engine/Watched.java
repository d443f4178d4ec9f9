package io.trawl.engine;

import org.jspecify.annotations.Nullable;

/** A thread of a session that {@link Stalls} looks at; what it says of itself costs it next to nothing. */
abstract class Watched extends Thread {
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    /** Whose function it runs, where that is known. */
    private volatile @Nullable JobBase<?> job;

    /** Goes up each time it turns to something else; only the thread itself writes it. */
    private volatile long turns;

    private volatile boolean awaiting;

    /** Who looks at it. */
    volatile @Nullable Stalls watcher;

    Watched(Runnable body, String name) {
        super(body, name);
        setDaemon(true);
    }

    /** It turns to something else: another event, another task, or none. */
    final void turn() {
        turns++;
        Stalls looking = watcher;
        if (looking != null) {
            looking.turned();
        }
    }

    final long turns() {
        return turns;
    }

    /** Whether it has nothing to do, as far as it knows itself. */
    abstract boolean isIdle();

    /** It waits by {@code await()}, which costs nobody a thread. */
    final void awaiting(boolean on) {
        awaiting = on;
    }

    final boolean awaiting() {
        return awaiting;
    }

    final @Nullable JobBase<?> job() {
        return job;
    }

    /** Runs a user's function for a job, so that what it holds up is known. */
    static void work(JobBase<?> owner, Runnable function) {
        Watched thread = Thread.currentThread() instanceof Watched watched ? watched : null;
        JobBase<?> before = thread == null ? null : thread.job;
        boolean inside = INSIDE.get();
        INSIDE.set(true);
        if (thread != null) {
            thread.job = owner;
        }
        try {
            function.run();
        } finally {
            if (thread != null) {
                thread.job = before;
            }
            INSIDE.set(inside);
        }
    }

    /** Whether a function of a job's plan runs on this thread: what it starts must not wait for that job's end. */
    static boolean isInside() {
        return INSIDE.get();
    }
}
