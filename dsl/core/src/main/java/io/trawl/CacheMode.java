package io.trawl;

/** How a session uses its {@linkplain Session.Options#cache HTTP cache}. */
public enum CacheMode {
    /** As RFC 9111 says: what is fresh is used, what is stale is asked for again, only the changes. */
    STANDARD,
    /** Only what is stored, however old; nothing goes to the network, what is not stored fails. */
    OFFLINE,
    /** All is asked for anew, and stored. */
    REFRESH
}
