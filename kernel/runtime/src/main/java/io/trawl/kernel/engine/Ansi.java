package io.trawl.kernel.engine;

import java.util.List;

/** The few colours of tracebacks: readable on dark and on light, meaning nothing alone. */
final class Ansi {

    private Ansi() {}

    static String error(String text) {
        return "\u001B[1;31m" + text + "\u001B[0m";
    }

    static String mark(String text) {
        return "\u001B[31m" + text + "\u001B[0m";
    }

    static String place(String text) {
        return "\u001B[36m" + text + "\u001B[0m";
    }

    /** A line of a cell under its title, with carets under columns {@code from} to {@code to} of the line. */
    static List<String> marked(Places.CodeLine line, int from, int to) {
        String head = "  " + line.title() + ":   ";
        String shown = line.text().stripTrailing();
        int indent = shown.length() - shown.stripLeading().length();
        int start = Math.max(from, indent);
        int width = Math.max(1, Math.min(to, shown.length()) - start);
        return List.of(
                "  " + place(line.title()) + ":   " + shown.stripLeading(),
                " ".repeat(head.length() + start - indent) + mark("^".repeat(width)));
    }
}
