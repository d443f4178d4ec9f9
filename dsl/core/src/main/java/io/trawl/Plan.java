package io.trawl;

import java.time.Duration;

/**
 * Work described and not started: an immutable value; each option returns a new plan. Shown in a notebook it draws its
 * card. Keeps the session of the verb that made it.
 *
 * <p>Wrong options throw {@link IllegalArgumentException} from the setter or, across options, from {@link #start()}.
 */
public interface Plan<T> extends Awaitable<T>, Viewable {

    /** A name for the panel and {@link Trawl#jobs()}. */
    Plan<T> name(String name);

    /** The limit of one attempt's exchange, from permit to last byte; 30 s by default. */
    Plan<T> timeout(Duration timeout);

    /** The limit of the whole, queueing and retries included; none by default. */
    Plan<T> deadline(Duration deadline);

    /** How often to try in all; 3 by default, 1 for never again. */
    Plan<T> retry(int attempts);

    Plan<T> retry(Fn<? super Retry, ? extends Retry> options);

    /** Per host: opens after {@code failures} in a row, for {@code open}; {@code successes} in a row close it. 5, 60 s, 2. */
    Plan<T> breaker(int failures, Duration open, int successes);

    /** Starts it: each call is a new job. */
    Job<T> start();

    /** A dry run as a picture: scope, robots, pace, first URLs. Of the network it asks only for robots.txt and sitemaps. */
    View explain();

    /**
     * The plan as JSON, without secrets: what a service would be sent. {@code stages} names what becomes of the pages; one
     * whose {@code travels} is false is a function or a sink of this program, which another process cannot know.
     */
    String toJson();
}
