package io.trawl.mock;

import io.trawl.Fn;
import io.trawl.Session;
import io.trawl.View;
import io.trawl.engine.Clock;
import io.trawl.engine.LocalSession;
import io.trawl.engine.OwnSites;
import io.trawl.engine.World;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.AsyncServerBootstrap;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;

/** A mock site on a socket. */
final class LoopbackSite extends ScriptedSite {
    private final ScheduledThreadPoolExecutor timer;
    private final HttpAsyncServer server;
    private final long zero = System.nanoTime();
    private final int port;

    private LoopbackSite(Recipe recipe) {
        super(recipe);
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "trawl-mock");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        server = certificate == null ? plain() : secure(certificate);
        port = listen();
        opened();
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
                .setIOSessionListener(clients())
                .create();
    }

    private HttpAsyncServer secure(Certificate shown) {
        return H2ServerBootstrap.bootstrap()
                .setIOReactorConfig(reactor())
                .setVersionPolicy(HttpVersionPolicy.NEGOTIATE)
                .setTlsStrategy(new H2ServerTlsStrategy(shown.server()))
                .setRequestRouter((request, context) -> () -> new Exchange(this))
                .setIOSessionListener(clients())
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
    public Session session() {
        return session(options -> options);
    }

    @Override
    public Session session(Fn<? super Session.Options, ? extends Session.Options> options) {
        // The sitemap names absolute URLs: they shall be those of the hosts that are stood in for.
        var session =
                LocalSession.open(o -> options.apply(trusting(o).header("X-Forwarded-Proto", "https")), new World() {
                    @Override
                    public URI route(URI asked) {
                        String path =
                                asked.getRawPath() == null || asked.getRawPath().isEmpty() ? "/" : asked.getRawPath();
                        return URI.create(url(asked.getRawQuery() == null ? path : path + "?" + asked.getRawQuery()));
                    }
                });
        sessions.add(session);
        return session;
    }

    @Override
    String origin() {
        return scheme() + "://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        OwnSites.closed(origin());
        server.close(CloseMode.IMMEDIATE);
        timer.shutdownNow();
    }

    @Override
    public Clock.Cancellable later(Duration delay, Runnable task) {
        var future = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - zero);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public View view() {
        return View.Note.of(
                "Mock site   " + url(),
                pages() + " pages   " + requests() + " requests so far, at most " + maxInFlight() + " at once");
    }

    @Override
    public String toString() {
        return "MockSite " + url() + " (" + requests() + " requests)";
    }
}
