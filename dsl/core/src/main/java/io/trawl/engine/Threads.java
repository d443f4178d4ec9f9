package io.trawl.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine's threads: all are daemons, named, and grow only as needed. */
final class Threads {
    /** What the threads are called that call listeners and complete futures. */
    static final String CALLBACKS = "trawl-call";

    private Threads() {}

    /** A thread that serves sockets and must never wait. */
    static final class IoThread extends Watched {
        IoThread(Runnable body, String name) {
            super(body, name);
        }

        /** Its turns are events, and whether one is over it does not say. */
        @Override
        boolean isIdle() {
            return false;
        }
    }

    /** A thread of a small pool, in whose place another works while it has to wait. */
    private static final class PoolThread extends Watched {
        private final ThreadPoolExecutor pool;

        PoolThread(ThreadPoolExecutor pool, Runnable body, String name) {
            super(body, name);
            this.pool = pool;
        }

        /** It turns to a task and, when that is over, to none. */
        @Override
        boolean isIdle() {
            return turns() % 2 == 0;
        }

        private void grow(int by) {
            synchronized (pool) {
                int size = pool.getCorePoolSize() + by;
                if (by > 0) {
                    pool.setMaximumPoolSize(size);
                    pool.setCorePoolSize(size);
                } else {
                    pool.setCorePoolSize(size);
                    pool.setMaximumPoolSize(size);
                }
            }
        }
    }

    /** To be called around waiting: a stage or listener that awaits must not take the thread that its page needs. */
    static void waiting(boolean begins) {
        if (Thread.currentThread() instanceof PoolThread thread) {
            thread.grow(begins ? 1 : -1);
            thread.awaiting(begins);
        }
    }

    /** As {@link #pool}, one thread more for each that awaits. */
    static ExecutorService growing(String name, int threads) {
        return growing(name, threads, thread -> {});
    }

    /** @param born told of each of its threads */
    static ExecutorService growing(String name, int threads, Consumer<? super Watched> born) {
        var pool = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            protected void beforeExecute(Thread thread, Runnable task) {
                ((PoolThread) thread).turn();
            }

            @Override
            protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
                ((PoolThread) Thread.currentThread()).turn();
            }
        };
        pool.allowCoreThreadTimeOut(true);
        var count = new AtomicInteger();
        pool.setThreadFactory(body -> {
            var thread = new PoolThread(pool, body, name + "-" + count.incrementAndGet());
            born.accept(thread);
            return thread;
        });
        pool.setRejectedExecutionHandler((late, closed) -> late.run());
        return pool;
    }

    /** Ends a pool once all that it was given is done. What is no pool of ours ends with its owner. */
    static void stop(Executor pool) {
        if (pool instanceof ExecutorService ours) {
            ours.shutdown();
        }
    }

    /** The same, waiting for it up to 5 s. */
    static void end(Executor pool) {
        stop(pool);
        try {
            if (pool instanceof ExecutorService ours) {
                ours.awaitTermination(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static ThreadFactory daemons(String name) {
        var count = new AtomicInteger();
        return body -> {
            var thread = new Thread(body, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** @param born told of each */
    static ThreadFactory io(Consumer<? super Watched> born) {
        var count = new AtomicInteger();
        return body -> {
            var thread = new IoThread(body, "trawl-io-" + count.incrementAndGet());
            born.accept(thread);
            return thread;
        };
    }

    /** Runs what is given to it on an I/O thread at once, there, as code without pools does; anything else in the pool. */
    static Executor inPlace(Executor pool) {
        return task -> {
            if (onIoThread()) {
                task.run();
            } else {
                pool.execute(task);
            }
        };
    }

    static boolean onIoThread() {
        return Thread.currentThread() instanceof IoThread;
    }

    /** At most so many threads, which end when idle; what waits for one is bounded by the limiter's permits. */
    static ExecutorService pool(String name, int threads) {
        var pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * For work that blocks: a virtual thread each, where the JDK has them and a {@code synchronized} block does not pin
     * them (24 and later, JEP 491); before, at most 64 threads, so that a driver that locks while it waits stops no other.
     */
    static ExecutorService blocking() {
        if (Runtime.version().feature() < 24) {
            return pool("trawl-blocking", 64);
        }
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
            virtual = builder.getMethod("name", String.class, long.class).invoke(virtual, "trawl-blocking-", 1L);
            var factory = (ThreadFactory) builder.getMethod("factory").invoke(virtual);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a JDK of " + Runtime.version() + " without virtual threads", e);
        }
    }
}
