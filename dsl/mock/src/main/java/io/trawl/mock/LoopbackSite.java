package io.trawl.mock;

import io.trawl.Session;
import io.trawl.View;
import io.trawl.engine.LocalSession;
import io.trawl.engine.OwnSites;
import io.trawl.engine.World;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.AsyncServerBootstrap;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** A mock site on a socket. */
final class LoopbackSite implements MockSite, Exchange.Site {
    private final Answers main;
    private final Map<String, Answers> hosts = new HashMap<>();
    private final Traffic traffic = new Traffic();
    private final Clients clients = new Clients();
    private final @Nullable Certificate certificate;
    private final ScheduledThreadPoolExecutor timer;
    private final HttpAsyncServer server;
    private final long zero = System.nanoTime();
    private final int port;

    private LoopbackSite(Recipe recipe) {
        main = recipe.answers();
        recipe.hosts().forEach((name, script) -> hosts.put(name, script.answers()));
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "trawl-mock");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        certificate = recipe.certificate();
        server = certificate == null ? plain() : secure(certificate);
        port = listen();
        OwnSites.opened(origin());
    }

    static MockSite start(Recipe recipe) {
        return new LoopbackSite(recipe);
    }

    private static IOReactorConfig reactor() {
        return IOReactorConfig.custom()
                .setIoThreadCount(1)
                .setSoTimeout(Timeout.ofMinutes(10))
                .setTcpNoDelay(true)
                .setBacklogSize(1024)
                .build();
    }

    // Every host name is ours: the default router would answer 421 to those it does not know.

    private HttpAsyncServer plain() {
        return AsyncServerBootstrap.bootstrap()
                .setIOReactorConfig(reactor())
                .setRequestRouter((request, context) -> () -> new Exchange(this))
                .setIOSessionListener(clients)
                .create();
    }

    private HttpAsyncServer secure(Certificate shown) {
        return H2ServerBootstrap.bootstrap()
                .setIOReactorConfig(reactor())
                .setVersionPolicy(HttpVersionPolicy.NEGOTIATE)
                .setTlsStrategy(new H2ServerTlsStrategy(shown.server()))
                .setRequestRouter((request, context) -> () -> new Exchange(this))
                .setIOSessionListener(clients)
                .create();
    }

    private int listen() {
        try {
            server.start();
            var loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
            var endpoint = server.listen(
                            new InetSocketAddress(loopback, 0), certificate == null ? URIScheme.HTTP : URIScheme.HTTPS)
                    .get(10, TimeUnit.SECONDS);
            return ((InetSocketAddress) endpoint.getAddress()).getPort();
        } catch (UnknownHostException | ExecutionException | TimeoutException e) {
            close();
            throw new IllegalStateException("cannot listen on 127.0.0.1: " + e, e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    @Override
    public String url(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("\"" + path + "\" is not a path: write url(\"/" + path + "\")");
        }
        return origin() + path;
    }

    @Override
    public List<String> urls() {
        return main.listed().stream().map(this::url).toList();
    }

    @Override
    public Session session() {
        // The sitemap names absolute URLs: they shall be those of the hosts that are stood in for.
        return LocalSession.open(options -> trusting(options).header("X-Forwarded-Proto", "https"), new World() {
            @Override
            public URI route(URI asked) {
                String path = asked.getRawPath() == null || asked.getRawPath().isEmpty() ? "/" : asked.getRawPath();
                return URI.create(url(asked.getRawQuery() == null ? path : path + "?" + asked.getRawQuery()));
            }
        });
    }

    private Session.Options trusting(Session.Options options) {
        return certificate == null ? options : options.tls(MockSite.trust());
    }

    @Override
    public int requests() {
        return traffic.requests();
    }

    @Override
    public int maxInFlight() {
        return traffic.maxInFlight();
    }

    @Override
    public List<Hit> log() {
        return traffic.log();
    }

    @Override
    public CompletableFuture<Hit> hit(Predicate<? super Hit> which) {
        return traffic.hit(which);
    }

    private String origin() {
        return (certificate == null ? "http" : "https") + "://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        OwnSites.closed(origin());
        server.close(CloseMode.IMMEDIATE);
        timer.shutdownNow();
    }

    @Override
    public Answers answers(String host) {
        return hosts.isEmpty() ? main : hosts.getOrDefault(host.toLowerCase(Locale.ROOT), main);
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public Clients clients() {
        return clients;
    }

    @Override
    public ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public Duration now() {
        return Duration.ofNanos(System.nanoTime() - zero);
    }

    @Override
    public View view() {
        return View.Note.of(
                "Mock site   " + url(),
                main.listed().size() + " pages   " + requests() + " requests so far, at most " + maxInFlight()
                        + " at once");
    }

    @Override
    public String toString() {
        return "MockSite " + url() + " (" + requests() + " requests)";
    }
}
