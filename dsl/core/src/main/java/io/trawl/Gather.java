package io.trawl;

import java.time.Duration;

/** Several awaitables as one: all are started together, none waits for another, the result keeps their order. */
public interface Gather<S> extends Awaitable<S>, Viewable {

    /** The limit of the whole; what is not done then is cancelled and fails with kind TIMEOUT. */
    Gather<S> deadline(Duration deadline);

    /** The first failure cancels the others and is thrown. */
    Gather<S> failFast();
}
