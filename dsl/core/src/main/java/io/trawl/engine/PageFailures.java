package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.View;
import io.trawl.page.Fetched;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a page beside its exchange, in words. */
record PageFailures(String url, int attempts) {
    private static final Set<ErrorKind> HOST_FAULTS =
            Set.of(ErrorKind.TIMEOUT, ErrorKind.CONNECT, ErrorKind.DNS, ErrorKind.TLS);

    /** Whether a failure speaks against the host. Of the others, and of a page we dropped, it is not to blame. */
    static boolean isTheHosts(Failure failure) {
        return HOST_FAULTS.contains(failure.kind());
    }

    Failure disallowed(String why) {
        return new Failure(
                ErrorKind.ROBOTS,
                url,
                0,
                0,
                "robots",
                why,
                "another page; .robots(false) only where the site's owner agrees",
                null);
    }

    /** What keeps robots.txt from being read keeps the page from being read. */
    Failure robotsUnread(Failure f) {
        return new Failure(f.kind(), url, f.status(), attempts, f.phase(), f.message(), f.advice(), null);
    }

    Failure breakerOpen(String host, Breaker.Rule rule, Duration open, @Nullable Failure last) {
        return new Failure(
                ErrorKind.BREAKER_OPEN,
                url,
                last == null ? 0 : last.status(),
                attempts,
                "queued",
                host + " failed " + rule.failures() + " times in a row and is left alone for " + View.seconds(open)
                        + " more" + (last == null ? "" : "; last: " + last.message()),
                "later; or .breaker(…) with more patience",
                last == null ? null : last.document());
    }

    Failure tooSlow(Duration limit, Trace trace) {
        return new Failure(
                ErrorKind.TIMEOUT,
                url,
                0,
                attempts,
                trace.step().phase,
                "no complete response within " + View.seconds(limit)
                        + (trace.step() == Trace.Step.BODY
                                ? "; " + View.bytes(trace.bytes()) + " of the body came"
                                : ""),
                ".timeout(seconds(" + Math.max(30, limit.toSeconds() * 3) + ")), or .retry(5)",
                null);
    }

    Failure misled(int status, String message, String advice) {
        return new Failure(ErrorKind.HTTP, url, status, attempts, "waiting", message, advice, null);
    }

    Failure unparsed(Throwable error, @Nullable Fetched fetched) {
        return new Failure(
                ErrorKind.PARSE,
                url,
                fetched == null ? 0 : fetched.status(),
                attempts,
                "parse",
                "the page could not be evaluated: " + error,
                "check the page and what the plan makes of it: .formats(RAW_HTML) shows it",
                null);
    }

    static Failure counted(Failure f, int tried) {
        return new Failure(f.kind(), f.url(), f.status(), tried, f.phase(), f.message(), f.advice(), f.document());
    }
}
