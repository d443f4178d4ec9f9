package io.trawl.engine;

import io.trawl.page.Fetched;
import io.trawl.site.Urls;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The session's one HttpClient 5 async client. What is policy is ours and switched off in it: redirects, retries,
 * decoding. Names are resolved on a small pool before the exchange, since the client would resolve them on an I/O
 * thread.
 */
final class HttpFetcher implements Fetcher {
    private static final String RUNTIME = "trawl.runtime";

    private final Config config;
    private final Clock clock;
    private final CloseableHttpAsyncClient client;
    private final ExecutorService names = Threads.pool("trawl-dns", 8);
    private final Map<String, Resolved> resolved = new ConcurrentHashMap<>();

    private record Resolved(InetAddress[] addresses, long at) {}

    HttpFetcher(Config config, Clock clock) {
        this.config = config;
        this.clock = clock;
        var connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnTotal(config.connections())
                .setMaxConnPerRoute(config.connectionsPerHost())
                .setDnsResolver(new Prepared())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(config.connectTimeout()))
                        .setSocketTimeout(timeout(config.readTimeout()))
                        .build())
                .build();
        this.client = HttpAsyncClients.custom()
                .setConnectionManager(connections)
                .setThreadFactory(Threads.io())
                .setUserAgent(config.userAgent())
                .setKeepAliveStrategy((response, context) -> shorter(
                        DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context),
                        config.keepAlive()))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout(config.readTimeout()))
                        .setConnectionRequestTimeout(timeout(config.totalTimeout()))
                        .build())
                .addExecInterceptorFirst("abort", (request, entity, scope, chain, callback) -> {
                    scope.clientContext.setAttribute(RUNTIME, scope.execRuntime);
                    chain.proceed(request, entity, scope, callback);
                })
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .build();
        client.start();
    }

    /** As long as the server says (Keep-Alive: timeout), and no longer than we want. */
    private static TimeValue shorter(@org.jspecify.annotations.Nullable TimeValue theirs, Duration ours) {
        TimeValue mine = TimeValue.ofMilliseconds(ours.toMillis());
        return theirs == null || theirs.toMilliseconds() <= 0 || theirs.compareTo(mine) > 0 ? mine : theirs;
    }

    private static Timeout timeout(Duration d) {
        return Timeout.ofMilliseconds(d.toMillis());
    }

    @Override
    public Exchanging fetch(URI url, Map<String, String> headers) {
        var result = new CompletableFuture<Fetched>();
        var exchange = new Exchange(url, config.route().apply(url), headers, result);
        Runnable start = () -> {
            try {
                prepare(exchange.target.getHost());
                exchange.start();
            } catch (UnknownHostException | RuntimeException e) {
                result.completeExceptionally(WireFailures.of(e, url, config));
            }
        };
        if (isPrepared(exchange.target.getHost())) {
            start.run();
        } else {
            names.execute(start);
        }
        return new Exchanging(result, exchange::abort);
    }

    private boolean isPrepared(String host) {
        Resolved known = resolved.get(host);
        return known != null && clock.since(known.at).compareTo(Duration.ofSeconds(60)) < 0;
    }

    private void prepare(String host) throws UnknownHostException {
        if (!isPrepared(host)) {
            resolved.put(host, new Resolved(SystemDefaultDnsResolver.INSTANCE.resolve(bare(host)), clock.nanos()));
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        names.shutdownNow();
    }

    /** Answers from what was resolved before the exchange. */
    private final class Prepared implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            Resolved known = resolved.get(host);
            return known != null ? known.addresses : SystemDefaultDnsResolver.INSTANCE.resolve(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** One request and its answer. */
    private final class Exchange implements FutureCallback<Fetched> {
        private final URI url;
        private final URI target;
        private final Map<String, String> headers;
        private final CompletableFuture<Fetched> result;
        private final HttpClientContext context = HttpClientContext.create();
        private boolean aborted;
        private @org.jspecify.annotations.Nullable Future<Fetched> running;

        Exchange(URI url, URI target, Map<String, String> headers, CompletableFuture<Fetched> result) {
            this.url = url;
            this.target = target;
            this.headers = headers;
            this.result = result;
        }

        synchronized void start() {
            if (aborted) {
                return;
            }
            String path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
            var request = AsyncRequestBuilder.get()
                    .setScheme(target.getScheme())
                    .setAuthority(new URIAuthority(url.getHost(), url.getPort()))
                    .setPath(path)
                    .addHeader("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                    .addHeader("Accept-Encoding", "gzip, deflate, br");
            headers.forEach(request::addHeader);
            var host = new HttpHost(target.getScheme(), bare(target.getHost()), target.getPort());
            running = client.execute(
                    host, request.build(), new BodyConsumer(url, config.maxBody(), clock), null, context, this);
        }

        /**
         * The client's own cancel forgets an exchange on a reused connection (HttpClient 5.6: the lease, done at once,
         * takes the place of the exchange in its chain of what to cancel), so its connection is closed here.
         */
        synchronized void abort() {
            aborted = true;
            if (running != null) {
                boolean cancelled = running.cancel(true);
                if (cancelled && context.getAttribute(RUNTIME) instanceof AsyncExecRuntime runtime) {
                    runtime.discardEndpoint();
                }
            }
            result.cancel(false);
        }

        @Override
        public void completed(Fetched fetched) {
            result.complete(fetched);
        }

        @Override
        public void failed(Exception e) {
            result.completeExceptionally(WireFailures.of(e, url, config));
        }

        @Override
        public void cancelled() {
            result.cancel(false);
        }
    }

    static String shown(URI url) {
        return Urls.shown(url.toString());
    }
}
