package io.trawl.page;

import java.util.regex.Pattern;

/** Markdown being written: collapses white space, keeps blocks apart, escapes what Markdown would read as markup. */
final class MarkdownText {
    private static final Pattern INLINE = Pattern.compile("[\\\\`*\\[\\]]|<(?=[A-Za-z/!?])|&(?=#?\\w+;)|~(?=~)");
    private static final Pattern UNDERSCORE = Pattern.compile("(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");
    private static final Pattern LINE_START =
            Pattern.compile("^(?:(#{1,6}(?=\\s|$))|([-+>=])|(~~~)|(\\d{1,9})([.)])(?=\\s|$))");

    private final StringBuilder out = new StringBuilder();
    private int newlines;
    private boolean space;
    private boolean leadingSpace;

    /** Text of the page, with any white space. */
    void words(String raw) {
        int i = 0;
        int n = raw.length();
        while (i < n) {
            int start = i;
            while (i < n && !isSpace(raw.charAt(i))) {
                i++;
            }
            if (i > start) {
                word(raw.substring(start, i));
            }
            if (i < n) {
                leadingSpace |= out.isEmpty() && newlines == 0;
                space = true;
                i++;
            }
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    }

    private void word(String word) {
        boolean lineStart = atLineStart();
        flush();
        String escaped = escape(word);
        if (lineStart) {
            var m = LINE_START.matcher(escaped);
            if (m.find()) {
                escaped = m.group(5) != null ? m.group(4) + "\\" + escaped.substring(m.end(4)) : "\\" + escaped;
            }
        }
        out.append(escaped);
    }

    /** Markup that belongs into the line. */
    void inline(String markup) {
        if (markup.isEmpty()) {
            return;
        }
        boolean lead = markup.charAt(0) == ' ';
        boolean trail = markup.length() > 1 && markup.charAt(markup.length() - 1) == ' ';
        leadingSpace |= lead && out.isEmpty();
        space |= lead;
        String core = markup.strip();
        if (!core.isEmpty()) {
            // Two spans of code would be read as one.
            space |= newlines == 0 && core.charAt(0) == '`' && endsWith("`");
            flush();
            out.append(core);
        }
        space |= trail;
    }

    /** A block of its own, with at least so many line ends around it. */
    void block(String block, int gap) {
        if (!block.isEmpty()) {
            gap(gap);
            flush();
            out.append(block);
            gap(gap);
        }
    }

    /** At least so many line ends before what comes next. */
    void gap(int lines) {
        newlines = Math.max(newlines, lines);
        space = false;
    }

    void hardBreak() {
        if (!out.isEmpty() && newlines == 0) {
            out.append("\\\n");
            space = false;
        }
    }

    private void flush() {
        if (out.isEmpty()) {
            newlines = 0;
        } else if (newlines > 0) {
            dropHardBreak();
            out.append("\n".repeat(newlines));
            newlines = 0;
        } else if (space && out.charAt(out.length() - 1) != '\n') {
            out.append(' ');
        }
        space = false;
    }

    private boolean atLineStart() {
        return out.isEmpty() || newlines > 0 || out.charAt(out.length() - 1) == '\n';
    }

    private void dropHardBreak() {
        int end = out.length();
        while (end >= 2 && out.charAt(end - 1) == '\n' && out.charAt(end - 2) == '\\') {
            end -= 2;
        }
        out.setLength(end);
    }

    boolean hasBlankLine() {
        return out.indexOf("\n\n") >= 0;
    }

    boolean endsInWord() {
        return !space && newlines == 0 && !out.isEmpty() && Character.isLetterOrDigit(out.charAt(out.length() - 1));
    }

    private boolean endsWith(String what) {
        int at = out.length() - what.length();
        return at >= 0 && out.indexOf(what, at) == at;
    }

    /** Takes back the end of an emphasis with which this begins; two side by side would be read as neither. */
    boolean reopens(String mark) {
        boolean adjacent =
                !space && newlines == 0 && endsWith(mark) && !endsWith("\\" + mark) && !endsWith(mark.charAt(0) + mark);
        if (adjacent) {
            out.setLength(out.length() - mark.length());
        }
        return adjacent;
    }

    boolean startsWithSpace() {
        return leadingSpace;
    }

    boolean endsWithSpace() {
        return space;
    }

    /** Puts back, outside of the markup, the space that the element had inside. */
    String spaced(String markup) {
        return (leadingSpace ? " " : "") + markup + (space ? " " : "");
    }

    String finished() {
        dropHardBreak();
        return out.toString();
    }

    static String escape(String text) {
        String escaped = INLINE.matcher(text).replaceAll("\\\\$0");
        return text.indexOf('_') < 0 ? escaped : UNDERSCORE.matcher(escaped).replaceAll("\\\\_");
    }

    /** A link's target; in angle brackets where it holds what would end it. */
    static String destination(String url) {
        return url.matches("[^\\s()<>]+") ? url : "<" + url.replaceAll("[<>\n]", "") + ">";
    }
}
