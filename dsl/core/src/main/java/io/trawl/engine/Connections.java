package io.trawl.engine;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.auth.CredentialsProviderBuilder;
import org.apache.hc.client5.http.impl.nio.DefaultAsyncClientConnectionOperator;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * How the HttpClient of a session is set up. What is policy is ours and switched off in it: redirects, retries,
 * decoding, looking up names. HTTP/2 where a server offers it by ALPN, one exchange at a time per connection, so that an
 * abort ends nothing but itself.
 */
final class Connections {
    /** Of a line of the head, and of the whole head in HTTP/2; more is a trap. */
    static final int MAX_LINE = 65_536;

    static final int MAX_HEADERS = 200;

    private static final Http1Config HEADS = Http1Config.custom()
            .setMaxLineLength(MAX_LINE)
            .setMaxHeaderCount(MAX_HEADERS)
            .build();

    private static final String TRACE = "trawl.trace";
    private static final String RUNTIME = "trawl.runtime";
    private static final String PROXY = "trawl.proxy";

    final CloseableHttpAsyncClient client;
    private final PoolingAsyncClientConnectionManager pool;

    Connections(Config config, World world, Consumer<? super Watched> born) {
        pool = pool(config, world);
        client = client(config, world, pool, born);
    }

    /** Those that serve a request, and those that are kept for the next. */
    PoolStats stats() {
        return pool.getTotalStats();
    }

