/**
 * The local engine behind the verbs: plans, jobs, limiter, fetching. Internal: use {@link io.trawl.Trawl}.
 *
 * <p>The one way a request takes is {@link io.trawl.engine.PageTask}: robots, permit, fetch, redirect or retry, parse.
 * Threads: {@code trawl-timer} (the clock), {@code trawl-io-*} (the HTTP client), {@code trawl-dns-*} (names),
 * {@code trawl-cpu-*} (parsing and user functions), {@code trawl-call-*} (listeners and futures). No I/O thread runs user
 * code or waits. Locks: the limiter's and each job's; neither is held while calling out.
 */
@NullMarked
package io.trawl.engine;

import org.jspecify.annotations.NullMarked;
