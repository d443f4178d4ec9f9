package io.trawl;

import java.util.concurrent.Flow;
import java.util.stream.Stream;

/**
 * A queue of bounded size between those who bring values and those who take them: who brings waits while it is full, who
 * takes waits while it is empty, each in the order of coming. Made by {@link Trawl#channel}. Any number on either side, on
 * any thread; each value is taken once. Nothing of it blocks a thread but {@code await()}, iterating and the stream.
 *
 * <pre>{@code
 * var queue = Trawl.<Outcome<Document>>channel(10);
 * queue.putAll(crawl("https://docs.example/").publisher()).toFuture().whenComplete((count, error) -> queue.close());
 * for (var page : queue) { ... }                  // ends when the queue is closed and empty
 * }</pre>
 */
public interface Channel<T> extends Iterable<T>, AutoCloseable, Viewable {

    /**
     * Brings a value, done when there is room for it. Nothing happens before it is awaited or its future asked for;
     * cancelling the future while it waits takes the value back. Fails with kind CANCELLED where the channel is closed.
     */
    Awaitable<Void> put(T value);

    /**
     * Brings all of them, each when there is room; then how many. The iterator is read on a thread of its own and may block.
     * Cancelling stops it. The channel stays open.
     */
    Awaitable<Long> putAll(Iterable<? extends T> values);

    /** The same from a publisher, asked for one value at a time. */
    Awaitable<Long> putAll(Flow.Publisher<? extends T> values);

    /** Takes a value, done when there is one. Fails with kind CANCELLED once the channel is closed and empty. */
    Awaitable<T> take();

    /** What is in it and to come, until it is closed; an iterator blocks while it is empty. */
    Stream<T> stream();

    /** The same with the back-pressure of Reactive Streams. Several subscribers share the values. */
    Flow.Publisher<T> publisher();

    /** How many values are in it. */
    int size();

    int capacity();

    /** How many wait to bring a value: more than none says that the takers are slower. */
    int waitingToPut();

    /** How many wait to take one: more than none says that those who bring are slower. */
    int waitingToTake();

    /** Nothing more may be brought; what is in it and what waited can still be taken. Nothing the second time. */
    @Override
    void close();

    /** As {@link #close()}, and what is in it is dropped: for a taker that wants no more. Who waits to put is told so. */
    void cancel();
}
