package io.trawl.engine;

import org.jspecify.annotations.Nullable;

/**
 * The URLs that came by of late. Most links of a site stand on all of its pages, and what was decided on one need not be
 * decided again for each page. It may forget a URL at any time, and never takes one for another. Not thread-safe.
 */
final class Lately {
    /** 32 kB, and the URLs. */
    private static final int SLOTS = 4_096;

    private @Nullable String[] slots = new String[SLOTS];

    /** Notes a URL; false where it is known to have come by. */
    boolean add(String url) {
        int hash = url.hashCode();
        int at = (hash ^ hash >>> 12) & SLOTS - 1;
        if (url.equals(slots[at])) {
            return false;
        }
        slots[at] = url;
        return true;
    }

    void clear() {
        slots = new String[SLOTS];
    }
}
