package io.trawl.kernel.api;

/**
 * A cell asked for input, or read {@code System.in}, where nobody can be asked: the front end runs the notebook by itself
 * and said so ({@code allow_stdin} is false).
 */
public final class InputUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public InputUnavailable() {
        super("this cell asks for input, but the front end that runs it takes none (allow_stdin is false):"
                + " give the value in the code, or run the notebook where somebody can answer");
    }
}
