package io.trawl.notebook;

import io.trawl.View;
import io.trawl.kernel.api.Escape;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;

/**
 * Lanes as a picture: SVG inside an image, so that nothing in it can run, in colours that read on light and dark. The
 * verdict stands as text beside it.
 */
final class LanesPicture {
    private static final int LEFT = 110;
    private static final int WIDTH = 640;
    private static final int ROW = 18;
    private static final int MOST = 40;

    private LanesPicture() {}

    static void append(View.Lanes lanes, StringBuilder out) {
        String svg = svg(lanes);
        out.append("<div><img alt=\"")
                .append(Escape.html("Lanes: one row per slot, one bar per request. " + lanes.verdict()))
                .append("\" src=\"data:image/svg+xml;base64,")
                .append(Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8)))
                .append("\"></div><div><strong>")
                .append(Escape.piece(lanes.verdict()))
                .append("</strong></div>");
    }

    private static String svg(View.Lanes lanes) {
        long longest = 1;
        for (var run : lanes.runs()) {
            longest = Math.max(longest, run.elapsed().toNanos());
        }
        var body = new StringBuilder();
        int y = 8;
        for (var run : lanes.runs()) {
            text(body, 0, y + 13, "font-weight=\"bold\"", run.name() + " · " + View.seconds(run.elapsed()));
            y += ROW + 4;
            int slot = 0;
            for (var bars : run.slots()) {
                if (++slot > MOST) {
                    text(body, 0, y + 13, "", "… " + (run.slots().size() - MOST) + " more slots");
                    y += ROW;
                    break;
                }
                text(body, 8, y + 13, "", "slot " + slot);
                for (var bar : bars) {
                    bar(body, bar, y, longest);
                }
                y += ROW;
            }
            y += 8;
        }
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\" fill=\"#757b83\">%s</svg>",
                LEFT + WIDTH + 50,
                y + 24,
                axis(y, longest) + body);
    }

    private static void bar(StringBuilder body, View.Lanes.Bar bar, int y, long longest) {
        double x = LEFT + (double) WIDTH * bar.start().toNanos() / longest;
        double w = Math.max(2, (double) WIDTH * bar.end().minus(bar.start()).toNanos() / longest - 1);
        body.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>",
                x,
                y + 2,
                w,
                ROW - 4,
                bar.ok() ? "#3a78a3" : "#c0483d"));
        if (w > 7.0 * bar.label().length() + 6) {
            text(body, (int) x + 4, y + 13, "fill=\"#ffffff\"", bar.label());
        }
    }

    /** Behind the bars: a line at each round number of seconds, at most ten of them. */
    private static String axis(int y, long longest) {
        var lines = new StringBuilder();
        long step = step(longest);
        for (long at = 0; at <= longest; at += step) {
            int x = LEFT + (int) (WIDTH * at / longest);
            lines.append(String.format(
                    Locale.ROOT, "<line x1=\"%d\" x2=\"%d\" y1=\"4\" y2=\"%d\" stroke=\"#80889055\"/>", x, x, y));
            text(lines, x - 8, y + 14, "", at == 0 ? "0" : View.seconds(Duration.ofNanos(at)));
        }
        return lines.toString();
    }

    /** 1, 2 or 5 times a power of ten nanoseconds, from a millisecond on. */
    private static long step(long longest) {
        long step = 1_000_000;
        for (int i = 0; longest / step > 8; i++) {
            step = i % 3 == 1 ? step / 2 * 5 : step * 2;
        }
        return step;
    }

    private static void text(StringBuilder body, int x, int y, String style, String text) {
        body.append("<text x=\"" + x + "\" y=\"" + y + "\" " + style + ">" + Escape.html(text) + "</text>");
    }
}
