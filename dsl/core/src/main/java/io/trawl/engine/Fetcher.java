package io.trawl.engine;

import io.trawl.page.Fetched;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One exchange on the wire; the seam between the engine and the network. */
public interface Fetcher extends AutoCloseable {

    /** Starts a GET. Never blocks. */
    Exchanging fetch(URI url, Map<String, String> headers);

    @Override
    void close();

    /**
     * An exchange under way.
     *
     * @param result the response, its body still encoded as {@code content-encoding} says; or a {@link
     *     io.trawl.ScrapeException}
     * @param abort ends it on the wire; nothing once it is done
     */
    record Exchanging(CompletableFuture<Fetched> result, Runnable abort) {}
}
