package io.trawl.notebook;

/** Hostile text made harmless: it is shown as what it says and never as what it does. */
final class Escape {
    private static final int LONGEST = 200;

    private Escape() {}

    /** Text for HTML content and quoted attributes; control characters become visible. */
    static String html(String text) {
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
                    boolean bidi = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
                    boolean broken = c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE || c == 0xFFFF;
                    if (Character.isISOControl(c) || bidi || broken) {
                        out.append('\uFFFD');
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString();
    }

    /** One of our own lines: as a piece of text, its wider gaps kept, which HTML would close. */
    static String line(String text) {
        return piece(text).replace("  ", " \u00A0");
    }

    /** A piece of text among others: its direction kept to itself, cut, the whole of it on hover. */
    static String piece(String text) {
        if (text.length() <= LONGEST) {
            return "<bdi>" + html(text) + "</bdi>";
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        String whole = text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text;
        return "<bdi title=\"" + html(whole) + "\">" + html(text.substring(0, end)) + "…</bdi>";
    }
}
