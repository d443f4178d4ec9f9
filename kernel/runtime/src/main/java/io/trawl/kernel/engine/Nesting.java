package io.trawl.kernel.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a place in unfinished Java code is nested in: read by characters, so it holds for code that no parser takes.
 *
 * @param code whether the place is code, and neither in a literal nor in a comment
 * @param closers the brackets that would close what is open there, innermost first
 * @param innermost the position of the innermost bracket open there, -1 for none
 */
record Nesting(boolean code, String closers, int innermost) {

    static Nesting at(String text, int index) {
        Deque<Integer> open = new ArrayDeque<>();
        int i = 0;
        while (i < index) {
            int end = skipped(text, i);
            if (end > i) {
                // The end of a literal is code again, the end of a line comment is not.
                boolean comment = text.startsWith("//", i);
                if (end > index || end == index && (comment || !isClosed(text, i, end))) {
                    return new Nesting(false, closers(text, open), innermost(open));
                }
                i = end;
                continue;
            }
            char c = text.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                open.push(i);
            } else if (c == ')' || c == ']' || c == '}') {
                if (!open.isEmpty() && closing(text.charAt(open.peek())) == c) {
                    open.pop();
                }
            }
            i++;
        }
        return new Nesting(true, closers(text, open), innermost(open));
    }

    private static int innermost(Deque<Integer> open) {
        return open.isEmpty() ? -1 : open.peek();
    }

    private static String closers(String text, Deque<Integer> open) {
        var closers = new StringBuilder();
        boolean statement = false;
        for (int at : open) {
            char c = closing(text.charAt(at));
            // A block ends with a statement.
            closers.append(c == '}' && !statement ? ";}" : String.valueOf(c));
            statement = c == '}';
        }
        return closers.toString();
    }

    private static char closing(char open) {
        return open == '(' ? ')' : open == '[' ? ']' : '}';
    }

    /** The end of the literal or comment that begins at {@code i}; {@code i} where none does. */
    private static int skipped(String text, int i) {
        if (text.startsWith("//", i)) {
            int end = text.indexOf('\n', i);
            return end < 0 ? text.length() : end;
        }
        if (text.startsWith("/*", i)) {
            int end = text.indexOf("*/", i + 2);
            return end < 0 ? text.length() : end + 2;
        }
        if (text.startsWith("\"\"\"", i)) {
            int end = i + 3;
            while (end < text.length() && !text.startsWith("\"\"\"", end)) {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            return Math.min(text.length(), end + 3);
        }
        char quote = text.charAt(i);
        if (quote != '"' && quote != '\'') {
            return i;
        }
        int end = i + 1;
        while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), end + 1);
    }

    private static boolean isClosed(String text, int start, int end) {
        if (text.startsWith("/*", start)) {
            return end - start >= 4 && text.startsWith("*/", end - 2);
        }
        String quote = text.startsWith("\"\"\"", start) ? "\"\"\"" : text.substring(start, start + 1);
        return end - start >= 2 * quote.length() && text.startsWith(quote, end - quote.length());
    }
}
