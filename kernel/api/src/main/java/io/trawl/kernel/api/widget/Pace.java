package io.trawl.kernel.api.widget;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** When changes that were held back go out: one daemon thread for all widgets, or a hand-driven one in tests. */
@FunctionalInterface
interface Pace {

    void after(Duration delay, Runnable frame);

    static Pace real() {
        return Real.INSTANCE;
    }

    /** The real thread; it does not exist before the first frame. */
    final class Real implements Pace {
        private static final Real INSTANCE = new Real();

        private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, body -> {
            var t = new Thread(body, "trawl-widgets");
            t.setDaemon(true);
            return t;
        });

        @Override
        public void after(Duration delay, Runnable frame) {
            thread.schedule(frame, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
