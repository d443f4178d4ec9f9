package io.trawl.engine;

import io.trawl.JobEvent;
import io.trawl.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A job's events in order, for listeners that may come late: each gets all of them from the first, none twice, as many
 * as it asked for, one at a time. Of a page whose outcome stands in the results only the time and the page's index are
 * kept, 12 bytes, so that the log of a large job is small. Thread-safe; {@link #add} calls nobody but the results,
 * {@link #tell} whoever listens.
 */
final class EventLog implements Flow.Publisher<JobEvent> {
    /** Events delivered in one go, before others get a turn. */
    private static final int GO = 256;

    private static final int NO_PAGE = -1;
    private static final int NOTES = 1_000;

    private final Executor callbacks;
    private final IntFunction<Outcome<?>> results;
    private final List<Reader> readers = new ArrayList<>();
    private final List<Bell> bells = new CopyOnWriteArrayList<>();
    private final Map<Integer, JobEvent> others = new HashMap<>();
    private final Deque<JobEvent.Logged> notes = new ArrayDeque<>();
    private long[] times = new long[4];
    private int[] pages = new int[4];
    private int size;
    private boolean closed;

    /** @param results the outcome of the page of an index */
    EventLog(Executor callbacks, IntFunction<Outcome<?>> results) {
        this.callbacks = callbacks;
        this.results = results;
    }

    /** Nothing once it is closed. */
    synchronized void add(JobEvent event) {
        if (!closed) {
            others.put(size, event);
            append(0, NO_PAGE);
        }
    }

    /** A page whose outcome stands in the results. */
    synchronized void page(Instant at, int index) {
        if (!closed) {
            append(Duration.between(Instant.EPOCH, at).toNanos(), index);
        }
    }

    /** A line of the log, which is kept also where it comes too late to be an event. */
    synchronized void note(JobEvent.Logged line) {
        notes.addLast(line);
        if (notes.size() > NOTES) {
            notes.removeFirst();
        }
        add(line);
    }

    /** The last 1,000. */
    synchronized List<JobEvent.Logged> notes() {
        return List.copyOf(notes);
    }

    synchronized void close(JobEvent last) {
        add(last);
        closed = true;
    }

    private void append(long at, int page) {
        if (size == pages.length) {
            times = Arrays.copyOf(times, size * 3 / 2);
            pages = Arrays.copyOf(pages, size * 3 / 2);
        }
        times[size] = at;
        pages[size++] = page;
    }

    private JobEvent event(int index) {
        int page = pages[index];
        return page == NO_PAGE
                ? others.get(index)
                : new JobEvent.Page(Instant.EPOCH.plusNanos(times[index]), results.apply(page));
    }

    /** Told by the thread that tells, whatever thread that is: must only set a flag. */
    interface Bell {
        /** @param last whether there will be no other event */
        void ring(boolean last);
    }

    /** Rings at each change, of which lines of the log are none, and now where there were some already. */
    void onChange(Bell bell) {
        boolean some;
        boolean last;
        bells.add(bell);
        synchronized (this) {
            some = size > 0;
            last = closed;
        }
        if (some) {
            bell.ring(last);
        }
    }

    /** Wakes those who wait for what was added; to be called without a lock. */
    void tell() {
        boolean last;
        synchronized (this) {
            last = closed;
        }
        bells.forEach(bell -> bell.ring(last));
        tellReaders();
    }

    /** After a line of the log. */
    void tellReaders() {
        List<Reader> wake;
        synchronized (this) {
            wake = List.copyOf(readers);
        }
        wake.forEach(Reader::wake);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super JobEvent> subscriber) {
        subscribe(subscriber, callbacks);
    }

    /** @param where it is called */
    void subscribe(Flow.Subscriber<? super JobEvent> subscriber, Executor where) {
        var reader = new Reader(Objects.requireNonNull(subscriber, "subscriber"), where);
        synchronized (this) {
            readers.add(reader);
        }
        subscriber.onSubscribe(reader);
    }

    /** One subscriber and how far it has read. */
    private final class Reader implements Flow.Subscription {
        private final Flow.Subscriber<? super JobEvent> subscriber;
        private final Executor where;
        private int at;
        private long demand;
        private boolean running;
        private boolean done;

        Reader(Flow.Subscriber<? super JobEvent> subscriber, Executor where) {
            this.subscriber = subscriber;
            this.where = where;
        }

        @Override
        public void request(long n) {
            synchronized (EventLog.this) {
                if (n <= 0) {
                    if (!done) {
                        over();
                        where.execute(() -> subscriber.onError(new IllegalArgumentException(
                                "request(" + n + "): Reactive Streams rule 3.9 wants more than 0")));
                    }
                    return;
                }
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
            wake();
        }

        @Override
        public void cancel() {
            synchronized (EventLog.this) {
                over();
            }
        }

        private void over() {
            done = true;
            readers.remove(this);
        }

        void wake() {
            synchronized (EventLog.this) {
                if (running || done || !ready()) {
                    return;
                }
                running = true;
            }
            where.execute(this::deliver);
        }

        private boolean ready() {
            return at < size ? demand > 0 : closed;
        }

        private void deliver() {
            for (int i = 0; i < GO; i++) {
                JobEvent next;
                synchronized (EventLog.this) {
                    if (done || !ready()) {
                        running = false;
                        return;
                    }
                    next = at < size ? event(at++) : null;
                    demand -= next == null ? 0 : 1;
                    if (next == null) {
                        over();
                    }
                }
                give(next);
            }
            where.execute(this::deliver);
        }

        private void give(@Nullable JobEvent next) {
            try {
                if (next == null) {
                    subscriber.onComplete();
                } else {
                    subscriber.onNext(next);
                }
            } catch (RuntimeException | Error e) {
                // It must not (rule 2.13): it is as good as cancelled.
                LoggerFactory.getLogger(EventLog.class).warn("a subscriber threw, and is told no more", e);
                cancel();
            }
        }
    }
}
