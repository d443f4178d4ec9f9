package io.trawl.engine;

import io.trawl.engine.HostGate.Line;
import io.trawl.site.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a request may start: the session's cap, its job's share, its host's permits and the host's next start
 * time, the strictest job on the host winning. A start is noted when it is granted, so two can never take the same slot.
 * What is not granted waits here and not in the HTTP client; jobs take turns, and within a job its hosts, so a slow host
 * holds up nobody. It limits requests, not connections.
 *
 * <p>A host whose breaker is open is not asked; what waits for it is parked until the breaker lets one request probe.
 * It is refused at once where parking is pointless: for a job that has no other page to go on with, for one whose
 * deadline comes first, on a host that never gave an answer, and after the third opening in a row.
 *
 * <p>Thread-safe: one lock, never held while calling out. A decision costs the jobs on one host, not all that waits.
 */
final class Limiter {
    /** After so many openings in a row a host is given up. */
    private static final int GIVE_UP = 3;

    /** In place of a host: a page that asks none, and takes only of its job's share. */
    static final String LOCAL = "";

    private final Clock clock;
    private final int cap;
    private final DoubleSupplier random;
    private final HostGates hosts;
    private final Deque<Share> turns = new ArrayDeque<>();
    private final Alarm alarm;
    private int inFlight;

    /** @param hostCap what the client can do on one host at once; more would only wait inside of it */
    Limiter(Clock clock, int cap, int hostCap, DoubleSupplier random) {
        this.clock = clock;
        this.cap = cap;
        this.hosts = new HostGates(hostCap);
        this.alarm = new Alarm(clock, this::woken);
        this.random = random;
    }

    private record Terms(Breaker.Rule rule, boolean patient, long deadline, BiConsumer<String, String> watcher) {}

    /** A job's share of the permits. */
    final class Share {
        final Ledger ledger;
        final Course course;
        private volatile Pace pace;
        private final Terms terms;
        private final Map<HostGate, Line> lines = new LinkedHashMap<>();
        private final Deque<Line> ready = new ArrayDeque<>();
        /** The share whose permits these are: itself, unless it is beside another. */
        private final Share whole;

        private @Nullable Share beside;
        private BooleanSupplier held = () -> false;
        private boolean inTurn;
        private boolean paused;
        private int used;

        /** @param beside the share whose permits it uses; null for its own */
        private Share(Pace pace, Terms terms, @Nullable Share beside) {
            this.pace = pace;
            this.terms = terms;
            this.whole = beside == null ? this : beside;
            this.ledger = beside == null ? new Ledger(clock, () -> held.getAsBoolean()) : beside.ledger;
            this.course = beside == null ? new Course(clock, pace) : beside.course;
        }

        Pace pace() {
            return whole.pace;
        }

        /**
         * No wish is granted while that is so; {@link #lookAgain} is to be called when it is so no longer.
         *
         * @param hold asked under the limiter's lock
         */
        void heldWhile(BooleanSupplier hold) {
            held = hold;
        }

        void lookAgain() {
            decide(now -> takeTurn(this));
        }

        /** The same permits, pace and pause, for wishes that are not held: those without which the others cannot go on. */
        Share beside() {
            synchronized (Limiter.this) {
                if (beside == null) {
                    beside = new Share(pace, terms, this);
                }
                return beside;
            }
        }

        private boolean mayHaveMore() {
            return !whole.paused && whole.used < pace().maxConcurrency() && !held.getAsBoolean();
        }

        private void turnForAll() {
            takeTurn(whole);
            if (whole.beside != null) {
                takeTurn(whole.beside);
            }
        }

        void pause(boolean on) {
            decide(now -> {
                paused = on;
                ledger.paused(on);
                turnForAll();
            });
        }

        /** From now on another pace; what is under way goes on. */
        void change(UnaryOperator<Pace> to) {
            decide(now -> {
                pace = to.apply(pace);
                course.pace(pace);
                ledger.permits(used >= pace.maxConcurrency());
                List.copyOf(lines.keySet()).forEach(host -> wakeUp(host, now));
                if (beside != null) {
                    List.copyOf(beside.lines.keySet()).forEach(host -> wakeUp(host, now));
                }
                turnForAll();
            });
        }

        private void use(int permits) {
            whole.used += permits;
            ledger.permits(whole.used >= pace().maxConcurrency());
        }
    }

