package io.trawl;

/** A consumer that may throw. */
@FunctionalInterface
public interface Act<A> {
    void accept(A a) throws Exception;
}
