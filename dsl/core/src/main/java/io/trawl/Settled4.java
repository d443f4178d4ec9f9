package io.trawl;

import java.util.List;

/** The outcomes of 4 things gathered, each Ok or Failed. */
public record Settled4<A, B, C, D>(Outcome<A> first, Outcome<B> second, Outcome<C> third, Outcome<D> fourth)
        implements Viewable {

    /**
     * This, if all came through.
     *
     * @throws ScrapeException with the first failure
     */
    public Settled4<A, B, C, D> orThrow() {
        first.orThrow();
        second.orThrow();
        third.orThrow();
        fourth.orThrow();
        return this;
    }

    @Override
    public View view() {
        return new View.Stack(List.of(first.view(), second.view(), third.view(), fourth.view()));
    }

    @Override
    public String toString() {
        return view().text();
    }
}
