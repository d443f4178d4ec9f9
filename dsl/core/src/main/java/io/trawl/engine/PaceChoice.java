package io.trawl.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a plan was told about its pace; what it was not told is decided when it starts. A crawl of somebody else's host is
 * gentle (2 per host, 250 ms apart); a given list, and anything on loopback, is not held back.
 */
record PaceChoice(
        int maxConcurrency,
        @Nullable Integer perHost,
        int starts,
        Duration per,
        @Nullable Duration spacing,
        Duration jitterLo,
        Duration jitterHi,
        @Nullable Boolean adaptive) {

    static final PaceChoice NONE =
            new PaceChoice(10, null, 0, Duration.ofSeconds(1), null, Duration.ZERO, Duration.ZERO, null);

    Pace of(boolean gentle) {
        Integer hosts = perHost != null ? perHost : gentle ? Integer.valueOf(Math.min(2, maxConcurrency)) : null;
        Duration gap = spacing != null ? spacing : gentle ? Duration.ofMillis(250) : Duration.ZERO;
        return new Pace(maxConcurrency, hosts, starts, per, gap, jitterLo, jitterHi, careful(gentle));
    }

    private Pace.Adaptive careful(boolean gentle) {
        if (adaptive == null) {
            return gentle ? Pace.Adaptive.WHERE_NEEDED : Pace.Adaptive.WHERE_TOLD;
        }
        return adaptive ? Pace.Adaptive.WHERE_NEEDED : Pace.Adaptive.NEVER;
    }

    PaceChoice withMaxConcurrency(int requests) {
        Check.positive(requests, "maxConcurrency");
        return new PaceChoice(requests, perHost, starts, per, spacing, jitterLo, jitterHi, adaptive);
    }

    PaceChoice withPerHost(int requests) {
        Check.positive(requests, "perHost");
        return new PaceChoice(maxConcurrency, requests, starts, per, spacing, jitterLo, jitterHi, adaptive);
    }

    PaceChoice withRate(int count, Duration period) {
        Check.positive(count, "rate");
        Check.positive(period, "the period of rate");
        return new PaceChoice(maxConcurrency, perHost, count, period, spacing, jitterLo, jitterHi, adaptive);
    }

    PaceChoice withSpacing(Duration gap) {
        Check.notNegative(gap, "spacing");
        return new PaceChoice(maxConcurrency, perHost, starts, per, gap, jitterLo, jitterHi, adaptive);
    }

    PaceChoice withJitter(Duration lo, Duration hi) {
        Check.notNegative(lo, "jitter");
        if (hi.compareTo(lo) < 0) {
            throw new IllegalArgumentException("jitter(lo, hi) wants lo ≤ hi, and has " + lo + " and " + hi);
        }
        return new PaceChoice(maxConcurrency, perHost, starts, per, spacing, lo, hi, adaptive);
    }

    PaceChoice withAdaptive(boolean on) {
        return new PaceChoice(maxConcurrency, perHost, starts, per, spacing, jitterLo, jitterHi, on);
    }
}
