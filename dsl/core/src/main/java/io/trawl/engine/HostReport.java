package io.trawl.engine;

import io.trawl.page.Fetched;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange says of its host.
 *
 * @param ok whether it speaks for the host; the breaker counts what does not
 * @param pushedBack whether the host asked to be spared, or gave no answer
 * @param rest how long it asks to be left alone
 */
record HostReport(boolean ok, boolean pushedBack, Duration rest) {
    static HostReport of(@Nullable Fetched fetched, @Nullable Throwable error, Instant now) {
        if (fetched == null) {
            boolean faulty = error != null && PageFailures.isTheHosts(Failures.of(error, ""));
            return new HostReport(!faulty, faulty, Duration.ZERO);
        }
        boolean refused = fetched.status() == 429 || fetched.status() == 503;
        return new HostReport(fetched.status() < 500 && !refused, refused, RetryAfter.of(fetched, now));
    }

    void to(Limiter limiter, Limiter.Ticket permit, String host, Trace trace) {
        if (!rest.isZero()) {
            limiter.holdBack(host, rest);
        }
        permit.record(ok, pushedBack, trace.spent(Trace.Step.WAITING));
    }
}
