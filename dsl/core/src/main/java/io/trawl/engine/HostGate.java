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
        private Ledger.Cause kept = Ledger.Cause.TURN;
        private long since;

        Line(Limiter.Share share, HostGate host, long now) {
            this.share = share;
            this.host = host;
            this.since = now;
        }

        void add(Limiter.Ticket wish) {
            waiting.add(wish);
            share.ledger.wishes(kept, 1);
        }

        void remove(Limiter.Ticket wish) {
            if (waiting.remove(wish)) {
                share.ledger.wishes(kept, -1);
            }
        }

        /** What keeps its wishes from their permits, from now on. */
        void keptBy(Ledger.Cause cause, long now) {
            if (cause != kept) {
                if (!waiting.isEmpty()) {
                    share.ledger.kept(host.name, kept, now - since);
                    share.ledger.wishes(kept, -waiting.size());
                    share.ledger.wishes(cause, waiting.size());
                }
                kept = cause;
                since = now;
            }
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
    private final Slowdown slowdown = new Slowdown();
    private Ledger.Cause binding = Ledger.Cause.SPACING;
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
        if (name.equals(Limiter.LOCAL)) {
            return true;
        }
        int room = breaker.probing() ? 1 : cap;
        binding = breaker.probing() ? Ledger.Cause.BREAKER : Ledger.Cause.CONNECTIONS;
        for (Line line : lines) {
            if (line.share.pace().perHost() < room) {
                room = line.share.pace().perHost();
                binding = Ledger.Cause.PER_HOST;
            }
            if (room > 1 && slowdown.unsure() && line.share.pace().slowsDown()) {
                room = 1;
                binding = Ledger.Cause.SLOWED;
            }
        }
        return inFlight < room;
    }

    /** What bound it when {@link #hasRoom} or {@link #readyAt} was last asked. */
    Ledger.Cause binding() {
        return binding;
    }

    /** How a request went that started then, for jobs that slow down. */
    void learn(Pace pace, HostReport.Reply reply, long took, int atOnce, long started, long now) {
        if (!pace.slowsDown()) {
            return;
        }
        boolean needed = pace.adaptive() == Pace.Adaptive.WHERE_NEEDED;
        switch (reply) {
            case TOO_MUCH -> slowdown.toldSo(started, now);
            case PUSHED_BACK -> {
                if (needed) {
                    slowdown.pushedBack(started, now);
                }
            }
            case ANSWERED -> {
                if (needed) {
                    slowdown.timed(took, atOnce, started, now);
                }
                slowdown.answered(started);
            }
        }
    }

    /** The same where anything asks for more than one start after another; else {@link Long#MIN_VALUE}. */
    long promised() {
        long at = readyAt();
        return started && at <= lastStart ? Long.MIN_VALUE : at;
    }

    /** When the next request may start, as far as time decides it. */
    long readyAt() {
        long at = Long.MIN_VALUE;
        if (name.equals(Limiter.LOCAL)) {
            return at;
        }
        at = later(at, notBefore, Ledger.Cause.RETRY_AFTER);
        if (!started) {
            return at;
        }
        at = later(at, lastStart + crawlDelay.toNanos(), Ledger.Cause.CRAWL_DELAY);
        for (Line line : lines) {
            Pace pace = line.share.pace();
            long lo = pace.jitterLo().toNanos();
            long pause = lo + Math.round((pace.jitterHi().toNanos() - lo) * draw);
            at = later(at, lastStart + pace.spacing().toNanos() + pause, Ledger.Cause.SPACING);
            if (pace.slowsDown()) {
                at = later(at, lastStart + slowdown.gap(), Ledger.Cause.SLOWED);
            }
            if (pace.starts() > 0 && pace.starts() <= Math.min(count, starts.length)) {
                long first = starts[(count - pace.starts()) % starts.length];
                at = later(at, first + pace.per().toNanos(), Ledger.Cause.RATE);
            }
        }
        return at;
    }

    private long later(long at, long other, Ledger.Cause cause) {
        if (other <= at) {
            return at;
        }
        binding = cause;
        return other;
    }

    /** A request starts now; {@code random} decides how long the pause after it is. */
    void start(long now, double random) {
        started = true;
        lastStart = now;
        draw = random;
        int most = REMEMBERED;
        for (Line line : lines) {
            most = Math.max(most, line.share.pace().starts());
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
