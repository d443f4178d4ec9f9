package io.trawl;

/** A piece of code without result that may throw. */
@FunctionalInterface
public interface Body {
    void run() throws Exception;
}
