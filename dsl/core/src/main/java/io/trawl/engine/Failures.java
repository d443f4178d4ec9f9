package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Anything thrown, as a failure. */
final class Failures {
    private Failures() {}

    static Failure of(Throwable error, String url) {
        Throwable cause = unwrap(error);
        if (cause instanceof ScrapeException e) {
            return e.failure();
        }
        if (cause instanceof CancellationException) {
            return cancelled(url);
        }
        if (cause instanceof TimeoutException) {
            return Failure.of(ErrorKind.TIMEOUT, url, "not done in time", "a longer limit");
        }
        return Failure.of(ErrorKind.UNKNOWN, url, cause.toString(), "");
    }

    static ScrapeException exception(Throwable error, String url) {
        Throwable cause = unwrap(error);
        return cause instanceof ScrapeException e ? e : new ScrapeException(of(cause, url), cause);
    }

    static Throwable unwrap(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static Failure cancelled(String url) {
        return Failure.of(ErrorKind.CANCELLED, url, "cancelled before it was done", "");
    }
}
