package io.trawl;

import java.util.List;

/** The outcomes of 3 things gathered, each Ok or Failed. */
public record Settled3<A, B, C>(Outcome<A> first, Outcome<B> second, Outcome<C> third) implements Viewable {

    /**
     * This, if all came through.
     *
     * @throws ScrapeException with the first failure
     */
    public Settled3<A, B, C> orThrow() {
        first.orThrow();
        second.orThrow();
        third.orThrow();
        return this;
    }

    @Override
    public View view() {
        return new View.Stack(List.of(first.view(), second.view(), third.view()));
    }

    @Override
    public String toString() {
        return view().text();
    }
}
