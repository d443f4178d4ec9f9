package io.trawl.engine;

import java.util.Locale;

/** Sizes in words. */
final class Bytes {
    private Bytes() {}

    static String shown(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
