package io.trawl.kernel.api.widget;

/** Text made harmless in HTML content and quoted attributes; control characters become visible. */
final class Escape {

    private Escape() {}

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
                    boolean shown = !Character.isISOControl(c) && !turnsText(c) && !Character.isSurrogate((char) c);
                    out.appendCodePoint(shown || Character.isSupplementaryCodePoint(c) ? c : 0xFFFD);
                }
            }
        });
        return out.toString();
    }

    /** The characters that override the direction of what follows. */
    private static boolean turnsText(int c) {
        return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }
}
