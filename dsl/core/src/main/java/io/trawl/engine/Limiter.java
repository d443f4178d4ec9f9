package io.trawl.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Decides when a request may start: the session's cap, its job's share, its host's permits and the host's next start
 * time, the strictest job on the host winning. A granted request has its start time reserved before anyone waits, so
 * two can never take the same slot. What is not granted waits here and not in the HTTP client; hosts take turns, so a
 * slow one holds up nobody. It limits requests, not connections.
 *
 * <p>Thread-safe: one lock, never held while calling out.
 */
final class Limiter {
    private final Clock clock;
    private final int cap;
    private final DoubleSupplier random;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private int inFlight;
    private long wakeAt;
    private Clock.@org.jspecify.annotations.Nullable Cancellable wake;

    Limiter(Clock clock, int cap, DoubleSupplier random) {
        this.clock = clock;
        this.cap = cap;
        this.random = random;
    }

    /** A job's share of the permits. */
    final class Share {
        private final Pace pace;
        private final Breaker.Rule rule;
        private int used;
        private boolean paused;

        Share(Pace pace, Breaker.Rule rule) {
            this.pace = pace;
            this.rule = rule;
        }

        void pause(boolean on) {
            synchronized (Limiter.this) {
                paused = on;
            }
            dispatch();
        }
    }

    /** A wish for a permit, then the permit. */
    final class Ticket {
        private final Share share;
        private final String name;
        private Host host;
        private final Runnable granted;
        private boolean holds;
        private boolean over;

        Ticket(Share share, String name, Runnable granted) {
            this.share = share;
            this.name = name;
            this.host = host(name);
            this.granted = granted;
        }

        /** Starts to wait; nothing where it was released before. */
        void enqueue() {
            synchronized (Limiter.this) {
                if (over) {
                    return;
                }
                // The host may have been forgotten since the ticket was made.
                hosts.putIfAbsent(name, host);
                host = hosts.get(name);
                host.waiting.add(this);
            }
            dispatch();
        }

        /** Gives the permit back, or the wish up; nothing the second time. */
        void release() {
            synchronized (Limiter.this) {
                if (over) {
                    return;
                }
                over = true;
                if (holds) {
                    inFlight--;
                    share.used--;
                    host.inFlight--;
                } else {
                    host.waiting.remove(this);
                }
            }
            dispatch();
        }

        /** Tells the host's breaker how it went; true where that changed the breaker. */
        boolean record(boolean ok) {
            synchronized (Limiter.this) {
                return host.breaker.record(ok, share.rule, clock.nanos());
            }
        }

        String breakerState() {
            synchronized (Limiter.this) {
                return host.breaker.state().name();
            }
        }
    }

    /** What holds for one host, whichever job asks. */
    private static final class Host {
        final Deque<Ticket> waiting = new ArrayDeque<>();
        final Deque<Long> starts = new ArrayDeque<>();
        final Breaker breaker = new Breaker();
        int inFlight;
        long lastStart;
        boolean started;
        long notBefore;
        Duration crawlDelay = Duration.ZERO;
        Duration pause = Duration.ZERO;

        Host(long now) {
            notBefore = now;
            lastStart = now;
        }
    }

    Share share(Pace pace, Breaker.Rule rule) {
        return new Share(pace, rule);
    }

    /** A wish for a permit, not yet waiting: {@code granted} is called once after {@link Ticket#enqueue}, on any thread. */
    synchronized Ticket ticket(Share share, String hostName, Runnable granted) {
        return new Ticket(share, hostName, granted);
    }

    private Host host(String name) {
        return hosts.computeIfAbsent(name, n -> new Host(clock.nanos()));
    }

    /** No start on that host before that much time has passed (Retry-After). */
    synchronized void holdBack(String hostName, Duration wait) {
        Host host = host(hostName);
        long until = clock.nanos() + wait.toNanos();
        host.notBefore = until - host.notBefore > 0 ? until : host.notBefore;
    }

    /** What robots.txt asks for between two starts. */
    synchronized void crawlDelay(String hostName, Duration delay) {
        host(hostName).crawlDelay = delay;
    }

