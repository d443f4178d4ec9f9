package io.trawl.kernel.api;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** When live pictures are drawn: one daemon thread for all displays, or a hand-driven one in tests. */
public interface Frames {

    /** At most ten a second. */
    Duration GAP = Duration.ofMillis(100);

    /** A clock for durations, as {@link System#nanoTime}. */
    long nanos();

    /** Sends a frame after a delay; it must not run the user's code, for it holds up the frames of all displays. */
    void schedule(Duration delay, Runnable frame);

    /** Makes a picture, which may run the user's code: on a thread of its own. */
    void draw(Runnable drawing);

    static Frames real() {
        return Real.INSTANCE;
    }

    /** The real threads. */
    final class Real implements Frames {

        private static final Real INSTANCE = new Real();

        private final ScheduledThreadPoolExecutor thread =
                new ScheduledThreadPoolExecutor(1, body -> daemon(body, "trawl-frames"));

        private Real() {}

        private static Thread daemon(Runnable body, String name) {
            var t = new Thread(body, name);
            t.setDaemon(true);
            return t;
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void schedule(Duration delay, Runnable frame) {
            thread.schedule(frame, delay.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void draw(Runnable drawing) {
            daemon(drawing, "trawl-draw").start();
        }
    }
}
