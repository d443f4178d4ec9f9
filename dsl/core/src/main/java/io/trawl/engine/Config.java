package io.trawl.engine;

import io.trawl.Session;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How a session is made, with the defaults of the product.
 *
 * @param route where a request really goes; itself, unless a test maps hosts to a site of its own
 */
record Config(
        int connections,
        int connectionsPerHost,
        Duration keepAlive,
        Duration totalTimeout,
        Duration connectTimeout,
        Duration readTimeout,
        String userAgent,
        int maxConcurrency,
        long maxBody,
        long maxDecompressed,
        boolean robots,
        Map<String, String> headers,
        UnaryOperator<URI> route)
        implements Session.Options {

    static final Config DEFAULT = new Config(
            100,
            30,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            "Trawl/0.1 (+contact: set your own with session(c -> c.userAgent(...)))",
            100,
            10_000_000,
            50_000_000,
            true,
            Map.of(),
            UnaryOperator.identity());

    @Override
    public Config connections(int total) {
        return new Config(
                Check.positive(total, "connections"),
                connectionsPerHost,
                keepAlive,
                totalTimeout,
                connectTimeout,
                readTimeout,
                userAgent,
                maxConcurrency,
                maxBody,
                maxDecompressed,
                robots,
                headers,
                route);
    }

    @Override
    public Config connectionsPerHost(int perHost) {
        return new Config(
                connections,
                Check.positive(perHost, "connectionsPerHost"),
                keepAlive,
                totalTimeout,
                connectTimeout,
                readTimeout,
                userAgent,
                maxConcurrency,
                maxBody,
                maxDecompressed,
                robots,
                headers,
                route);
    }

    @Override
    public Config keepAlive(Duration idle) {
        return new Config(
                connections,
                connectionsPerHost,
                Check.positive(idle, "keepAlive"),
                totalTimeout,
                connectTimeout,
                readTimeout,
                userAgent,
                maxConcurrency,
                maxBody,
                maxDecompressed,
                robots,
                headers,
                route);
    }

    @Override
    public Config timeouts(Duration total, Duration connect, Duration read) {
        return new Config(
                connections,
                connectionsPerHost,
                keepAlive,
                Check.positive(total, "total timeout"),
                Check.positive(connect, "connect timeout"),
                Check.positive(read, "read timeout"),
                userAgent,
                maxConcurrency,
                maxBody,
                maxDecompressed,
                robots,
                headers,
                route);
    }

    @Override
    public Config userAgent(String agent) {
        return new Config(
                connections,
                connectionsPerHost,
                keepAlive,
                totalTimeout,
                connectTimeout,
                readTimeout,
                Check.headerValue(agent),
                maxConcurrency,
                maxBody,
                maxDecompressed,
                robots,
                headers,
                route);
    }

    @Override
    public Config maxConcurrency(int requests) {
        return new Config(
                connections,
                connectionsPerHost,
                keepAlive,
                totalTimeout,
                connectTimeout,
                readTimeout,
                userAgent,
                Check.positive(requests, "maxConcurrency"),
                maxBody,
                maxDecompressed,
                robots,
                headers,
                route);
    }

    @Override
    public Config maxBody(long bytes, long decompressed) {
        return new Config(
                connections,
                connectionsPerHost,
                keepAlive,
                totalTimeout,
                connectTimeout,
                readTimeout,
                userAgent,
                maxConcurrency,
                Check.positive(bytes, "maxBody"),
                Check.positive(decompressed, "maxBody"),
                robots,
                headers,
                route);
    }

    @Override
    public Config robots(boolean obey) {
        return new Config(
                connections,
                connectionsPerHost,
                keepAlive,
                totalTimeout,
                connectTimeout,
                readTimeout,
                userAgent,
                maxConcurrency,
                maxBody,
                maxDecompressed,
                obey,
                headers,
                route);
    }

    @Override
    public Config header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(Check.headerName(name), Check.headerValue(value));
        return new Config(
                connections,
                connectionsPerHost,
                keepAlive,
                totalTimeout,
                connectTimeout,
                readTimeout,
                userAgent,
                maxConcurrency,
                maxBody,
                maxDecompressed,
                robots,
                Map.copyOf(more),
                route);
    }

    Config route(UnaryOperator<URI> where) {
        return new Config(
                connections,
                connectionsPerHost,
                keepAlive,
                totalTimeout,
                connectTimeout,
                readTimeout,
                userAgent,
                maxConcurrency,
                maxBody,
                maxDecompressed,
                robots,
                headers,
                where);
    }

    @Override
    public String toString() {
        return "Session options, " + maxConcurrency + " at once, " + connections + " connections, " + userAgent;
    }
}
