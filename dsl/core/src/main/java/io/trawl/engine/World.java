package io.trawl.engine;

import io.trawl.store.Home;
import io.trawl.store.Secrets;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.reactor.ConnectionInitiator;

/**
 * What a session stands on: time, chance, names, connections, a place for its files. Each method says how it is with the
 * machine's own; a mock site, virtual time and a cassette put something else in the place of some of them.
 */
public interface World {
    World MACHINE = new World() {};

    default Clock clock() {
        return SystemClock.INSTANCE;
    }

    /** From 0 to 1, less than 1: for jitter, and for the ids of jobs. */
    default double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /** Where a request really goes, its Host header kept. */
    default URI route(URI asked) {
        return asked;
    }

    /** The addresses of a host; may block. */
    default InetAddress[] lookup(String host) throws UnknownHostException {
        return InetAddress.getAllByName(host);
    }

    /** Where {@link #lookup} runs. */
    default Executor lookups(Supplier<ExecutorService> pool) {
        return clock().executor(pool);
    }

    /**
     * How connections are opened.
     *
     * @param sockets as the client does it
     * @param limits of a head
     */
    default ConnectionInitiator network(ConnectionInitiator sockets, Http1Config limits) {
        return sockets;
    }

    /**
     * What stands between the session's cache and its network.
     *
     * @param secrets what of a request must not be written
     */
    default Fetcher fetcher(Fetcher network, Function<Fetcher.Request, Secrets> secrets) {
        return network;
    }

    /** Where journals are kept. */
    default Home home() {
        return Home.ofUser();
    }
}
