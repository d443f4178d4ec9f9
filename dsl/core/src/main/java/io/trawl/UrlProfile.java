package io.trawl;

/**
 * When two URLs count as one page. Whatever the profile, a URL is first read as browsers read it (WHATWG URL: case of scheme
 * and host, default port, dot segments, Punycode) and loses its fragment and credentials. The path keeps its case and the
 * query its empty values: each of these can name another page.
 */
public enum UrlProfile {
    /** Nothing more. */
    STRICT,
    /**
     * Also the same: needlessly escaped letters and the case of escapes (RFC 3986 section 6.2.2), an empty query, and a URL
     * without parameters that only track ({@code utm_*}, {@code gclid}, {@code fbclid}, …) or name a session
     * ({@code ;jsessionid=}, {@code PHPSESSID=}).
     */
    NORMAL,
    /**
     * Also the same: http and https, {@code www.} and bare host, a trailing slash or an index page and neither, double
     * slashes and single ones, parameters in another order, {@code +} and {@code %20} in them.
     */
    SIMILAR
}
