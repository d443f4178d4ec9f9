package io.trawl.store;

import org.jspecify.annotations.Nullable;

/** A journal that cannot be used, with what to do instead. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String advice;

    JournalException(String message, String advice) {
        this(message, advice, null);
    }

    JournalException(String message, String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    public String advice() {
        return advice;
    }
}
