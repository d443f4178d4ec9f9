package io.trawl.engine;

import io.trawl.Session;
import io.trawl.page.Fetched;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** One exchange on the wire; the seam between the engine and the network. */
public interface Fetcher extends AutoCloseable {

    /**
     * A GET.
     *
     * @param inside whether its host may be on a private network: only what the user wrote may
     * @param local whether {@link #resolve} said so of it
     * @param maxBody the most bytes of its body on the wire; 0 for what the session allows
     */
    record Request(URI url, Map<String, String> headers, boolean inside, boolean local, long maxBody) {
        public Request(URI url, Map<String, String> headers, boolean inside) {
            this(url, headers, inside, false, 0);
        }
    }

    /**
     * Finds out where a host is and whether it may be asked, before a permit is taken for it; done at once where that is
     * known. Never blocks. Ends with a {@link io.trawl.ScrapeException} of kind DNS, or INVALID_URL for an address that
     * must not be asked.
     *
     * @return true where the answer is at hand and no host need be asked
     */
    default CompletableFuture<Boolean> resolve(Request request) {
        return CompletableFuture.completedFuture(false);
    }

    /** Starts a GET. Never blocks. */
    Exchanging fetch(Request request);

    /** What it has open and used so far. */
    default Session.Gauges gauges(int inFlight) {
        return new Session.Gauges(inFlight, 0, 0, 0, 0, 0, 0);
    }

    @Override
    void close();

    /**
     * An exchange under way.
     *
     * @param result the response, its body still encoded as {@code content-encoding} says; or a {@link
     *     io.trawl.ScrapeException}
     * @param abort ends it on the wire; nothing once it is done
     * @param trace where it is
     */
    record Exchanging(CompletableFuture<Fetched> result, Runnable abort, Supplier<Trace> trace) {}
}
