package io.trawl;

import java.time.Duration;

/**
 * A function that remembers what it gave: asked again with an equal key within its time it gives the same value without
 * working, and asked by several at once it works once; one of them who gives up stops it only if no other waits. Failures
 * are not remembered, unless {@link #failures} says so. Thread-safe. Made by
 * {@link Trawl#memo}.
 *
 * <pre>{@code
 * var page = memo(minutes(5), Trawl::scrape);
 * page.apply("https://example.com/").await()      // a request
 * page.apply("https://example.com/").await()      // none
 * page.hits()                                     // 1
 * }</pre>
 */
public interface Memo<K, V> extends Fn<K, Awaitable<V>>, Viewable {

    /** What the function gives for the key, started when it is first awaited. */
    @Override
    Awaitable<V> apply(K key);

    /** A memo like this, as yet empty, that remembers failures too, each for that long. */
    Memo<K, V> failures(Duration time);

    /** How often a value was there, or under way. */
    long hits();

    /** How often the function had to work. */
    long misses();

    /** How many values are remembered; at most 10,000, those used last. */
    int size();

    /** Forgets all. */
    void clear();
}
