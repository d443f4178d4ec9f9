package io.trawl.kernel.engine;

import java.util.List;
import java.util.regex.Pattern;

/**
 * An error as a notebook stores and shows it.
 *
 * @param name the class of the user's exception, or {@link #COMPILATION}, {@link #INTERRUPTED}
 * @param message its message, one line for a compile error; never null, may be empty
 * @param traceback lines to show, the user's lines marked, with ANSI colours
 */
public record ErrorReport(String name, String message, List<String> traceback) {

    public static final String COMPILATION = "CompilationException";
    public static final String INTERRUPTED = "Interrupted";

    private static final Pattern ANSI = Pattern.compile("\u001B\\[[0-9;]*m");

    public ErrorReport {
        traceback = List.copyOf(traceback);
    }

    /** The traceback without colours, lines joined by newlines. */
    public String plainText() {
        return ANSI.matcher(String.join("\n", traceback)).replaceAll("");
    }
}
