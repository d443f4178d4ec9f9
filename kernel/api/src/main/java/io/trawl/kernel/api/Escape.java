package io.trawl.kernel.api;

/** Hostile text made harmless: it is shown as what it says and never as what it does. */
public final class Escape {

    private static final int LONGEST = 200;
    private static final int LONGEST_HINT = 2_000;

    private Escape() {}

    /** Text for HTML content and quoted attributes; control and bidi characters become visible. */
    public static String html(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append((char) c);
                default -> {
                    boolean broken = c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE || c == 0xFFFF;
                    out.appendCodePoint(Character.isISOControl(c) || isBidi(c) || broken ? '\uFFFD' : c);
                }
            }
        });
        return out.toString();
    }

    /** One of our own lines: as {@link #piece}, its wider gaps kept, which HTML would close. */
    public static String line(String text) {
        return piece(text).replace("  ", " \u00A0");
    }

    /** A piece of text among others: its direction kept to itself; cut at 200 characters, more of it on hover. */
    public static String piece(String text) {
        if (text.length() <= LONGEST) {
            return "<bdi>" + html(text) + "</bdi>";
        }
        String whole = text.length() > LONGEST_HINT ? text.substring(0, LONGEST_HINT) + "…" : text;
        return "<bdi title=\"" + html(whole) + "\">" + html(cut(text, LONGEST)) + "</bdi>";
    }

    /** As {@link #piece}, or a link where the text is an http URL and nothing else; a click tells the site nothing. */
    public static String pieceOrLink(String text) {
        return text.matches("https?://[^\\s\"'<>]+")
                ? "<a href=\"" + html(text) + "\" target=\"_blank\" rel=\"noreferrer noopener nofollow\">" + piece(text)
                        + "</a>"
                : piece(text);
    }

    /** One cell of a Markdown table (GFM): what Markdown or HTML would act on is escaped; cut at 200 characters. */
    public static String markdownCell(String text) {
        return html(cut(text.replaceAll("\\s+", " "), LONGEST)).replaceAll("[\\\\`*_\\[\\]|~]", "\\\\$0");
    }

    /** Text for one line of plain text: line ends and tabs as spaces, control and bidi characters as their code. */
    public static String plainLine(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t' || c == '\r') {
                out.append(' ');
            } else if (Character.isISOControl(c) || isBidi(c)) {
                out.append(String.format("\\u%04X", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** How many columns of a terminal a line takes (Unicode UAX 11). */
    public static int width(String line) {
        return GridText.width(line);
    }

    private static boolean isBidi(int c) {
        return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x200E || c == 0x200F;
    }

    /** Whole characters only, with a sign that something is missing. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }
}
