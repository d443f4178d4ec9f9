package io.trawl.engine;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Where the wall time of a job goes. At each moment exactly one thing holds it up: while a page waits for a permit, what
 * keeps it from one; else what its pages are doing. So the parts add up to the whole. Thread-safe; calls nobody.
 */
final class Ledger {
    /** What can hold a job up. */
    enum Cause {
        /** A wish that nothing on its host speaks against: all of the job's or the session's permits are taken. */
        TURN,
        SPACING,
        RATE,
        CRAWL_DELAY,
        RETRY_AFTER,
        SLOWED,
        PER_HOST,
        CONNECTIONS,
        BREAKER,
        /** From here on never that of a line of wishes, but worked out. */
        QUEUED,
        PAUSED,
        /** Functions that wait, sinks and readers: what is fetched waits for them. */
        BEHIND,
        AT_ONCE,
        SESSION,
        EXCHANGE,
        CPU,
        RETRY,
        PREPARING,
        OTHER;

        boolean ofHost() {
            return ordinal() > TURN.ordinal() && ordinal() < QUEUED.ordinal();
        }
    }

    /** What a page does, apart from waiting for its permit. */
    enum Doing {
        PREPARING(Cause.PREPARING),
        EXCHANGE(Cause.EXCHANGE),
        PARSING(Cause.CPU),
        RETRY(Cause.RETRY),
        /** It is fetched and parsed; functions that wait, or sinks, have its rows. */
        BEHIND(Cause.BEHIND),
        WAITING(Cause.OTHER);

        final Cause cause;

        Doing(Cause cause) {
            this.cause = cause;
        }
    }

    private static final Doing[] BY_WEIGHT = {Doing.EXCHANGE, Doing.PARSING, Doing.RETRY, Doing.PREPARING, Doing.BEHIND
    };
    private static final int MOST_HOSTS = 1_000;

    private final Clock clock;
    private final int[] wishes = new int[Cause.values().length];
    private final int[] pages = new int[Doing.values().length];
    private final long[] spent = new long[Cause.values().length];
    private final Map<String, long[]> byHost = new HashMap<>();
    private final BooleanSupplier held;
    private boolean queued;
    private boolean begun;
    private boolean closed;
    private boolean paused;
    private boolean full;
    private long since;
    private long slotsExchanging;
    private long slotsParsing;

    /** @param held whether no wish is granted because of what comes after fetching */
    Ledger(Clock clock, BooleanSupplier held) {
        this.clock = clock;
        this.held = held;
        this.since = clock.nanos();
    }

    /** The job has to wait for its turn; nothing where that has come. */
    synchronized void waits() {
        settle();
        queued = !begun;
    }

    synchronized void begins() {
        settle();
        begun = true;
        queued = false;
    }

    /** The job is over: what comes now is no longer its time. */
    synchronized void close() {
        settle();
        closed = true;
    }

    /** So many wishes more, or fewer, that this keeps from a permit. */
    synchronized void wishes(Cause cause, int change) {
        if (change != 0) {
            settle();
            wishes[cause.ordinal()] += change;
        }
    }

    /** A line of wishes for a host was kept waiting so long. */
    synchronized void kept(String host, Cause cause, long nanos) {
        if (cause.ofHost() && (byHost.size() < MOST_HOSTS || byHost.containsKey(host))) {
            byHost.computeIfAbsent(host, h -> new long[Cause.values().length])[cause.ordinal()] += nanos;
        }
    }

    /** @param allTaken whether the job has all the permits it may have */
    synchronized void permits(boolean allTaken) {
        if (full != allTaken) {
            settle();
            full = allTaken;
        }
    }

    synchronized void paused(boolean on) {
        settle();
        paused = on;
    }

    synchronized void page(
            @org.jspecify.annotations.Nullable Doing before, @org.jspecify.annotations.Nullable Doing after) {
        if (before == after) {
            return;
        }
        settle();
        if (before != null) {
            pages[before.ordinal()]--;
        }
        if (after != null) {
            pages[after.ordinal()]++;
        }
    }

    /** To be called before it changes whether wishes are held. */
    synchronized void settled() {
        settle();
    }

    private void settle() {
        long now = clock.nanos();
        long passed = now - since;
        since = now;
        if (passed <= 0 || closed) {
            return;
        }
        Cause cause = cause();
        spent[cause.ordinal()] += passed;
        if (cause == Cause.AT_ONCE) {
            slotsExchanging += passed * pages[Doing.EXCHANGE.ordinal()];
            slotsParsing += passed * pages[Doing.PARSING.ordinal()];
        }
    }

    private Cause cause() {
        if (queued) {
            return Cause.QUEUED;
        }
        if (paused) {
            return Cause.PAUSED;
        }
        if (held.getAsBoolean()) {
            return Cause.BEHIND;
        }
        if (wishes[Cause.TURN.ordinal()] > 0) {
            return full ? Cause.AT_ONCE : Cause.SESSION;
        }
        Cause most = Cause.OTHER;
        int count = 0;
        for (Cause cause : Cause.values()) {
            if (wishes[cause.ordinal()] > count) {
                count = wishes[cause.ordinal()];
                most = cause;
            }
        }
        if (count > 0) {
            return most;
        }
        for (Doing doing : BY_WEIGHT) {
            if (pages[doing.ordinal()] > 0) {
                return doing.cause;
            }
        }
        return Cause.OTHER;
    }

    /** The parts so far, those of nothing left out. */
    synchronized Map<Cause, Duration> parts() {
        settle();
        var parts = new EnumMap<Cause, Duration>(Cause.class);
        for (Cause cause : Cause.values()) {
            if (spent[cause.ordinal()] > 0) {
                parts.put(cause, Duration.ofNanos(spent[cause.ordinal()]));
            }
        }
        return parts;
    }

    /** Of the permits that were all taken, the share whose page was being parsed. */
    synchronized double parsing() {
        long all = slotsExchanging + slotsParsing;
        return all == 0 ? 0 : (double) slotsParsing / all;
    }

    /** The host that this kept waiting for longest; empty where none is known. */
    synchronized String host(Cause cause) {
        return byHost.entrySet().stream()
                .filter(e -> e.getValue()[cause.ordinal()] > 0)
                .max(java.util.Comparator.comparingLong(e -> e.getValue()[cause.ordinal()]))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
