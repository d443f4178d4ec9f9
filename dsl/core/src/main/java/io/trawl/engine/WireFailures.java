package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.View;
import io.trawl.site.Urls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.jspecify.annotations.Nullable;

/** What the HTTP client throws, as a typed failure with advice. */
final class WireFailures {
    private final URI url;
    private final String phase;
    private final Throwable error;

    private WireFailures(URI url, String phase, Throwable error) {
        this.url = url;
        this.phase = phase;
        this.error = error;
    }

    /** A name that could not be looked up. */
    static ScrapeException resolving(Throwable error, URI url, @Nullable URI proxy) {
        Throwable cause = Failures.unwrap(error);
        var wire = new WireFailures(url, "resolve", cause);
        if (cause instanceof CancellationException) {
            return wire.as(ErrorKind.CANCELLED, "the session was closed", "");
        }
        String message = String.valueOf(cause.getMessage());
        return wire.as(
                ErrorKind.DNS,
                message.contains("no answer")
                        ? message
                        : (proxy == null ? Urls.host(url) : "the proxy " + proxy.getHost()) + " does not resolve",
                "check the host name");
    }

    static ScrapeException of(Throwable error, URI url, Config config, Trace trace) {
        if (error instanceof BodyConsumer.BodyTooLarge e && e.getCause() instanceof ScrapeException typed) {
            return typed;
        }
        return new WireFailures(url, trace.step().phase, error).typed(config, trace);
    }

    private ScrapeException typed(Config config, Trace trace) {
        if (error instanceof ConnectionRequestTimeoutException) {
            return as(ErrorKind.TIMEOUT, "no free connection", "session(c -> c.connections(…))");
        }
        if (error instanceof ConnectTimeoutException || error instanceof SocketTimeoutException) {
            return timeout(config, trace);
        }
        if (error instanceof SSLException || trace.step() == Trace.Step.TLS) {
            return as(ErrorKind.TLS, "TLS failed: " + certificate(), tlsAdvice());
        }
        if (error instanceof ConnectException || error instanceof NoRouteToHostException) {
            return as(
                    ErrorKind.CONNECT,
                    place() + " refuses connections",
                    "check the host and port, and that the server runs");
        }
        if (error instanceof MessageConstraintException) {
            return as(
                    ErrorKind.TOO_LARGE,
                    "the head of the answer is too large: over " + Connections.MAX_HEADERS + " headers or "
                            + View.bytes(Connections.MAX_LINE) + " in one",
                    "nothing: such a server is broken or hostile");
        }
        boolean cut = error instanceof TruncatedChunkException;
        if (error instanceof ProtocolException || error instanceof MalformedChunkCodingException && !cut) {
            return as(ErrorKind.DECODE, "the answer is no valid HTTP: " + message(error), "check the URL in a browser");
        }
        if (error instanceof IOException) {
            return as(
                    ErrorKind.CONNECT,
                    trace.step() == Trace.Step.BODY
                            ? "the connection broke after " + View.bytes(trace.bytes()) + " of the body: "
                                    + message(error)
                            : "the connection broke: " + message(error),
                    ".retry(5)");
        }
        return as(ErrorKind.UNKNOWN, message(error), "report it with the URL");
    }

    private ScrapeException timeout(Config config, Trace trace) {
        return switch (trace.step()) {
            case CONNECT, TLS ->
                as(
                        ErrorKind.TIMEOUT,
                        (trace.step() == Trace.Step.TLS ? "no TLS" : "no connection") + " within "
                                + View.seconds(config.connectTimeout()),
                        "session(c -> c.timeouts(…)) or .retry(5)");
            case WAITING, BODY ->
                as(
                        ErrorKind.TIMEOUT,
                        "nothing arrived for " + View.seconds(config.readTimeout()),
                        "session(c -> c.timeouts(…)) or .retry(5)");
        };
    }

    /** The deepest reason: what the handshake wraps it in says little. */
    private String certificate() {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof CertificateExpiredException) {
                return "the certificate has expired";
            }
            if (e instanceof CertificateNotYetValidException) {
                return "the certificate is not valid yet";
            }
            if (e instanceof CertPathBuilderException) {
                return "the certificate is signed by nobody whom this machine trusts";
            }
            if (e instanceof SSLPeerUnverifiedException || isOtherHost(e)) {
                return "the certificate is for another host than " + Urls.host(url);
            }
            if (e instanceof CertPathValidatorException && e.getCause() == null) {
                return message(e);
            }
        }
        return message(error);
    }

    /** The JDK has no type for it, only these words. */
    private static boolean isOtherHost(Throwable e) {
        return e instanceof CertificateException && message(e).matches("No (subject alternative|name matching).*");
    }

    private String tlsAdvice() {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof GeneralSecurityException || e instanceof SSLPeerUnverifiedException) {
                return "check the certificate of " + Urls.host(url) + "; one of your own: session(c -> c.tls(…))";
            }
        }
        return "check that " + place() + " speaks https";
    }

    private String place() {
        return Urls.host(url) + (Urls.port(url) < 0 ? "" : ":" + Urls.port(url));
    }

    private static String message(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
    }

    private ScrapeException as(ErrorKind kind, String message, String advice) {
        return new ScrapeException(
                new Failure(kind, HttpFetcher.shown(url), 0, 1, phase, message, advice, null), error);
    }
}
