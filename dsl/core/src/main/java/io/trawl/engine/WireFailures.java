package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.View;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ProtocolException;

/** What the HTTP client throws, as a typed failure with advice. */
final class WireFailures {
    private WireFailures() {}

    static ScrapeException of(Throwable error, URI url, Config config) {
        if (error instanceof BodyConsumer.BodyTooLarge e && e.getCause() instanceof ScrapeException typed) {
            return typed;
        }
        String host = url.getHost();
        if (error instanceof UnknownHostException) {
            return failure(ErrorKind.DNS, url, "resolve", host + " does not resolve", "check the host name", error);
        }
        if (error instanceof ConnectTimeoutException) {
            return failure(
                    ErrorKind.TIMEOUT,
                    url,
                    "connect",
                    "no connection within " + View.seconds(config.connectTimeout()),
                    "session(c -> c.timeouts(…))",
                    error);
        }
        if (error instanceof ConnectionRequestTimeoutException) {
            return failure(
                    ErrorKind.TIMEOUT, url, "connect", "no free connection", "session(c -> c.connections(…))", error);
        }
        if (error instanceof SocketTimeoutException) {
            return failure(
                    ErrorKind.TIMEOUT,
                    url,
                    "waiting",
                    "nothing arrived for " + View.seconds(config.readTimeout()),
                    "session(c -> c.timeouts(…)) or .retry(5)",
                    error);
        }
        if (error instanceof SSLException) {
            return failure(
                    ErrorKind.TLS,
                    url,
                    "connect",
                    "TLS failed: " + message(error),
                    "check the certificate of " + host,
                    error);
        }
        if (error instanceof ConnectException || error instanceof NoRouteToHostException) {
            return failure(
                    ErrorKind.CONNECT,
                    url,
                    "connect",
                    host + (url.getPort() < 0 ? "" : ":" + url.getPort()) + " refuses connections",
                    "check the host and port, and that the server runs",
                    error);
        }
        if (error instanceof ProtocolException) {
            return failure(
                    ErrorKind.DECODE, url, "waiting", "the answer is no valid HTTP: " + message(error), "", error);
        }
        if (error instanceof java.io.IOException) {
            return failure(
                    ErrorKind.CONNECT, url, "body", "the connection broke: " + message(error), ".retry(5)", error);
        }
        return failure(ErrorKind.UNKNOWN, url, "waiting", message(error), "", error);
    }

    private static String message(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
    }

    private static ScrapeException failure(
            ErrorKind kind, URI url, String phase, String message, String advice, Throwable cause) {
        return new ScrapeException(
                new Failure(kind, HttpFetcher.shown(url), 0, 1, phase, message, advice, null), cause);
    }
}
