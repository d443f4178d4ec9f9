package io.trawl.notebook;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** When pictures are drawn: one daemon thread for all displays, or a hand-driven one in tests. */
interface Frames {
    /** At most ten a second. */
    Duration GAP = Duration.ofMillis(100);

    long nanos();

    void schedule(Duration delay, Runnable frame);

    static Frames real() {
        return Real.INSTANCE;
    }

    /** The real thread. */
    final class Real implements Frames {
        private static final Real INSTANCE = new Real();

        private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, body -> {
            var t = new Thread(body, "trawl-frames");
            t.setDaemon(true);
            return t;
        });

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void schedule(Duration delay, Runnable frame) {
            thread.schedule(frame, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
