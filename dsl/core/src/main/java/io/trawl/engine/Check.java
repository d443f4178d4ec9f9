package io.trawl.engine;

import io.trawl.Fn;
import io.trawl.ScrapeException;
import io.trawl.site.Urls;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

/** Options checked when they are set, with what to write instead. */
final class Check {
    /** What the client writes itself; set by a user, it would break the exchange. */
    private static final Set<String> FIXED =
            Set.of("host", "content-length", "transfer-encoding", "connection", "accept-encoding");

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Check() {}

    static int positive(int n, String option) {
        if (n < 1) {
            throw new IllegalArgumentException(option + " must be at least 1, and is " + n);
        }
        return n;
    }

    static long positive(long n, String option) {
        if (n < 1) {
            throw new IllegalArgumentException(option + " must be at least 1, and is " + n);
        }
        return n;
    }

    static Duration positive(Duration d, String option) {
        if (d.isNegative() || d.isZero()) {
            throw new IllegalArgumentException(option + " must be more than nothing, as in seconds(10), and is " + d);
        }
        return bounded(d, option);
    }

    static Duration notNegative(Duration d, String option) {
        if (d.isNegative()) {
            throw new IllegalArgumentException(option + " must not be negative, and is " + d);
        }
        return bounded(d, option);
    }

    /** Sums of it and of the clock must not overflow. */
    private static Duration bounded(Duration d, String option) {
        if (d.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(option + " must be at most " + LONGEST.toDays() + " days, and is " + d
                    + ": leave it out where nothing is to be limited");
        }
        return d;
    }

    static String headerName(String name) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new IllegalArgumentException("not a header name (RFC 9110 section 5.1): " + name);
        }
        if (FIXED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            throw new IllegalArgumentException("the header " + name + " is written by the client");
        }
        return name;
    }

    /** The message does not hold the value: it may be a secret. */
    static String headerValue(String value) {
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("a header's value must not hold line ends");
        }
        return value;
    }

    /** The message shows no user info. */
    static URI url(String url, String option) {
        try {
            return Urls.parse(url);
        } catch (ScrapeException e) {
            throw new IllegalArgumentException(
                    option + ": " + e.failure().message() + "; write "
                            + e.failure().advice(),
                    e);
        }
    }

    /** RFC 7617. */
    static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    /** Applies an option lambda; a checked exception of it is a wrong option. */
    static <A, R> R options(Fn<? super A, ? extends R> options, A start) {
        try {
            return options.apply(start);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException("the options threw " + e, e);
        }
    }
}
