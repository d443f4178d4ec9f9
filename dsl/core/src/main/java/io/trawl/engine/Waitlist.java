package io.trawl.engine;

import io.trawl.store.Found;
import org.jspecify.annotations.Nullable;

/** The pages that wait to be taken. Not thread-safe. */
interface Waitlist extends AutoCloseable {
    void add(Found page);

    /** The next page, which is under way until {@link #ended}; null where none may be taken now. */
    @Nullable
    Found take();

    void ended(Found page);

    /** How many have not been taken. */
    int waiting();

    /** The next one, whether it may be taken or not: to say of each that waits that it will not be. */
    @Nullable
    Found drop();

    @Override
    void close();
}
