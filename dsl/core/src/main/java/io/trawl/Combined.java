package io.trawl;

/** Awaitables made of others. */
final class Combined {
    private Combined() {}

    static <T> Awaitable<T> orElse(Awaitable<T> first, T value) {
        throw new IllegalStateException();
    }

    static <T> Awaitable<T> fallback(Awaitable<T> first, Awaitable<? extends T> other) {
        throw new IllegalStateException();
    }
}
