package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Retry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The immutable value behind {@link Retry}. */
record RetryPolicy(
        int attempts, Duration first, double factor, Set<ErrorKind> kinds, Set<Integer> statuses, double budget)
        implements Retry {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    static final RetryPolicy DEFAULT = new RetryPolicy(
            3,
            Duration.ofSeconds(1),
            2.0,
            Set.of(ErrorKind.TIMEOUT, ErrorKind.CONNECT, ErrorKind.DNS),
            Set.of(408, 429, 500, 502, 503, 504),
            1.0);

    /** What may come right by trying again later: a job with only other failures is as done as it can be. */
    private static final Set<ErrorKind> PASSING = Set.of(
            ErrorKind.TIMEOUT,
            ErrorKind.CONNECT,
            ErrorKind.DNS,
            ErrorKind.TLS,
            ErrorKind.BREAKER_OPEN,
            ErrorKind.CANCELLED);

    static boolean mayMend(Failure f) {
        return PASSING.contains(f.kind()) || f.kind() == ErrorKind.HTTP && DEFAULT.statuses.contains(f.status());
    }

    @Override
    public RetryPolicy attempts(int n) {
        return new RetryPolicy(Check.positive(n, "retry attempts"), first, factor, kinds, statuses, budget);
    }

    @Override
    public RetryPolicy backoff(Duration wait, double by) {
        if (!(by >= 1)) {
            throw new IllegalArgumentException("the back-off factor must be at least 1, and is " + by);
        }
        return new RetryPolicy(attempts, Check.notNegative(wait, "backoff"), by, kinds, statuses, budget);
    }

    @Override
    public RetryPolicy on(ErrorKind... which) {
        return new RetryPolicy(attempts, first, factor, Set.copyOf(Arrays.asList(which)), statuses, budget);
    }

    @Override
    public RetryPolicy onStatus(int... which) {
        return new RetryPolicy(
                attempts,
                first,
                factor,
                kinds,
                Arrays.stream(which).boxed().collect(Collectors.toUnmodifiableSet()),
                budget);
    }

    @Override
    public RetryPolicy budget(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the retry budget is a share from 0 to 1, and is " + share);
        }
        return new RetryPolicy(attempts, first, factor, kinds, statuses, share);
    }

    boolean retries(Failure failure, int attempt) {
        return attempt < attempts
                && (failure.kind() == ErrorKind.HTTP
                        ? statuses.contains(failure.status())
                        : kinds.contains(failure.kind()));
    }

    /** Drawn from the upper half of the wait, so that those who failed together do not come back together. */
    Duration wait(int attempt, double random) {
        double full = Math.min(first.toMillis() * Math.pow(factor, attempt - 1), LONGEST.toMillis());
        return Duration.ofMillis(Math.round(full * (0.5 + random / 2)));
    }
}
