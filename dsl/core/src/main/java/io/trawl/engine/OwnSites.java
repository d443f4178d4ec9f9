package io.trawl.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The origins of the mock sites of this process: on loopback or in memory, and yet what a page there may link to. Thread-safe. */
public final class OwnSites {
    /** How many have this origin: those in virtual time have all the same. */
    private static final Map<String, Integer> ORIGINS = new ConcurrentHashMap<>();

    private OwnSites() {}

    /** @param origin as in {@code http://127.0.0.1:4711} */
    public static void opened(String origin) {
        ORIGINS.merge(origin, 1, Integer::sum);
    }

    public static void closed(String origin) {
        ORIGINS.computeIfPresent(origin, (o, n) -> n == 1 ? null : n - 1);
    }

    static boolean include(String origin) {
        return ORIGINS.containsKey(origin);
    }
}
