package io.trawl.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where values are read from, one after the other and as fast as the reader likes; what brings them does not run ahead by
 * more than a bound. {@link FeedReader} makes a stream of it, {@link FeedPublisher} a publisher. Thread-safe.
 */
interface Feed<T> {
    enum State {
        /** There is a value. */
        READY,
        /** There is none now. */
        WAITING,
        /** There is none, and none will come. */
        OVER
    }

    State state();

    /** The next value, which then is read; null unless READY. */
    @Nullable
    T poll();

    /** Why it is OVER, where that is no good end. */
    default @Nullable Throwable failure() {
        return null;
    }

    /** Calls once, on any thread, when it is no longer WAITING; at once where it is not. */
    void whenReady(Runnable wake);

    /** The reader wants no more. Nothing the second time. */
    void cancel();
}
