package io.trawl;

import java.util.List;

/** The outcomes of 2 things gathered, each Ok or Failed. */
public record Settled2<A, B>(Outcome<A> first, Outcome<B> second) implements Viewable {

    /**
     * This, if all came through.
     *
     * @throws ScrapeException with the first failure
     */
    public Settled2<A, B> orThrow() {
        first.orThrow();
        second.orThrow();
        return this;
    }

    @Override
    public View view() {
        return new View.Stack(List.of(first.view(), second.view()));
    }

    @Override
    public String toString() {
        return view().text();
    }
}
