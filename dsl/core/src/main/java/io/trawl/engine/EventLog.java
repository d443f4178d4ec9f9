package io.trawl.engine;

import io.trawl.JobEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.slf4j.LoggerFactory;

/**
 * A job's events in order, for listeners that may come late: each gets all of them from the first, none twice, as many
 * as it asked for, one at a time on the callback pool.
 */
final class EventLog implements Flow.Publisher<JobEvent> {
    private final List<JobEvent> events = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final Executor callbacks;
    private boolean closed;

    EventLog(Executor callbacks) {
        this.callbacks = callbacks;
    }

    void add(JobEvent event, boolean last) {
        List<Reader> wake;
        synchronized (this) {
            events.add(event);
            closed |= last;
            wake = List.copyOf(readers);
        }
        wake.forEach(Reader::wake);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super JobEvent> subscriber) {
        var reader = new Reader(subscriber);
        synchronized (this) {
            readers.add(reader);
        }
        subscriber.onSubscribe(reader);
    }

    /** One subscriber and how far it has read. */
    private final class Reader implements Flow.Subscription {
        private final Flow.Subscriber<? super JobEvent> subscriber;
        private int at;
        private long demand;
        private boolean running;
        private boolean done;

        Reader(Flow.Subscriber<? super JobEvent> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            synchronized (EventLog.this) {
                if (n <= 0) {
                    done = true;
                    callbacks.execute(() -> subscriber.onError(new IllegalArgumentException(
                            "request(" + n + "): Reactive Streams rule 3.9 wants more than 0")));
                    return;
                }
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
            wake();
        }

        @Override
        public void cancel() {
            synchronized (EventLog.this) {
                done = true;
                readers.remove(this);
            }
        }

        void wake() {
            synchronized (EventLog.this) {
                if (running || done || !ready()) {
                    return;
                }
                running = true;
            }
            callbacks.execute(this::deliver);
        }

        private boolean ready() {
            return at < events.size() ? demand > 0 : closed;
        }

        private void deliver() {
            while (true) {
                JobEvent next;
                synchronized (EventLog.this) {
                    if (done || !ready()) {
                        running = false;
                        return;
                    }
                    next = at < events.size() ? events.get(at++) : null;
                    demand -= next == null ? 0 : 1;
                    done = next == null;
                }
                try {
                    if (next == null) {
                        subscriber.onComplete();
                    } else {
                        subscriber.onNext(next);
                    }
                } catch (RuntimeException e) {
                    LoggerFactory.getLogger(EventLog.class).warn("a job's listener threw", e);
                }
            }
        }
    }
}
