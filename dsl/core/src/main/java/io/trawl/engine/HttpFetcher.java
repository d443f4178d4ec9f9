package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.page.Fetched;
import io.trawl.site.Urls;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * The network: a session's one HttpClient 5 async client, and the names it is given. Each exchange is bound to an
 * address that was looked up and checked before, so that no name can lead elsewhere between the check and the connection
 * (DNS rebinding); connections are pooled by address.
 */
final class HttpFetcher implements Fetcher {
    private final Config config;
    private final Clock clock;
    private final Connections connections;
    private final CloseableHttpAsyncClient client;
    private final Names names;
    private final Cookies cookies = new Cookies();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong reused = new AtomicLong();

    /** @param born told of each I/O thread */
    HttpFetcher(Config config, World world, Consumer<? super Watched> born) {
        this.config = config;
        this.clock = world.clock();
        this.connections = new Connections(config, world, born);
        this.client = connections.client;
        this.names = new Names(config.lookup(), clock, config.connectTimeout(), world::lookups);
        client.start();
    }

    @Override
    public CompletableFuture<Boolean> resolve(Request request) {
        var result = new CompletableFuture<Boolean>();
        URI target = config.route().apply(request.url());
        addresses(target).whenComplete((addresses, error) -> {
            ScrapeException refused = refusal(request, target, addresses, error);
            if (refused == null) {
                result.complete(false);
            } else {
                result.completeExceptionally(refused);
            }
        });
        return result;
    }

    /** Where to connect to: the host, or the proxy. */
    private CompletableFuture<List<InetAddress>> addresses(URI target) {
        URI proxy = config.proxy();
        return names.of(Urls.host(proxy == null ? target : proxy));
    }

    private @Nullable ScrapeException refusal(
            Request request, URI target, @Nullable List<InetAddress> addresses, @Nullable Throwable error) {
        if (addresses == null) {
            return WireFailures.resolving(Objects.requireNonNull(error), request.url(), config.proxy());
        }
        if (config.proxy() == null) {
            return refusal(request, target, addresses);
        }
        // What a name leads to is the proxy's to know; what is written as an address is not.
        String host = Urls.host(target);
        InetAddress literal =
                host.matches("(.*\\.)?localhost\\.?") ? InetAddress.getLoopbackAddress() : Names.literal(host);
        return literal == null ? null : refusal(request, target, List.of(literal));
    }

    /** Where a test routes its requests to is the test's affair. */
    private @Nullable ScrapeException refusal(Request request, URI target, List<InetAddress> addresses) {
        if (request.inside() || !target.equals(request.url())) {
            return null;
        }
        for (InetAddress address : addresses) {
            String what = AddressGuard.objection(address);
            if (what != null) {
                String url = shown(request.url());
                String host = Urls.host(request.url());
                String at = address.getHostAddress();
                return new ScrapeException(new Failure(
                        ErrorKind.INVALID_URL,
                        url,
                        0,
                        0,
                        "resolve",
                        host + (host.equals(at) ? "" : " is at " + at + ", which") + " is " + what
                                + ": not reached by a link or a redirect from elsewhere",
                        "if it is yours, name its origin yourself: scrape(\"" + Urls.origin(request.url()) + "/…\")",
                        null));
            }
        }
        return null;
    }

    @Override
    public Exchanging fetch(Request request) {
        var exchange = new Exchange(request, config.route().apply(request.url()), new Trace(clock));
        addresses(exchange.target).whenComplete((addresses, error) -> {
            ScrapeException refused = refusal(request, exchange.target, addresses, error);
            if (refused != null) {
                exchange.result.completeExceptionally(refused);
            } else {
                exchange.start(addresses);
            }
        });
        return new Exchanging(exchange.result, exchange::abort, () -> exchange.trace);
    }

    @Override
    public Session.Gauges gauges(int inFlight) {
        var pool = connections.stats();
        return new Session.Gauges(inFlight, pool.getLeased(), pool.getAvailable(), opened.get(), reused.get(), 0, 0);
    }

    private void count(Trace trace) {
        trace.end();
        (trace.reused() ? reused : opened).incrementAndGet();
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        names.close();
    }

    /** One request and its answer. */
    private final class Exchange implements FutureCallback<Fetched> {
        private final Request request;
        private final URI target;
        private final Trace trace;
        private final CompletableFuture<Fetched> result = new CompletableFuture<>();
        private HttpClientContext context = HttpClientContext.create();
        private List<InetAddress> addresses = List.of();
        private boolean again;
        private boolean aborted;
        private @Nullable Future<Fetched> running;

