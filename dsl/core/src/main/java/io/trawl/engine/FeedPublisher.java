package io.trawl.engine;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A feed as a publisher of the Reactive Streams specification 1.0.4 ({@code java.util.concurrent.Flow}): cold, each
 * subscriber has a feed of its own, opened by its first {@code request}. Signals come one at a time from the executor.
 */
final class FeedPublisher<T> implements Flow.Publisher<T> {
    private final Supplier<? extends Feed<T>> open;
    private final Executor executor;
    private final Clock clock;

    FeedPublisher(Supplier<? extends Feed<T>> open, Executor executor, Clock clock) {
        this.clock = clock;
        this.open = open;
        this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        new Reading(Objects.requireNonNull(subscriber, "subscriber")).begin();
    }

    /** One subscriber. Its lock is not held while calling out. */
    private final class Reading implements Flow.Subscription {
        /** Null once it is to hear nothing any more (rule 3.13). */
        private Flow.@Nullable Subscriber<? super T> subscriber;

        private @Nullable Feed<T> feed;
        private @Nullable Throwable wrong;
        private long demand;
        /** Whether somebody is delivering; from the start, so that {@code onSubscribe} comes first (rule 1.3). */
        private boolean running = true;

        private boolean listening;

        Reading(Flow.Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        void begin() {
            try {
                Objects.requireNonNull(subscriber).onSubscribe(this);
            } catch (RuntimeException | Error e) {
                threw(e);
            }
            synchronized (this) {
                running = false;
            }
            run();
        }

        @Override
        public void request(long n) {
            synchronized (this) {
                if (n > 0) {
                    demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                } else if (wrong == null) {
                    wrong = new IllegalArgumentException(
                            "request(" + n + "): rule 3.9 of Reactive Streams wants more than 0");
                }
            }
            run();
        }

        @Override
        public void cancel() {
            Feed<T> unwanted;
            synchronized (this) {
                subscriber = null;
                unwanted = feed;
            }
            if (unwanted != null) {
                clock.enter(unwanted::cancel);
            }
        }

        private void run() {
            synchronized (this) {
                if (running || subscriber == null || feed == null && demand == 0 && wrong == null) {
                    return;
                }
                running = true;
            }
            executor.execute(this::deliver);
        }

        private void deliver() {
            while (step()) {
                // Until there is nothing to tell.
            }
        }

        /** Tells one thing; false where there is none, and then somebody else may run. */
        private boolean step() {
            Feed<T> from = opened();
            Feed.State state = from == null ? Feed.State.OVER : from.state();
            Flow.Subscriber<? super T> to;
            boolean last;
            boolean listen = false;
            synchronized (this) {
                to = subscriber;
                last = wrong != null || state == Feed.State.OVER;
                if (to == null || !last && (state == Feed.State.WAITING || demand == 0)) {
                    running = false;
                    listen = to != null && state == Feed.State.WAITING && !listening;
                    listening |= listen;
                    to = null;
                } else if (last) {
                    subscriber = null;
                } else {
                    demand--;
                }
            }
            if (to == null) {
                if (listen) {
                    Objects.requireNonNull(from).whenReady(this::wake);
                }
                return false;
            }
            if (last) {
                end(to, from);
                return false;
            }
            T value = Objects.requireNonNull(from).poll();
            if (value == null) {
                // Another reader of the same channel had it.
                synchronized (this) {
                    demand++;
                }
                return true;
            }
            try {
                to.onNext(value);
            } catch (RuntimeException | Error e) {
                threw(e);
            }
            return true;
        }

        private @Nullable Feed<T> opened() {
            synchronized (this) {
                if (feed != null || subscriber == null || wrong != null) {
                    return feed;
                }
            }
            try {
                Feed<T> fresh = open.get();
                boolean unwanted;
                synchronized (this) {
                    feed = fresh;
                    unwanted = subscriber == null;
                }
                if (unwanted) {
                    fresh.cancel();
                }
                return fresh;
            } catch (RuntimeException | Error e) {
                synchronized (this) {
                    wrong = e;
                }
                return null;
            }
        }

        private void end(Flow.Subscriber<? super T> to, @Nullable Feed<T> from) {
            Throwable failure;
            boolean misused;
            synchronized (this) {
                misused = wrong != null;
                failure = misused || from == null ? wrong : from.failure();
            }
            if (misused && from != null) {
                from.cancel();
            }
            try {
                if (failure == null) {
                    to.onComplete();
                } else {
                    to.onError(failure);
                }
            } catch (RuntimeException | Error e) {
                threw(e);
            }
        }

        private void wake() {
            synchronized (this) {
                listening = false;
            }
            run();
        }

        /** It must not (rule 2.13): it is as good as cancelled. */
        private void threw(Throwable e) {
            LoggerFactory.getLogger(FeedPublisher.class).warn("a subscriber threw, and is told no more", e);
            cancel();
        }
    }
}
