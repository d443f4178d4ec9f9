package io.trawl.engine;

import io.trawl.Awaitable;
import io.trawl.Channel;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A channel: values, and the futures of those who wait on either side. Its lock is not held while calling out. */
public final class BoundedChannel<T> implements Channel<T>, Feed<T> {
    private record Put<T>(T value, CompletableFuture<@Nullable Void> done) {}

    private final Clock clock = Clocks.here();
    private final int capacity;
    private final Deque<T> values = new ArrayDeque<>();
    private final Deque<Put<T>> putting = new ArrayDeque<>();
    private final Deque<CompletableFuture<T>> taking = new ArrayDeque<>();
    private final List<Runnable> readers = new ArrayList<>();
    private boolean closed;

    private BoundedChannel(int capacity) {
        this.capacity = capacity;
    }

    public static <T> Channel<T> of(int capacity) {
        return new BoundedChannel<>(Check.positive(capacity, "the capacity of a channel"));
    }

    private static ScrapeException over(String advice) {
        return new ScrapeException(Failure.of(ErrorKind.CANCELLED, "", "the channel is closed", advice));
    }

    @Override
    public Awaitable<Void> put(T value) {
        Objects.requireNonNull(value, "a channel takes no null");
        return Deferred.started(clock, "room in the channel", () -> {
            var put = new Put<>(value, new CompletableFuture<@Nullable Void>());
            boolean late;
            synchronized (this) {
                late = closed;
                if (!late) {
                    putting.add(put);
                }
            }
            if (late) {
                put.done.completeExceptionally(over("put before close()"));
            } else {
                put.done.whenComplete((done, error) -> takeBack(put));
                settle();
            }
            return put.done;
        });
    }

    private synchronized void takeBack(Put<T> put) {
        putting.removeIf(other -> other == put);
    }

    @Override
    public Awaitable<T> take() {
        return Deferred.started(clock, "a value of the channel", () -> {
            var take = new CompletableFuture<T>();
            synchronized (this) {
                taking.add(take);
            }
            take.whenComplete((value, error) -> giveUp(take));
            settle();
            return take;
        });
    }

    private synchronized void giveUp(CompletableFuture<T> take) {
        taking.removeIf(other -> other == take);
    }

    /** Brings together those who wait, until nobody can go on; then calls readers, if there is something for them. */
    private void settle() {
        while (settleOne()) {
            // The next.
        }
    }

    private boolean settleOne() {
        Put<T> accepted = null;
        CompletableFuture<T> taker = null;
        T value = null;
        List<Runnable> wake = List.of();
        synchronized (this) {
            if (values.size() < capacity && !putting.isEmpty()) {
                accepted = putting.poll();
                values.add(accepted.value);
            } else if (!taking.isEmpty() && !values.isEmpty()) {
                taker = taking.poll();
                value = values.poll();
            } else if (!taking.isEmpty() && closed) {
                taker = taking.poll();
            } else if (state() != State.WAITING) {
                wake = List.copyOf(readers);
                readers.clear();
            }
        }
        if (accepted != null) {
            accepted.done.complete(null);
        } else if (taker != null && value == null) {
            taker.completeExceptionally(over("take until it is empty: for (var value : channel) …"));
        } else if (taker != null && value != null && !taker.complete(value)) {
            // It gave up at this moment: the value is the next one's.
            synchronized (this) {
                values.addFirst(value);
            }
        }
        wake.forEach(Runnable::run);
        return accepted != null || taker != null;
    }

    @Override
    public Awaitable<Long> putAll(Iterable<? extends T> all) {
        return Deferred.blocking(() -> {
            long count = 0;
            for (T value : all) {
                put(value).await();
                count++;
            }
            return count;
        });
    }

    @Override
    public Awaitable<Long> putAll(Flow.Publisher<? extends T> all) {
        return Deferred.started(clock, "all of a publisher", () -> {
            var from = new PutEach<>(this);
            all.subscribe(from);
            return from.count();
        });
    }

    @Override
    public Iterator<T> iterator() {
        return stream().iterator();
    }

    @Override
    public Stream<T> stream() {
        return FeedReader.stream(clock, "the next value of the channel", () -> new Reader<>(this));
    }

    @Override
    public Flow.Publisher<T> publisher() {
        return new FeedPublisher<>(() -> new Reader<>(this), clock.executor(() -> Deferred.CALLS), clock);
    }

    /** One of perhaps several who read: its end is not that of the channel. */
    private record Reader<T>(BoundedChannel<T> channel) implements Feed<T> {
        @Override
        public State state() {
            return channel.state();
        }

        @Override
        public @Nullable T poll() {
            return channel.poll();
        }

        @Override
        public void whenReady(Runnable wake) {
            channel.whenReady(wake);
        }

        @Override
        public void cancel() {
            // The others read on.
        }
    }

    @Override
    public synchronized State state() {
        return !values.isEmpty() ? State.READY : closed ? State.OVER : State.WAITING;
    }

    @Override
    public @Nullable T poll() {
        T value;
        synchronized (this) {
            value = values.poll();
        }
        settle();
        return value;
    }

    @Override
    public void whenReady(Runnable wake) {
        synchronized (this) {
            readers.add(wake);
        }
        settle();
    }

    @Override
    public synchronized int size() {
        return values.size();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public synchronized int waitingToPut() {
        return putting.size();
    }

    @Override
    public synchronized int waitingToTake() {
        return taking.size();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        settle();
    }

    @Override
    public void cancel() {
        List<Put<T>> refused;
        synchronized (this) {
            closed = true;
            values.clear();
            refused = List.copyOf(putting);
            putting.clear();
        }
        refused.forEach(put -> put.done.completeExceptionally(over("nothing: who took wants no more")));
        settle();
    }

    @Override
    public synchronized View view() {
        return View.Note.of(
                "Channel · " + values.size() + " of " + capacity + (closed ? " · closed" : ""),
                putting.size() + " wait to put, " + taking.size() + " to take");
    }

    @Override
    public synchronized String toString() {
        return "Channel, " + values.size() + " of " + capacity + ", " + putting.size() + " wait to put, "
                + taking.size() + " to take" + (closed ? ", closed" : "");
    }
}