    /** A wish for a permit, then the permit. */
    final class Ticket {
        private final Share share;
        private final String hostName;
        private final Runnable granted;
        private final Consumer<Duration> refused;
        private @Nullable Line line;
        private boolean underWay;
        private boolean holdsShare;
        private boolean over;
        private long started;
        private long promised;
        private int atOnce;

        private Ticket(Share share, String hostName, Runnable granted, Consumer<Duration> refused) {
            this.share = share;
            this.hostName = hostName;
            this.granted = granted;
            this.refused = refused;
        }

        /** Its request leaves now. */
        void leaves() {
            if (!hostName.equals(LOCAL)) {
                share.course.started(hostName, promised, started);
            }
        }

        /** Starts to wait; nothing where it was released before. */
        void enqueue() {
            decide(now -> {
                if (!over) {
                    line = share.lines.computeIfAbsent(host(hostName, now), h -> {
                        var fresh = new Line(share, h, now);
                        h.lines.add(fresh);
                        return fresh;
                    });
                    line.add(this);
                    makeReady(line, now);
                }
            });
        }

        /** The exchange is over: session and host may serve another; the job's share stays taken until released. */
        void exchanged() {
            decide(this::leaveHost);
        }

        /** Gives the permit back, or the wish up; nothing the second time. */
        void release() {
            decide(now -> {
                if (over) {
                    return;
                }
                over = true;
                leaveHost(now);
                if (holdsShare) {
                    share.use(-1);
                    share.turnForAll();
                } else if (line != null) {
                    line.remove(this);
                    drop(line, now);
                }
            });
        }

        private void leaveHost(long now) {
            if (underWay && line != null) {
                underWay = false;
                inFlight--;
                line.underWay--;
                line.host.inFlight--;
                drop(line, now);
                wakeUp(line.host, now);
            }
        }

        /**
         * Tells the host's breaker how it went, and how much the host is to be spared.
         *
         * @param reply what it says of how much the host can take
         * @param took from the request to the head of the answer
         */
        void record(boolean ok, HostReport.Reply reply, Duration took) {
            decide((now, out) -> {
                HostGate host = host(hostName, now);
                host.learn(share.pace(), reply, took.toNanos(), atOnce, started, now);
                if (host.breaker.record(ok, share.terms.rule, now)) {
                    tell(host, out);
                    wakeUp(host, now);
                }
            });
        }
    }

    /**
     * @param patient whether the job has other pages to go on with while a host rests
     * @param deadline when the job ends at the latest, in the clock's nanoseconds
     * @param watcher told host and state when a breaker changes
     */
    Share share(Pace pace, Breaker.Rule rule, boolean patient, long deadline, BiConsumer<String, String> watcher) {
        return new Share(pace, new Terms(rule, patient, deadline, watcher), null);
    }

    /**
     * A wish for a permit, not yet waiting. After {@link Ticket#enqueue} one of the two is called, once, on any thread:
     * {@code refused} with the time that the host's breaker stays open.
     */
    Ticket ticket(Share share, String hostName, Runnable granted, Consumer<Duration> refused) {
        return new Ticket(share, hostName, granted, refused);
    }

    /** No start on that host before that much time has passed (Retry-After). */
    synchronized void holdBack(String hostName, Duration wait) {
        long now = clock.nanos();
        host(hostName, now).holdBack(now + wait.toNanos());
    }

    /** What robots.txt asks for between two starts. */
    synchronized void crawlDelay(String hostName, Duration delay) {
        host(hostName, clock.nanos()).crawlDelay(delay);
    }

    synchronized int inFlight() {
        return inFlight;
    }

    /** What a limit per host is counted by: http and https are one host, two ports are two. */
    static String host(URI url) {
        return Urls.port(url) < 0 ? Urls.host(url) : Urls.host(url) + ":" + Urls.port(url);
    }

    private HostGate host(String name, long now) {
        return hosts.of(name, now);
    }

    // The decision: everything below runs under the lock; what is to be called is called after it.

    private interface Change {
        void apply(long now, List<Runnable> out);
    }

    private void decide(java.util.function.LongConsumer change) {
        decide((now, out) -> change.accept(now));
    }

