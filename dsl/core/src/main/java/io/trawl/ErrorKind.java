package io.trawl;

/** Why a page failed. Each failure has exactly one kind. */
public enum ErrorKind {
    /** A time limit ran out: of the attempt ({@code timeout}), of the whole ({@code deadline}), or of {@code await}. */
    TIMEOUT,
    /** No connection, or it broke before the response was complete. */
    CONNECT,
    /** The host name does not resolve. */
    DNS,
    /** The TLS handshake or certificate check failed. */
    TLS,
    /** The server answered with a status of 400 or above that was not accepted. */
    HTTP,
    /** robots.txt disallows the URL, or could not be read (RFC 9309 section 2.3.1.4); or the page asks not to be shown. */
    ROBOTS,
    /** The body, before or after decompression, is over its cap. */
    TOO_LARGE,
    /** The body could not be decompressed or is cut short. */
    DECODE,
    /** The page, or a function given for it, could not be evaluated. */
    PARSE,
    /** The breaker of the host is open. */
    BREAKER_OPEN,
    /** Cancelled, or interrupted while waiting. */
    CANCELLED,
    /** Not a URL that can be fetched, or one that leads to a private address from outside. */
    INVALID_URL,
    /** Asked of an engine that cannot do it. */
    UNSUPPORTED,
    /** The same page came, or one that says the same; only in {@link StreamJob#leftOut()}, never among the results. */
    DUPLICATE,
    /** A checkpoint that cannot be used: of another plan, in use, of another version, or its disk is full. */
    CHECKPOINT,
    /** None of the others; the message tells more. */
    UNKNOWN
}
