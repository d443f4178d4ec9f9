package io.trawl.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * The hosts that were asked; those that could bind nobody any more are forgotten. Not thread-safe: the limiter's lock
 * guards it.
 */
final class HostGates {
    private final int cap;
    private final Map<String, HostGate> hosts = new HashMap<>();
    private int sweepAt = 1_000;

    /** @param cap requests at once to each */
    HostGates(int cap) {
        this.cap = cap;
    }

    HostGate of(String name, long now) {
        HostGate known = hosts.get(name);
        if (known != null) {
            return known;
        }
        if (hosts.size() >= sweepAt) {
            hosts.values().removeIf(h -> h.forgettable(now));
            sweepAt = Math.max(1_000, 2 * hosts.size());
        }
        var host = new HostGate(name, cap);
        hosts.put(name, host);
        return host;
    }
}
