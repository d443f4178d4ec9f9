package io.trawl.engine;

import io.trawl.CacheMode;
import io.trawl.Session;
import io.trawl.site.Urls;
import io.trawl.store.Secrets;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How a session is made, with the defaults of the product. Immutable once handed out: each option copies. */
final class Config implements Session.Options, Cloneable {
    static final Config DEFAULT = new Config();

    private int connections = 100;
    private int connectionsPerHost = 30;
    private Duration keepAlive = Duration.ofSeconds(30);
    private Duration totalTimeout = Duration.ofSeconds(30);
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration readTimeout = Duration.ofSeconds(20);
    private String userAgent = "Trawl/0.1 (+contact: set your own with session(c -> c.userAgent(...)))";
    private int maxConcurrency = 100;
    private long maxBody = 10_000_000;
    private long maxDecompressed = 50_000_000;
    private int maxJobs = Integer.MAX_VALUE;
    private boolean debug;
    private boolean robots = true;
    private boolean privateNetwork = true;
    private boolean cookies = true;
    private @Nullable SSLContext tls;
    private @Nullable URI proxy;
    private @Nullable Cache cache;
    private boolean inPlace;
    private Map<String, String> credentials = Map.of();
    private Map<String, String> headers = Map.of();
    private UnaryOperator<URI> route = UnaryOperator.identity();
    private Names.Lookup lookup = InetAddress::getAllByName;

    private Config() {}

    /** Where answers are kept, and how they are used. */
    record Cache(Path folder, CacheMode mode) {}

    private Config with(Consumer<Config> change) {
        try {
            var copy = (Config) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Config connections(int total) {
        Check.positive(total, "connections");
        return with(c -> c.connections = total);
    }

    @Override
    public Config connectionsPerHost(int perHost) {
        Check.positive(perHost, "connectionsPerHost");
        return with(c -> c.connectionsPerHost = perHost);
    }

    @Override
    public Config keepAlive(Duration idle) {
        Check.positive(idle, "keepAlive");
        return with(c -> c.keepAlive = idle);
    }

    @Override
    public Config timeouts(Duration total, Duration connect, Duration read) {
        Check.positive(total, "total timeout");
        Check.positive(connect, "connect timeout");
        Check.positive(read, "read timeout");
        return with(c -> {
            c.totalTimeout = total;
            c.connectTimeout = connect;
            c.readTimeout = read;
        });
    }

    @Override
    public Config userAgent(String agent) {
        Check.headerValue(agent);
        return with(c -> c.userAgent = agent);
    }

    @Override
    public Config maxConcurrency(int requests) {
        Check.positive(requests, "maxConcurrency");
        return with(c -> c.maxConcurrency = requests);
    }

    @Override
    public Config maxJobs(int jobs) {
        Check.positive(jobs, "maxJobs");
        return with(c -> c.maxJobs = jobs);
    }

    @Override
    public Config debug(boolean on) {
        return with(c -> c.debug = on);
    }

    @Override
    public Config maxBody(long bytes, long decompressed) {
        Check.positive(bytes, "maxBody");
        Check.positive(decompressed, "maxBody");
        return with(c -> {
            c.maxBody = bytes;
            c.maxDecompressed = decompressed;
        });
    }

    @Override
    public Config robots(boolean obey) {
        return with(c -> c.robots = obey);
    }

    @Override
    public Config privateNetwork(boolean allow) {
        return with(c -> c.privateNetwork = allow);
    }

    @Override
    public Config tls(SSLContext context) {
        return with(c -> c.tls = context);
    }

    @Override
    public Config cookies(boolean keep) {
        return with(c -> c.cookies = keep);
    }

    @Override
    public Config basic(String origin, String user, String password) {
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a user name holds no colon (RFC 7617)");
        }
        return authorized(origin, Check.basic(user + ":" + password));
    }

    @Override
    public Config bearer(String origin, String token) {
        return authorized(origin, "Bearer " + Check.headerValue(token));
    }

    private Config authorized(String origin, String value) {
        var more = new LinkedHashMap<>(credentials);
        more.put(Urls.origin(Check.url(origin, "origin")), value);
        return with(c -> c.credentials = Map.copyOf(more));
    }

    @Override
    public Config proxy(String url) {
        URI place = Check.url(url, "proxy");
        if (!place.getScheme().equals("http")) {
            throw new IllegalArgumentException("the proxy is asked by http, as in http://proxy.example:3128");
        }
        return with(c -> c.proxy = place);
    }

    @Override
    public Config cache(Path folder) {
        return cache(folder, CacheMode.STANDARD);
    }

    @Override
    public Config cache(Path folder, CacheMode mode) {
        return with(c -> c.cache = new Cache(folder, mode));
    }

    @Override
    public Config header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(Check.headerName(name), Check.headerValue(value));
        return with(c -> c.headers = Map.copyOf(more));
    }

    @Override
    public Config unsafeWithoutPools() {
        return with(c -> c.inPlace = true);
    }

    /** Whether functions run on whatever thread is at hand, I/O threads included. */
    boolean inPlace() {
        return inPlace;
    }

    /** Where a request really goes; itself, unless a test maps hosts to a site of its own. */
    Config route(UnaryOperator<URI> where) {
        return with(c -> c.route = where);
    }

    /** How names are looked up: a test has names of its own. */
    Config lookup(Names.Lookup how) {
        return with(c -> c.lookup = how);
    }

    int connections() {
        return connections;
    }

    int connectionsPerHost() {
        return connectionsPerHost;
    }

    Duration keepAlive() {
        return keepAlive;
    }

    Duration totalTimeout() {
        return totalTimeout;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration readTimeout() {
        return readTimeout;
    }

    String userAgent() {
        return userAgent;
    }

    /** The name by which robots.txt knows us: the user agent's first word. */
    String product() {
        return userAgent.strip().split("[/\\s(;]", 2)[0];
    }

    int maxConcurrency() {
        return maxConcurrency;
    }

    int maxJobs() {
        return maxJobs;
    }

    boolean debug() {
        return debug;
    }

    long maxBody() {
        return maxBody;
    }

    long maxDecompressed() {
        return maxDecompressed;
    }

    boolean robots() {
        return robots;
    }

    boolean privateNetwork() {
        return privateNetwork;
    }

    @Nullable
    SSLContext tls() {
        return tls;
    }

    boolean cookies() {
        return cookies;
    }

    @Nullable
    URI proxy() {
        return proxy;
    }

    @Nullable
    Cache cache() {
        return cache;
    }

    /** What is sent as Authorization, by origin. */
    Map<String, String> credentials() {
        return credentials;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** What must not be written of requests with these headers to these URLs, or of the session itself. */
    Secrets secrets(Map<String, String> more, Iterable<String> urls) {
        var sent = new LinkedHashMap<>(headers);
        credentials.forEach((where, value) -> sent.put("Authorization at " + where, value));
        sent.putAll(more);
        var written = new ArrayList<String>();
        urls.forEach(written::add);
        if (proxy != null) {
            written.add(proxy.toString());
        }
        return Secrets.of(sent, written);
    }

    UnaryOperator<URI> route() {
        return route;
    }

    Names.Lookup lookup() {
        return lookup;
    }

    @Override
    public String toString() {
        return "Session options, " + maxConcurrency + " at once, " + connections + " connections, " + userAgent;
    }
}
