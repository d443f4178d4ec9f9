package io.trawl.kernel.magic;

import java.util.Locale;

/** Durations with three digits that count. */
final class Durations {

    private Durations() {}

    static String of(double nanos) {
        if (nanos < 999.5) {
            return digits(nanos) + " ns";
        }
        if (nanos < 999.5e3) {
            return digits(nanos / 1e3) + " µs";
        }
        if (nanos < 999.5e6) {
            return digits(nanos / 1e6) + " ms";
        }
        return nanos < 120e9 ? digits(nanos / 1e9) + " s" : String.format(Locale.ROOT, "%.1f min", nanos / 60e9);
    }

    private static String digits(double value) {
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
