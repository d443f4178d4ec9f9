package io.trawl;

import java.time.Duration;

/**
 * A block of code that leaves nothing running behind: what is started in it ends with it, however it is left. Made by
 * {@link Trawl#scope()}. Thread-safe.
 *
 * <pre>{@code
 * try (var s = scope()) {
 *     var price = s.start(scrape("https://shop.example/1"));
 *     var stock = s.start(blocking(() -> warehouse.ask(1)));
 *     return price.await().text(".price") + stock.await();       // if the first throws, the second is cancelled
 * }
 * }</pre>
 */
public interface Scope extends AutoCloseable, Viewable {

    /**
     * Starts it now, as a child of the scope; the returned handle, and its future, are of this one start.
     *
     * @throws IllegalStateException where the scope is closed
     */
    <T> Awaitable<T> start(Awaitable<? extends T> work);

    /** How many children are under way. */
    int running();

    /**
     * Waits until all children are done.
     *
     * @throws ScrapeException with the first failure among them, as soon as it is there, those that are there by then suppressed; the
     *     others go on until {@link #close}
     */
    void join();

    /** The same, for at most that long: then kind TIMEOUT. */
    void join(Duration limit);

    /** Cancels the children that are under way, and waits up to 5 s for the jobs among them to end. Nothing the second time. */
    @Override
    void close();
}
