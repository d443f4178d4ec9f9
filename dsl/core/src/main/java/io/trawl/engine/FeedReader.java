package io.trawl.engine;

import io.trawl.Results;
import java.lang.ref.Cleaner;
import java.util.Spliterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A feed as a stream: opened by its terminal operation, read by that thread as it goes, cancelled when the stream is
 * closed, or when its reader was dropped without that and is collected. It is never split, so {@code parallel()} does not
 * read ahead.
 */
final class FeedReader<T> implements Spliterator<T> {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int TRAITS = ORDERED | NONNULL;

    private final Clock clock;
    private final Feed<T> feed;
    private final String what;

    private FeedReader(Clock clock, Feed<T> feed, String what) {
        this.clock = clock;
        this.feed = feed;
        this.what = what;
        CLEANER.register(this, () -> clock.enter(feed::cancel));
    }

    /**
     * @param clock in whose time
     * @param what what is read, in words
     * @param open called once, by the terminal operation
     */
    static <T> Stream<T> stream(Clock clock, String what, Supplier<? extends Feed<T>> open) {
        var opened = new AtomicReference<@Nullable Feed<T>>();
        return StreamSupport.<T>stream(
                        () -> {
                            Feed<T> feed = clock.enter(open::get);
                            opened.set(feed);
                            return new FeedReader<>(clock, feed, what);
                        },
                        TRAITS,
                        false)
                .onClose(() -> {
                    Feed<T> feed = opened.get();
                    if (feed != null) {
                        clock.enter(feed::cancel);
                    }
                });
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        while (true) {
            T value = clock.<@Nullable T>enter(feed::poll);
            if (value != null) {
                action.accept(value);
                return true;
            }
            switch (clock.enter(feed::state)) {
                case OVER -> {
                    Throwable failure = feed.failure();
                    if (failure != null) {
                        throw Failures.exception(failure, "");
                    }
                    return false;
                }
                case WAITING -> await();
                case READY -> {
                    // Polled next.
                }
            }
        }
    }

    private void await() {
        var ready = new CompletableFuture<@Nullable Void>();
        clock.enter(() -> feed.whenReady(() -> ready.complete(null)));
        Waiting.await(clock, ready, what, null, () -> Results.of(java.util.List.of()), () -> {
            feed.cancel();
            return "it was cancelled";
        });
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return TRAITS;
    }
}