    private void decide(Change change) {
        var out = new ArrayList<Runnable>();
        synchronized (this) {
            long now = clock.nanos();
            change.apply(now, out);
            for (HostGate host = alarm.poll(now); host != null; host = alarm.poll(now)) {
                wakeUp(host, now);
            }
            while (inFlight < cap && !turns.isEmpty()) {
                turn(turns.poll(), now, out);
            }
            alarm.set(now);
        }
        out.forEach(Runnable::run);
    }

    private void turn(Share share, long now, List<Runnable> out) {
        share.inTurn = false;
        if (!share.mayHaveMore() || share.ready.isEmpty()) {
            return;
        }
        Line line = share.ready.poll();
        line.ready = false;
        serve(line, now, out);
        takeTurn(share);
    }

    /** Grants the first of a line, or sets the line aside until something changes on its host. */
    private void serve(Line line, long now, List<Runnable> out) {
        HostGate host = line.host;
        if (line.waiting.isEmpty()) {
            return;
        }
        if (host.breaker.halfOpen(now)) {
            tell(host, out);
        }
        long at = host.readyAt();
        if (host.breaker.state() == Breaker.State.OPEN) {
            at = Math.max(at, host.breaker.openUntil());
            if (pointless(line.share, host)) {
                refuse(line, now, Duration.ofNanos(at - now), out);
                return;
            }
        }
        if (at > now) {
            host.aside.add(line);
            boolean open = host.breaker.state() == Breaker.State.OPEN && at == host.breaker.openUntil();
            line.keptBy(open ? Ledger.Cause.BREAKER : host.binding(), now);
            alarm.at(at, host);
        } else if (!host.hasRoom()) {
            host.aside.add(line);
            line.keptBy(host.binding(), now);
        } else {
            grant(line, now, out);
        }
    }

    private void grant(Line line, long now, List<Runnable> out) {
        Ticket ticket = line.waiting.iterator().next();
        line.remove(ticket);
        ticket.underWay = true;
        ticket.holdsShare = true;
        ticket.started = now;
        ticket.promised = line.host.promised();
        inFlight++;
        line.share.use(1);
        line.underWay++;
        line.host.inFlight++;
        ticket.atOnce = line.host.inFlight;
        line.host.start(now, random.getAsDouble());
        out.add(ticket.granted);
        if (!line.waiting.isEmpty()) {
            makeReady(line, now);
        }
    }

    private static boolean pointless(Share share, HostGate host) {
        return !share.terms.patient
                || host.breaker.openUntil() >= share.terms.deadline
                || !host.breaker.everOk()
                || host.breaker.openings() >= GIVE_UP;
    }

    private void refuse(Line line, long now, Duration open, List<Runnable> out) {
        for (Ticket ticket : List.copyOf(line.waiting)) {
            ticket.over = true;
            line.remove(ticket);
            out.add(() -> ticket.refused.accept(open));
        }
        drop(line, now);
    }

    private void tell(HostGate host, List<Runnable> out) {
        String state = host.breaker.state().name();
        for (Line line : host.lines) {
            out.add(() -> line.share.terms.watcher.accept(host.name, state));
        }
    }

    /** A line with nothing to do any more no longer binds its host. */
    private void drop(Line line, long now) {
        if (line.waiting.isEmpty() && line.underWay == 0 && line.share.lines.remove(line.host, line)) {
            line.host.lines.remove(line);
            line.host.aside.remove(line);
            if (line.ready) {
                line.ready = false;
                line.share.ready.remove(line);
            }
            wakeUp(line.host, now);
        }
    }

    private void wakeUp(HostGate host, long now) {
        if (!host.aside.isEmpty()) {
            var lines = List.copyOf(host.aside);
            host.aside.clear();
            lines.forEach(line -> makeReady(line, now));
        }
    }

    private void makeReady(Line line, long now) {
        if (!line.ready && !line.host.aside.contains(line)) {
            line.ready = true;
            line.keptBy(Ledger.Cause.TURN, now);
            line.share.ready.add(line);
        }
        takeTurn(line.share);
    }

    private void takeTurn(Share share) {
        if (!share.inTurn && !share.ready.isEmpty()) {
            share.inTurn = true;
            turns.add(share);
        }
    }

    private void woken() {
        synchronized (this) {
            alarm.rang();
        }
        decide(now -> {});
    }
}
