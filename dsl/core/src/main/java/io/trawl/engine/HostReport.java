package io.trawl.engine;

import io.trawl.page.Fetched;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange says of its host.
 *
 * @param ok whether it speaks for the host; the breaker counts what does not
 * @param reply what it says of how much the host can take
 * @param rest how long it asks to be left alone
 */
record HostReport(boolean ok, Reply reply, Duration rest) {
    /** What an exchange says of how much its host can take. */
    enum Reply {
        /** It answered. */
        ANSWERED,
        /** It refused, or gave no answer. */
        PUSHED_BACK,
        /** It said that it was asked too much. */
        TOO_MUCH
    }

    static HostReport of(@Nullable Fetched fetched, @Nullable Throwable error, Instant now) {
        if (fetched == null) {
            boolean faulty = error != null && PageFailures.isTheHosts(Failures.of(error, ""));
            return new HostReport(!faulty, faulty ? Reply.PUSHED_BACK : Reply.ANSWERED, Duration.ZERO);
        }
        boolean refused = fetched.status() == 429 || fetched.status() == 503;
        Duration rest = RetryAfter.of(fetched, now);
        boolean tooMuch = fetched.status() == 429 || refused && !rest.isZero();
        Reply reply = tooMuch ? Reply.TOO_MUCH : refused ? Reply.PUSHED_BACK : Reply.ANSWERED;
        // One that counts how much it is asked works well: no case for the breaker.
        return new HostReport(fetched.status() < 500, reply, rest);
    }

    void to(Limiter limiter, Limiter.Ticket permit, String host, Trace trace) {
        if (!rest.isZero()) {
            limiter.holdBack(host, rest);
        }
        permit.record(ok, reply, trace.spent(Trace.Step.WAITING));
    }
}
