package io.trawl.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The origins of the mock sites of this process: on loopback, and yet what a page there may link to. Thread-safe. */
public final class OwnSites {
    private static final Set<String> ORIGINS = ConcurrentHashMap.newKeySet();

    private OwnSites() {}

    /** @param origin as in {@code http://127.0.0.1:4711} */
    public static void opened(String origin) {
        ORIGINS.add(origin);
    }

    public static void closed(String origin) {
        ORIGINS.remove(origin);
    }

    static boolean include(String origin) {
        return ORIGINS.contains(origin);
    }
}
