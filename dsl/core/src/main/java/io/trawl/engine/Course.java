package io.trawl.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The course of a job, for its pictures: which starts it was promised and when they were, how its pace changed and its
 * hosts' breakers. Times are the clock's nanoseconds since it began. Thread-safe; calls nobody.
 */
final class Course {
    private static final int MOST = 10_000;

    /**
     * A request that left.
     *
     * @param promised the first moment that the limiter allowed; its grant where nothing spoke against any
     * @param granted when the limiter gave the permit, from which it counts the next
     * @param bound whether anything spoke against an earlier start
     */
    record Start(String host, long promised, long granted, long left, boolean bound) {}

    /** From then on so many at once. */
    record AtOnce(long at, int requests) {}

    /** From then on the breaker of a host was in that state. */
    record Turn(long at, String host, Breaker.State state) {}

    final Instant began;
    private final Clock clock;
    private final long zero;
    private final Deque<Start> starts = new ArrayDeque<>();
    private final Deque<AtOnce> paces = new ArrayDeque<>();
    private final Deque<Turn> turns = new ArrayDeque<>();

    Course(Clock clock, Pace pace) {
        this.clock = clock;
        this.zero = clock.nanos();
        this.began = clock.now();
        paces.add(new AtOnce(0, pace.maxConcurrency()));
    }

    /** A request leaves now; {@code promised} is {@link Long#MIN_VALUE} where nothing bound it. */
    synchronized void started(String host, long promised, long granted) {
        boolean bound = promised != Long.MIN_VALUE;
        long first = bound ? promised : granted;
        add(starts, new Start(host, first - zero, granted - zero, clock.nanos() - zero, bound));
    }

    synchronized void pace(Pace pace) {
        if (paces.getLast().requests != pace.maxConcurrency()) {
            add(paces, new AtOnce(clock.nanos() - zero, pace.maxConcurrency()));
        }
    }

    synchronized void breaker(String host, Breaker.State state) {
        add(turns, new Turn(clock.nanos() - zero, host, state));
    }

    private static <E> void add(Deque<E> all, E one) {
        all.add(one);
        if (all.size() > MOST) {
            all.removeFirst();
        }
    }

    synchronized List<Start> starts() {
        return new ArrayList<>(starts);
    }

    synchronized List<AtOnce> paces() {
        return new ArrayList<>(paces);
    }

    synchronized List<Turn> turns() {
        return new ArrayList<>(turns);
    }
}
