package io.trawl;

/** A function that may throw; whatever it throws becomes a typed failure of the page or a {@link ScrapeException}. */
@FunctionalInterface
public interface Fn<A, R> {
    R apply(A a) throws Exception;
}
