package io.trawl;

import io.trawl.engine.Deferred;
import java.util.concurrent.CompletableFuture;

/** Awaitables made of others. */
final class Combined {
    private Combined() {}

    static <T> Awaitable<T> orElse(Awaitable<T> first, T value) {
        return Deferred.either(first, Deferred.<T>of(CompletableFuture.completedFuture(value)));
    }

    static <T> Awaitable<T> fallback(Awaitable<T> first, Awaitable<? extends T> other) {
        return Deferred.either(first, other);
    }
}
