package io.trawl.notebook;

import io.trawl.View;
import io.trawl.View.Ink;
import io.trawl.kernel.api.Escape;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The one sheet that all pictures are drawn on: SVG inside an image, so that nothing in it can run, with a title and a
 * description. What is drawn is escaped here; lengths are pixels, text is measured roughly.
 */
final class Paper {
    static final int WIDTH = 800;
    static final int MARGIN = 12;
    private static final double LETTER = 6.6;
    private static final double WIDE = 12.5;

    private final StringBuilder body = new StringBuilder();
    private boolean hatched;

    /** Roughly, and rather more: East Asian wide characters take two columns, marks none. */
    static double length(String text) {
        return text.codePoints()
                .mapToDouble(c -> {
                    int type = Character.getType(c);
                    boolean none = type == Character.NON_SPACING_MARK || type == Character.FORMAT;
                    return none ? 0 : c >= 0x2E80 ? WIDE : c >= 'A' && c <= 'Z' ? 8 : LETTER;
                })
                .sum();
    }

    /** As much of a text as has room. */
    static String cut(String text, double room) {
        if (length(text) <= room) {
            return text;
        }
        var out = new StringBuilder();
        double used = LETTER;
        for (int c : text.codePoints().toArray()) {
            used += length(Character.toString(c));
            if (used > room) {
                break;
            }
            out.appendCodePoint(c);
        }
        return out.append('…').toString();
    }

    /** @param look {@code t} plain, {@code m} muted, {@code h} bold, {@code on} on a bar */
    void text(double x, double y, String look, String text) {
        text(x, y, look, "start", text);
    }

    /** @param anchor which of its ends is at x: {@code start}, {@code middle}, {@code end} */
    void text(double x, double y, String look, String anchor, String text) {
        String where = anchor.equals("start") ? "" : " text-anchor=\"" + anchor + "\"";
        add("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\"%s%s>%s</text>", x, y, look, where, bidi(text), Escape.html(text));
    }

    /** Right-to-left text keeps its own order without turning what is beside it. */
    private static String bidi(String text) {
        return text.chars().allMatch(c -> c < 0x590) ? "" : " unicode-bidi=\"plaintext\"";
    }

    /** A bar; hatched where it stands for something bad, so that it is not the colour alone that says so. */
    void bar(double x, double y, double width, double height, Ink ink) {
        double w = Math.max(1, width);
        String rect = "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%s\" ";
        String corner = height > 8 && w > 4 ? "2" : "0";
        add(rect + "class=\"b %s\"/>", x, y, w, height, corner, Palette.name(ink));
        if (ink == Ink.BAD) {
            hatched = true;
            add(rect + "fill=\"url(#h)\"/>", x, y, w, height, corner);
        }
    }

    /** Bare ground, for text to stand on. */
    void ground(double x, double y, double width, double height) {
        add("<rect class=\"g\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"/>", x, y, width, height);
    }

    /** A quiet rule behind what is drawn after it. */
    void rule(double x1, double y1, double x2, double y2) {
        add("<path class=\"r\" d=\"M%.1f %.1fL%.1f %.1f\"/>", x1, y1, x2, y2);
    }

    /** @param look {@code l} a line, {@code l d} a dashed one, {@code p} dots */
    void path(String look, Ink ink, CharSequence d) {
        body.append("<path class=\"")
                .append(look)
                .append(' ')
                .append(Palette.name(ink))
                .append("\" d=\"")
                .append(d)
                .append("\"/>");
    }

    /** What the inks mean, in one line or several from y on; returns where what follows may begin. */
    double keys(double y, List<View.Key> keys) {
        return keys(y, keys, key -> false);
    }

    /** @param dashed which of them are dashed lines */
    double keys(double y, List<View.Key> keys, Predicate<View.Key> dashed) {
        double x = MARGIN;
        double line = y;
        for (View.Key key : keys) {
            String name = cut(key.name(), 260);
            double room = 30 + length(name);
            if (x + room > WIDTH - MARGIN && x > MARGIN) {
                x = MARGIN;
                line += 18;
            }
            if (dashed.test(key)) {
                path("l d", key.ink(), String.format(Locale.ROOT, "M%.1f %.1fh14", x, line + 8));
            } else {
                bar(x, line + 2, 12, 11, key.ink());
            }
            text(x + 17, line + 12, "t", name);
            x += room;
        }
        return keys.isEmpty() ? y : line + 22;
    }

    /** Ticks of a horizontal axis: rules from top to bottom, labels below, as many as have room. */
    void across(View.Axis axis, double left, double right, double top, double bottom) {
        double free = Double.NEGATIVE_INFINITY;
        for (View.Tick tick : axis.ticks(8)) {
            double x = left + (right - left) * (tick.at() - axis.from()) / (axis.to() - axis.from());
            boolean category = axis.unit() == View.Unit.CATEGORY;
            String label = cut(tick.label(), category ? 110 : 200);
            double half = length(label) / 2;
            if (!category) {
                rule(x, top, x, bottom);
            }
            if (x - half > free) {
                text(Math.max(half + 2, Math.min(x, WIDTH - half - 2)), bottom + 15, "m", "middle", label);
                free = x + half + 10;
            }
        }
    }

    private void add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values));
    }

    /** The picture as an element of a page, for a screen reader too. */
    String image(String title, String verdict, double height) {
        String said = title + ". " + verdict;
        String svg = String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%.0f\" viewBox=\"0 0 %d %.0f\""
                                + " role=\"img\" aria-labelledby=\"a b\">",
                        WIDTH,
                        height,
                        WIDTH,
                        height)
                + "<title id=\"a\">" + Escape.html(title) + "</title><desc id=\"b\">" + Escape.html(verdict)
                + "</desc><style>" + Palette.style() + "</style>"
                + (hatched
                        ? "<pattern id=\"h\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\""
                                + " patternTransform=\"rotate(45)\"><path class=\"x\" stroke-width=\"1.6\" d=\"M0 0V5\"/>"
                                + "</pattern>"
                        : "")
                + "<rect class=\"g\" width=\"100%\" height=\"100%\" rx=\"6\"/>" + body + "</svg>";
        return "<img alt=\"" + Escape.html(said) + "\" src=\"data:image/svg+xml;base64,"
                + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8)) + "\">";
    }
}
