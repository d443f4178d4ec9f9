package io.trawl;

/** How one page ended: {@link Ok} with a value or {@link Failed} with the reason. Immutable. */
public sealed interface Outcome<T> extends Viewable permits Ok, Failed {

    static <T> Outcome<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Outcome<T> failed(Failure failure) {
        return new Failed<>(failure);
    }

    boolean isOk();

    /** The value, or {@code other} where it failed. */
    T orElse(T other);

    /**
     * The value.
     *
     * @throws ScrapeException carrying the failure
     */
    T orThrow();

    /** One of two functions applied; what they throw arrives as {@link ScrapeException} of kind PARSE. */
    <R> R fold(Fn<? super T, ? extends R> ok, Fn<? super Failure, ? extends R> failed);
}
