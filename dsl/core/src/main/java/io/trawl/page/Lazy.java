package io.trawl.page;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value made at the first call, once, whichever thread calls. */
final class Lazy<T> {
    private final Supplier<T> maker;
    private @Nullable T value;

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    synchronized T get() {
        if (value == null) {
            value = Objects.requireNonNull(maker.get());
        }
        return value;
    }
}