        Exchange(Request request, URI target, Trace trace) {
            this.request = request;
            this.target = target;
            this.trace = trace;
        }

        synchronized void start(List<InetAddress> at) {
            if (aborted) {
                return;
            }
            addresses = at;
            context = HttpClientContext.create();
            Connections.trace(context, trace);
            String path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
            URI url = request.url();
            var get = AsyncRequestBuilder.get()
                    .setScheme(target.getScheme())
                    .setAuthority(new URIAuthority(Urls.host(url), Urls.port(url)))
                    .setPath(path)
                    .addHeader("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                    .addHeader("Accept-Encoding", Decoding.ACCEPTED);
            authorization().ifPresent(value -> get.addHeader("Authorization", value));
            request.headers().forEach(get::setHeader);
            if (config.cookies()) {
                context.setCookieStore(cookies.of(Urls.host(url)));
            }
            HttpHost host = host(target, at.get(0));
            var body =
                    new BodyConsumer(url, request.maxBody() > 0 ? request.maxBody() : config.maxBody(), clock, trace);
            try {
                running = client.execute(host, get.build(), body, null, context, this);
            } catch (RuntimeException e) {
                failed(e);
            } catch (Error e) {
                // Whoever waits for it must not wait for ever; a missing library comes here too.
                result.completeExceptionally(e);
                throw e;
            }
        }

        private HttpHost host(URI to, InetAddress at) {
            URI proxy = config.proxy();
            if (proxy == null) {
                return new HttpHost(to.getScheme(), at, bare(Urls.host(to)), port(to));
            }
            Connections.proxy(context, new HttpHost("http", at, bare(proxy.getHost()), proxy.getPort()));
            return new HttpHost(to.getScheme(), bare(Urls.host(to)), port(to));
        }

        /** A route wants it said. */
        private static int port(URI to) {
            return Urls.port(to) >= 0 ? Urls.port(to) : to.getScheme().equals("https") ? 443 : 80;
        }

        /** What the session has for this origin, or what stands in the URL. */
        private Optional<String> authorization() {
            URI url = request.url();
            return Optional.ofNullable(config.credentials().get(Urls.origin(url)))
                    .or(() -> Optional.ofNullable(url.getUserInfo())
                            .map(user -> Check.basic(user.indexOf(':') < 0 ? user + ":" : user)));
        }

        /**
         * The client's own cancel forgets an exchange on a reused connection (HttpClient 5.6: the lease, done at once,
         * takes the place of the exchange in its chain of what to cancel), so its connection is closed here.
         */
        synchronized void abort() {
            aborted = true;
            if (running != null && running.cancel(true)) {
                Connections.discard(context);
            }
            trace.end();
            result.cancel(false);
        }

        @Override
        public void completed(Fetched fetched) {
            count(trace);
            result.complete(fetched);
        }

        @Override
        public void failed(Exception e) {
            if (retried(e)) {
                return;
            }
            trace.end();
            result.completeExceptionally(WireFailures.of(e, request.url(), config, trace));
        }

        /**
         * What nobody but us needs to know: the next of several addresses where one does not answer, and a new
         * connection where a kept one turns out to be closed (RFC 9112 section 9.3.1), or to hold what was left of an
         * answer that was longer than it said.
         */
        private synchronized boolean retried(Exception e) {
            if (aborted) {
                return false;
            }
            boolean unanswered = trace.step() == Trace.Step.CONNECT
                    && (e instanceof ConnectException
                            || e instanceof ConnectTimeoutException
                            || e instanceof NoRouteToHostException);
            if (unanswered && addresses.size() > 1) {
                names.failed(Urls.host(target), addresses.get(0));
                start(addresses.subList(1, addresses.size()));
                return true;
            }
            boolean stale = trace.reused()
                    && trace.step() == Trace.Step.WAITING
                    && (e instanceof ConnectionClosedException
                            || e instanceof RequestNotExecutedException
                            || e instanceof ProtocolException
                            || e instanceof SocketException);
            if (stale && !again) {
                again = true;
                start(addresses);
                return true;
            }
            return false;
        }

        @Override
        public void cancelled() {
            trace.end();
            result.cancel(false);
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static String shown(URI url) {
        return Urls.shown(url.toString());
    }
}
