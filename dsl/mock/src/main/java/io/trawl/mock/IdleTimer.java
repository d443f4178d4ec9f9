package io.trawl.mock;

import io.trawl.engine.Clock;
import java.time.Duration;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Tells when nothing has come or gone for as long as is allowed. Not thread-safe: as {@link MemorySession}. */
final class IdleTimer {
    private final VirtualTime time;
    private final Runnable silent;
    private Timeout limit = Timeout.DISABLED;
    private Clock.@Nullable Cancellable timer;
    private long last;
    private boolean stopped;

    /** @param silent called once for each limit that is set */
    IdleTimer(VirtualTime time, Runnable silent) {
        this.time = time;
        this.silent = silent;
    }

    Timeout limit() {
        return limit;
    }

    /** When something last came or went, in milliseconds since the epoch. */
    long lastEvent() {
        return VirtualTime.START.plusNanos(last).toEpochMilli();
    }

    void limit(@Nullable Timeout most) {
        limit = Timeout.defaultsToDisabled(most);
        touched();
        watch();
    }

    /** Something comes or goes. */
    void touched() {
        last = time.nanos();
    }

    void stop() {
        stopped = true;
        watch();
    }

    private void watch() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (limit.isEnabled() && !stopped) {
            timer = time.schedule(left(), this::due);
        }
    }

    private Duration left() {
        return limit.toDuration().minusNanos(time.nanos() - last);
    }

    /** Unless something has come or gone since the timer was set. */
    private void due() {
        if (left().isZero() || left().isNegative()) {
            silent.run();
        } else {
            watch();
        }
    }
}
