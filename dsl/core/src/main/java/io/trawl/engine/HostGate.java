package io.trawl.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What holds for one host, whichever job asks: of the jobs that wait for it or are served by it, the strictest wins.
 * Not thread-safe: the limiter's lock guards it.
 */
final class HostGate {
    /** A job's requests to this host: those that wait, in order, and the number of those under way. */
    static final class Line {
        final Limiter.Share share;
        final HostGate host;
        final Set<Limiter.Ticket> waiting = new LinkedHashSet<>();
        int underWay;
        boolean ready;

        Line(Limiter.Share share, HostGate host) {
            this.share = share;
            this.host = host;
        }
    }

    /** Starts kept for a job with a rate that is still to come; for a job that is here, as many as its rate needs. */
    private static final int REMEMBERED = 64;

    final String name;
    final Breaker breaker = new Breaker();
    /** Of each job that has something to do here. */
    final List<Line> lines = new ArrayList<>();
    /** Lines that can only go on when something here changes, or its time comes. */
    final Set<Line> aside = new LinkedHashSet<>();

    long dueAt = Long.MAX_VALUE;
    int inFlight;

    private final int cap;
    private boolean started;
    private long lastStart;
    private long notBefore = Long.MIN_VALUE;
    private double draw;
    private Duration crawlDelay = Duration.ZERO;
    private long[] starts = {};
    private int count;

    HostGate(String name, int cap) {
        this.name = name;
        this.cap = cap;
    }

    void holdBack(long until) {
        notBefore = Math.max(notBefore, until);
    }

    void crawlDelay(Duration delay) {
        crawlDelay = delay;
    }

    boolean hasRoom() {
        int room = breaker.probing() ? 1 : cap;
        for (Line line : lines) {
            room = Math.min(room, line.share.pace.perHost());
        }
        return inFlight < room;
    }

    /** When the next request may start, as far as time decides it. */
    long readyAt() {
        long at = notBefore;
        if (!started) {
            return at;
        }
        long gap = crawlDelay.toNanos();
        for (Line line : lines) {
            Pace pace = line.share.pace;
            long lo = pace.jitterLo().toNanos();
            long pause = lo + Math.round((pace.jitterHi().toNanos() - lo) * draw);
            gap = Math.max(gap, pace.spacing().toNanos() + pause);
            if (pace.starts() > 0 && pace.starts() <= Math.min(count, starts.length)) {
                at = Math.max(
                        at,
                        starts[(count - pace.starts()) % starts.length]
                                + pace.per().toNanos());
            }
        }
        return Math.max(at, lastStart + gap);
    }

    /** A request starts now; {@code random} decides how long the pause after it is. */
    void start(long now, double random) {
        started = true;
        lastStart = now;
        draw = random;
        int most = REMEMBERED;
        for (Line line : lines) {
            most = Math.max(most, line.share.pace.starts());
        }
        if (count >= starts.length && starts.length < most) {
            remember(Math.min(most, Math.max(4, 2 * starts.length)));
        }
        starts[count++ % starts.length] = now;
    }

    private void remember(int more) {
        var longer = new long[more];
        int kept = Math.min(count, starts.length);
        for (int i = 0; i < kept; i++) {
            longer[i] = starts[(count - kept + i) % starts.length];
        }
        starts = longer;
        count = kept;
    }

    /** Whether nothing of it could still bind anyone. */
    boolean forgettable(long now) {
        return lines.isEmpty()
                && breaker.state() == Breaker.State.CLOSED
                && notBefore <= now
                && (!started || now - lastStart > Duration.ofMinutes(5).toNanos());
    }
}
