/**
 * A web site for examples, lessons and tests: a book shop and a documentation site, or whatever a script says, served on
 * loopback, the same bytes for the same seed. It holds hundreds of slow requests at once on two threads, and tells what
 * it saw: how many requests, how many at once, which of them were given up by the client. Start at
 * {@link io.trawl.mock.MockSite}. The same in memory and virtual time is {@link io.trawl.mock.MockSite.Virtual}; what a
 * real site said is kept by a {@link io.trawl.mock.Cassette}.
 *
 * <p>Threads of a running site: {@code trawl-mock} renders pages and waits out the delays of all requests; one I/O
 * thread of HttpCore reads and writes. Neither blocks; a page function of a script runs on the first, once per page.
 * In virtual time {@code trawl-virtual} does all of it, and the work of the sessions, too.
 */
@NullMarked
package io.trawl.mock;

import org.jspecify.annotations.NullMarked;