    synchronized int inFlight() {
        return inFlight;
    }

    private void dispatch() {
        List<Ticket> granted;
        synchronized (this) {
            granted = grant(clock.nanos());
        }
        granted.forEach(t -> t.granted.run());
    }

    private List<Ticket> grant(long now) {
        var granted = new ArrayList<Ticket>();
        long next = Long.MAX_VALUE;
        boolean again = true;
        while (again && inFlight < cap) {
            again = false;
            next = Long.MAX_VALUE;
            for (Host host : List.copyOf(hosts.values())) {
                if (host.waiting.isEmpty() || inFlight >= cap) {
                    continue;
                }
                Ticket ticket = eligible(host);
                if (ticket == null) {
                    continue;
                }
                long wait = readyAt(host, ticket, now) - now;
                if (wait > 0) {
                    next = Math.min(next, wait);
                    continue;
                }
                start(host, ticket, now);
                granted.add(ticket);
                again = true;
            }
        }
        hosts.values().removeIf(h -> idle(h, now));
        wakeIn(next, now);
        return granted;
    }

    /** The first on this host whose job may start one more. */
    private @org.jspecify.annotations.Nullable Ticket eligible(Host host) {
        int perHost = Integer.MAX_VALUE;
        Share last = null;
        for (Ticket t : host.waiting) {
            if (t.share == last) {
                continue;
            }
            last = t.share;
            perHost = Math.min(perHost, t.share.pace.perHost());
            boolean room = !t.share.paused && t.share.used < t.share.pace.maxConcurrency();
            if (room && host.inFlight < perHost && !(host.breaker.probing() && host.inFlight > 0)) {
                return t;
            }
        }
        return null;
    }

    private long readyAt(Host host, Ticket ticket, long now) {
        Pace pace = ticket.share.pace;
        long at = Math.max(0, host.breaker.readyAt(now) - now);
        at = Math.max(at, host.notBefore - now);
        if (host.started) {
            Duration gap = longest(pace.spacing(), host.crawlDelay, host.pause);
            at = Math.max(at, host.lastStart + gap.toNanos() - now);
        }
        if (pace.starts() > 0) {
            while (!host.starts.isEmpty()
                    && now - host.starts.peek() >= pace.per().toNanos()) {
                host.starts.poll();
            }
            if (host.starts.size() >= pace.starts()) {
                at = Math.max(at, host.starts.peek() + pace.per().toNanos() - now);
            }
        }
        return now + at;
    }

    private static Duration longest(Duration... all) {
        Duration longest = Duration.ZERO;
        for (Duration d : all) {
            longest = d.compareTo(longest) > 0 ? d : longest;
        }
        return longest;
    }

    private void start(Host host, Ticket ticket, long now) {
        Pace pace = ticket.share.pace;
        host.waiting.remove(ticket);
        ticket.holds = true;
        inFlight++;
        ticket.share.used++;
        host.inFlight++;
        host.started = true;
        host.lastStart = now;
        if (pace.starts() > 0) {
            host.starts.add(now);
        }
        long lo = pace.jitterLo().toNanos();
        long span = pace.jitterHi().toNanos() - lo;
        host.pause = Duration.ofNanos(lo + Math.round(span * random.getAsDouble()));
    }

    /** A host nobody waits for is forgotten once nothing of it could still bind anyone. */
    private boolean idle(Host host, long now) {
        return host.waiting.isEmpty()
                && host.inFlight == 0
                && host.breaker.state() == Breaker.State.CLOSED
                && host.notBefore - now <= 0
                && now - host.lastStart > Duration.ofMinutes(5).toNanos();
    }

    private void wakeIn(long wait, long now) {
        if (wait == Long.MAX_VALUE) {
            return;
        }
        long at = now + wait;
        if (wake == null || at - wakeAt < 0) {
            if (wake != null) {
                wake.cancel();
            }
            wakeAt = at;
            wake = clock.schedule(Duration.ofNanos(wait), this::woken);
        }
    }

    private void woken() {
        synchronized (this) {
            wake = null;
        }
        dispatch();
    }
}
