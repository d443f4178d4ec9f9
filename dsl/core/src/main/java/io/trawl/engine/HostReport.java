package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.page.Fetched;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange says of its host.
 *
 * @param ok whether it speaks for the host; the breaker counts what does not
 * @param pushedBack whether the host asked to be spared, or gave no answer
 * @param rest how long it asks to be left alone
 */
record HostReport(boolean ok, boolean pushedBack, Duration rest) {
    /** Failures that speak against the host. Of the others, and of a page we dropped, it is not to blame. */
    private static final Set<ErrorKind> HOST_FAULTS =
            Set.of(ErrorKind.TIMEOUT, ErrorKind.CONNECT, ErrorKind.DNS, ErrorKind.TLS);

    static HostReport of(@Nullable Fetched fetched, @Nullable Throwable error, Instant now) {
        if (fetched == null) {
            boolean faulty =
                    error != null && HOST_FAULTS.contains(Failures.of(error, "").kind());
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
