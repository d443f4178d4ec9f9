package io.trawl.install;

/** What went wrong and what to do about it, in words for the person at the terminal. */
public final class InstallFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    InstallFailure(String message) {
        super(message);
    }
}
