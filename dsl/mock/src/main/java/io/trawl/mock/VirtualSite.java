package io.trawl.mock;

import io.trawl.Fn;
import io.trawl.Session;
import io.trawl.View;
import io.trawl.engine.Clock;
import io.trawl.engine.LocalSession;
import io.trawl.engine.OwnSites;
import io.trawl.engine.World;
import io.trawl.store.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.jspecify.annotations.Nullable;

/** A mock site in memory and virtual time, with the sessions that live in it. */
final class VirtualSite extends ScriptedSite implements MockSite.Virtual {
    private final long seed;
    private final VirtualTime time = new VirtualTime(() -> !running().isEmpty());
    private final MemoryNetwork network;
    private final Home home;
    private final Path folder;
    private @Nullable LocalSession own;
    private boolean closed;

    private VirtualSite(long seed, Recipe recipe) {
        super(recipe);
        this.seed = seed;
        this.network = new MemoryNetwork(time, this, certificate, recipe.roundTrip());
        // Of its own, so that ids do not depend on what earlier runs left; made when there is something to keep.
        this.folder = Path.of(System.getProperty("java.io.tmpdir"), "trawl-virtual-" + UUID.randomUUID());
        this.home = new Home(folder);
        opened();
    }

    static Virtual start(long seed, Fn<? super Script, ? extends Script> script) {
        return new VirtualSite(seed, Recipe.of(s -> script.apply(s.seed(seed))));
    }

    /** What a session stands on here. */
    private final class Memory implements World {
        private final Random random;

        Memory(long seed) {
            random = new Random(seed);
        }

        @Override
        public Clock clock() {
            return time;
        }

        @Override
        public double random() {
            return random.nextDouble();
        }

        @Override
        public InetAddress[] lookup(String host) throws UnknownHostException {
            return MemoryNetwork.lookup(host);
        }

        @Override
        public Executor lookups(Supplier<ExecutorService> pool) {
            return network.lookups();
        }

        @Override
        public ConnectionInitiator network(ConnectionInitiator sockets, Http1Config limits) {
            return network.connecting(limits);
        }

        @Override
        public Home home() {
            return home;
        }
    }

    @Override
    public synchronized Session session() {
        if (own == null) {
            own = open(options -> options);
        }
        return own;
    }

    @Override
    public Session session(Fn<? super Session.Options, ? extends Session.Options> options) {
        return open(options);
    }

    private synchronized LocalSession open(Fn<? super Session.Options, ? extends Session.Options> options) {
        if (closed) {
            throw new IllegalStateException("the site is closed: start another with MockSite.virtual(…)");
        }
        var session = LocalSession.open(o -> options.apply(trusting(o)), new Memory(seed + 31L * sessions.size()));
        sessions.add(session);
        return session;
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public void pass(Duration d) {
        if (d.isNegative()) {
            throw new IllegalArgumentException("pass(" + d + "): time does not go back");
        }
        try {
            time.await(new CompletableFuture<Void>(), d);
        } catch (TimeoutException e) {
            // As it should be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while time passed", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("the site is closed, and its time has ended", e);
        }
    }

    @Override
    public CompletableFuture<Hit> hit(Predicate<? super Hit> which) {
        return time.handedOut(super.hit(which));
    }

    @Override
    String origin() {
        return scheme() + "://mock.example";
    }

    @Override
    public Clock.Cancellable later(Duration delay, Runnable task) {
        return time.schedule(delay, task);
    }

    @Override
    public Duration sinceStart() {
        return Duration.between(VirtualTime.START, time.now());
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        sessions.forEach(LocalSession::close);
        time.close();
        OwnSites.closed(origin());
        remove(folder);
    }

    private static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what the jobs of the site kept cannot be removed", e);
        }
    }

    @Override
    public View view() {
        return View.Note.of(
                "Mock site in virtual time   " + url(),
                pages() + " pages   " + requests() + " requests so far, at most " + maxInFlight() + " at once   it is "
                        + now() + " there");
    }

    @Override
    public String toString() {
        return "MockSite " + url() + " in virtual time (" + requests() + " requests)";
    }
}
