package io.trawl.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a job paces itself: at once in all and per host, starts per period, start to start, random pause.
 *
 * @param hostLimit null where a host may have all of the job's, however that changes
 * @param starts 0 for no rate
 * @param adaptive when it slows down on a host
 */
record Pace(
        int maxConcurrency,
        @Nullable Integer hostLimit,
        int starts,
        Duration per,
        Duration spacing,
        Duration jitterLo,
        Duration jitterHi,
        Adaptive adaptive) {

    /** What makes it slow down; what a Retry-After says holds in any case. */
    enum Adaptive {
        NEVER,
        /** A host that says so: 429, or any refusal with a Retry-After. */
        WHERE_TOLD,
        /** That, a 503, no answer, and answers that come ever later. */
        WHERE_NEEDED
    }

    /** Whether what a host says of itself may slow it down. */
    boolean slowsDown() {
        return adaptive != Adaptive.NEVER;
    }

    /** So many at once per host. */
    int perHost() {
        return hostLimit == null ? maxConcurrency : hostLimit;
    }

    Pace withMaxConcurrency(int requests) {
        return new Pace(requests, hostLimit, starts, per, spacing, jitterLo, jitterHi, adaptive);
    }

    Pace withPerHost(int requests) {
        return new Pace(maxConcurrency, requests, starts, per, spacing, jitterLo, jitterHi, adaptive);
    }

    Pace withRate(int count, Duration period) {
        return new Pace(maxConcurrency, hostLimit, count, period, spacing, jitterLo, jitterHi, adaptive);
    }

    Pace withSpacing(Duration gap) {
        return new Pace(maxConcurrency, hostLimit, starts, per, gap, jitterLo, jitterHi, adaptive);
    }

    String shown() {
        var text = new StringBuilder().append(maxConcurrency).append(" at once");
        if (perHost() < maxConcurrency) {
            text.append(", ").append(perHost()).append(" per host");
        }
        if (!spacing.isZero()) {
            text.append(", ≥ ").append(spacing.toMillis()).append(" ms apart");
        }
        if (starts > 0) {
            text.append(", ").append(starts).append(" starts per ").append(io.trawl.View.seconds(per));
        }
        if (!jitterHi.isZero()) {
            text.append(", pause ")
                    .append(io.trawl.View.seconds(jitterLo))
                    .append(" to ")
                    .append(io.trawl.View.seconds(jitterHi));
        }
        if (adaptive == Adaptive.WHERE_NEEDED) {
            text.append(", slower where the host pushes back");
        }
        return text.toString();
    }
}
