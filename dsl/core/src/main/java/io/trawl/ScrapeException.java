package io.trawl;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one exception of the DSL, unchecked: carries the {@link Failure} and, of a job, what was done before it. */
public final class ScrapeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final transient @Nullable Results<?> partial;

    public ScrapeException(Failure failure) {
        this(failure, null, null);
    }

    public ScrapeException(Failure failure, @Nullable Throwable cause) {
        this(failure, null, cause);
    }

    public ScrapeException(Failure failure, @Nullable Results<?> partial, @Nullable Throwable cause) {
        super(failure.toString() + (failure.advice().isEmpty() ? "" : "\n  try: " + failure.advice()), cause);
        this.failure = failure;
        this.partial = partial;
    }

    /** Why it failed. */
    public Failure failure() {
        return Objects.requireNonNull(failure, "not kept across serialisation");
    }

    /** The rows that were done when it failed; empty where there are none. */
    public Results<?> partial() {
        return partial == null ? Results.of(java.util.List.of()) : partial;
    }
}