    private static PoolingAsyncClientConnectionManager pool(Config config, World world) {
        var tls = ClientTlsStrategyBuilder.create();
        if (config.tls() != null) {
            tls.setSslContext(config.tls());
        }
        return new Traced(world)
                .setTlsStrategy(tls.buildAsync())
                .setMaxConnTotal(config.connections())
                .setMaxConnPerRoute(config.connectionsPerHost())
                .setDnsResolver(new Never())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.NEGOTIATE)
                        .setHandshakeTimeout(timeout(config.connectTimeout()))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(config.connectTimeout()))
                        .setSocketTimeout(timeout(config.readTimeout()))
                        .build())
                .build();
    }

    private static CloseableHttpAsyncClient client(
            Config config, World world, PoolingAsyncClientConnectionManager pool, Consumer<? super Watched> born) {
        var rules = new CookieRules(world.clock());
        var builder = HttpAsyncClients.custom()
                .setDefaultCookieSpecRegistry(name -> context -> rules)
                // Headers are octets: what is not ASCII, in a cookie for instance, goes back as it came.
                .setCharCodingConfig(CharCodingConfig.custom()
                        .setCharset(StandardCharsets.ISO_8859_1)
                        .build());
        if (!config.cookies()) {
            builder.disableCookieManagement();
        }
        URI proxy = config.proxy();
        if (proxy != null && proxy.getUserInfo() != null) {
            String[] user = (proxy.getUserInfo() + ":").split(":", 3);
            builder.setDefaultCredentialsProvider(CredentialsProviderBuilder.create()
                    .add(new AuthScope(proxy.getHost(), proxy.getPort()), user[0], user[1].toCharArray())
                    .build());
        }
        return builder.setConnectionManager(pool)
                .setRoutePlanner(Connections::route)
                .setThreadFactory(Threads.io(born))
                .setIOSessionListener(new Turns())
                .setUserAgent(config.userAgent())
                .setHttp1Config(HEADS)
                .setH2Config(H2Config.custom()
                        .setMaxHeaderListSize(MAX_LINE)
                        .setPushEnabled(false)
                        .build())
                .setKeepAliveStrategy((response, context) -> world.clock() == SystemClock.INSTANCE
                        ? shorter(
                                DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context),
                                config.keepAlive())
                        // The client counts by the machine's clock.
                        : TimeValue.NEG_ONE_MILLISECOND)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout(config.readTimeout()))
                        .setConnectionRequestTimeout(timeout(config.totalTimeout()))
                        .build())
                .addExecInterceptorFirst("abort", (request, entity, scope, chain, callback) -> {
                    scope.clientContext.setAttribute(RUNTIME, scope.execRuntime);
                    chain.proceed(request, entity, scope, callback);
                })
                .addExecInterceptorLast("sent", (request, entity, scope, chain, callback) -> {
                    trace(scope.clientContext, Trace.Step.WAITING);
                    chain.proceed(request, entity, scope, callback);
                })
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .build();
    }

    /** Each event is a turn of the thread that handles it. */
    private static final class Turns implements IOSessionListener {
        private static void turn() {
            if (Thread.currentThread() instanceof Watched thread) {
                thread.turn();
            }
        }

        @Override
        public void connected(IOSession session) {
            turn();
        }

        @Override
        public void startTls(IOSession session) {
            turn();
        }

        @Override
        public void inputReady(IOSession session) {
            turn();
        }

        @Override
        public void outputReady(IOSession session) {
            turn();
        }

        @Override
        public void timeout(IOSession session) {
            turn();
        }

        @Override
        public void exception(IOSession session, Exception error) {
            turn();
        }

        @Override
        public void disconnected(IOSession session) {
            turn();
        }
    }

    /** By the proxy of the exchange, where it has one. */
    private static HttpRoute route(HttpHost target, HttpContext context) {
        boolean secure = target.getSchemeName().equals("https");
        return context.getAttribute(PROXY) instanceof HttpHost proxy
                ? new HttpRoute(target, null, proxy, secure)
                : new HttpRoute(target, null, secure);
    }

    /** The exchange of this context goes by that proxy. */
    static void proxy(HttpContext context, HttpHost proxy) {
        context.setAttribute(PROXY, proxy);
    }

    /** The exchange of this context is traced. */
    static void trace(HttpContext context, Trace trace) {
        context.setAttribute(TRACE, trace);
    }

    /** Closes the connection of the exchange of this context, where it has one. */
    static void discard(HttpContext context) {
        if (context.getAttribute(RUNTIME) instanceof AsyncExecRuntime runtime) {
            runtime.discardEndpoint();
        }
    }

    private static void trace(HttpContext context, Trace.Step next) {
        if (context.getAttribute(TRACE) instanceof Trace trace) {
            trace.enter(next);
        }
    }

    /** As long as the server says (Keep-Alive: timeout), and no longer than we want. */
    private static TimeValue shorter(@Nullable TimeValue theirs, Duration ours) {
        TimeValue mine = TimeValue.ofMilliseconds(ours.toMillis());
        return theirs == null || theirs.toMilliseconds() <= 0 || theirs.compareTo(mine) > 0 ? mine : theirs;
    }

    private static Timeout timeout(Duration d) {
        return Timeout.ofMilliseconds(d.toMillis());
    }

    /** Connections are asked for by address: a name that comes here was never checked. */
    private static final class Never implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** Tells the exchange's trace when its connection is made. */
    private static final class Traced extends PoolingAsyncClientConnectionManagerBuilder {
        private final World world;

        Traced(World world) {
            this.world = world;
        }

        @Override
        protected AsyncClientConnectionOperator createConnectionOperator(
                TlsStrategy tls, SchemePortResolver ports, DnsResolver names) {
            return new Operator(world, tls, ports, names);
        }
    }

    private static final class Operator extends DefaultAsyncClientConnectionOperator {
        private final World world;

        Operator(World world, TlsStrategy tls, SchemePortResolver ports, DnsResolver names) {
            super(RegistryBuilder.<TlsStrategy>create().register("https", tls).build(), ports, names);
            this.world = world;
        }

        @Override
        public Future<ManagedAsyncClientConnection> connect(
                ConnectionInitiator sockets,
                HttpHost host,
                @Nullable Path unixSocket,
                @Nullable NamedEndpoint endpoint,
                @Nullable SocketAddress local,
                Timeout timeout,
                @Nullable Object attachment,
                HttpContext context,
                FutureCallback<ManagedAsyncClientConnection> callback) {
            ConnectionInitiator network = world.network(sockets, HEADS);
            return super.connect(network, host, unixSocket, endpoint, local, timeout, attachment, context, callback);
        }

        @Override
        protected void onAfterSocketConnect(HttpContext context, HttpHost host) {
            if (context.getAttribute(TRACE) instanceof Trace trace) {
                trace.opened();
            }
        }

        @Override
        protected void onBeforeTlsHandshake(HttpContext context, HttpHost host) {
            trace(context, Trace.Step.TLS);
        }
    }
}
