package io.trawl.kernel.engine;

/** Code read from {@code System.in} where the front end cannot be asked for input. */
public final class StdinUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StdinUnavailable() {
        super("System.in was read, but this front end takes no input (allow_stdin is false)");
    }
}
