package io.trawl.engine;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** When which host is to be looked at again. Guarded by the limiter's lock, but for what the clock calls. */
final class Alarm {
    private record Due(long at, HostGate host) {}

    private final Clock clock;
    private final Runnable ring;
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private long wakeAt;
    private Clock.@Nullable Cancellable wake;

    /** @param ring called, on any thread, when something is due */
    Alarm(Clock clock, Runnable ring) {
        this.clock = clock;
        this.ring = ring;
    }

    /** Looks at a host at that time, unless it is looked at before. */
    void at(long at, HostGate host) {
        if (at < host.dueAt) {
            host.dueAt = at;
            due.add(new Due(at, host));
        }
    }

    /** The next host that is due; null where none is. */
    @Nullable
    HostGate poll(long now) {
        for (Due next = due.peek(); next != null && next.at <= now; next = due.peek()) {
            due.poll();
            if (next.at == next.host.dueAt) {
                next.host.dueAt = Long.MAX_VALUE;
                return next.host;
            }
        }
        return null;
    }

    /** It rings no more until it is {@linkplain #set set} again. */
    void rang() {
        wake = null;
    }

    /** Makes sure that it rings for the first that is due. */
    void set(long now) {
        Due next = due.peek();
        if (next == null || wake != null && next.at >= wakeAt) {
            return;
        }
        if (wake != null) {
            wake.cancel();
        }
        wakeAt = next.at;
        wake = clock.schedule(Duration.ofNanos(next.at - now), ring);
    }
}
