package io.trawl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A plot in text: bars lie in rows, anything else stands in a raster of characters. */
final class TextPlot {
    private static final int WIDTH = 60;
    private static final int HEIGHT = 10;
    private static final int MOST_BARS = 40;
    private static final int WIDEST_LABEL = 28;

    private final View.Plot plot;
    private final List<String> lines = new ArrayList<>();

    private TextPlot(View.Plot plot) {
        this.plot = plot;
    }

    static List<String> lines(View.Plot plot) {
        var text = new TextPlot(plot);
        text.lines.add(ViewText.line(plot.title()));
        if (plot.series().stream().anyMatch(s -> s.shape() == View.Shape.BARS)) {
            text.bars();
        } else if (!plot.series().isEmpty()) {
            text.raster();
        }
        text.lines.add(ViewText.line(plot.verdict()));
        return text.lines;
    }

    /** A row per x, the series of one x after another. */
    private void bars() {
        var stacks =
                plot.series().stream().filter(s -> s.shape() == View.Shape.BARS).toList();
        int n = stacks.stream().mapToInt(s -> s.points().size()).max().orElse(0);
        int shown = Math.min(MOST_BARS, n);
        var labels = new ArrayList<String>();
        for (int i = 0; i < shown; i++) {
            labels.add(TextGrid.cut(label(stacks.get(0), i), WIDEST_LABEL));
        }
        int left = labels.stream().mapToInt(TextGrid::width).max().orElse(0);
        for (int i = 0; i < shown; i++) {
            var row = new StringBuilder();
            var values = new ArrayList<String>();
            for (var one : stacks) {
                double value = i < one.points().size() ? one.points().get(i).y() : 0;
                row.append(TextTimeline.mark(one.ink()).repeat(length(value)));
                values.add(TextGrid.text(Ticks.plain(value)));
            }
            lines.add("  " + TextGrid.padded(labels.get(i), left) + " │" + row + " " + String.join(" + ", values));
        }
        if (n > shown) {
            lines.add("  … " + (n - shown) + " more");
        }
        keys();
    }

    private int length(double value) {
        double span = plot.y().to() - Math.min(0, plot.y().from());
        return (int) Math.round(WIDTH * Math.abs(value) / span);
    }

    private String label(View.Series bars, int i) {
        double x = bars.points().get(i).x();
        if (plot.x().unit() == View.Unit.CATEGORY) {
            return ViewText.line(plot.x().categories().get(i));
        }
        if (plot.x().unit() == View.Unit.TIME) {
            return Moments.shown(x) + " – " + Moments.shown(x + bars.width());
        }
        String unit = plot.x().unit() == View.Unit.SECONDS ? " s" : "";
        return TextGrid.text(Ticks.plain(x)) + " – " + TextGrid.text(Ticks.plain(x + bars.width())) + unit;
    }

    private void raster() {
        var raster = new char[HEIGHT][WIDTH];
        for (char[] row : raster) {
            Arrays.fill(row, ' ');
        }
        for (int i = 0; i < plot.series().size(); i++) {
            draw(raster, plot.series().get(i), mark(i));
        }
        String top = TextGrid.text(plot.y().shown(plot.y().to()));
        String bottom = TextGrid.text(plot.y().shown(plot.y().from()));
        int left = Math.max(TextGrid.width(top), TextGrid.width(bottom));
        for (int r = 0; r < HEIGHT; r++) {
            String label = r == 0 ? top : r == HEIGHT - 1 ? bottom : "";
            lines.add(" ".repeat(left - TextGrid.width(label)) + label + " │" + new String(raster[r]).stripTrailing());
        }
        var ticks = plot.x().ticks(4);
        String from = ticks.isEmpty() ? "" : ViewText.line(ticks.get(0).label());
        String to =
                ticks.isEmpty() ? "" : ViewText.line(ticks.get(ticks.size() - 1).label());
        lines.add(" ".repeat(left + 2) + TextGrid.padded(from, Math.max(1, WIDTH - TextGrid.width(to))) + to + "  "
                + ViewText.line(plot.x().label()));
        keys();
    }

    private static char mark(int series) {
        return "•×+o*#".charAt(series % 6);
    }

    private void draw(char[][] raster, View.Series series, char mark) {
        boolean held = series.shape() == View.Shape.STEP || series.shape() == View.Shape.LIMIT;
        char drawn = series.shape() == View.Shape.LIMIT ? '-' : mark;
        var points = series.points();
        for (int i = 0; i < points.size(); i++) {
            int from = column(points.get(i).x());
            if (series.shape() == View.Shape.MARK) {
                for (char[] row : raster) {
                    row[from] = '|';
                }
                continue;
            }
            int to = held ? i + 1 < points.size() ? column(points.get(i + 1).x()) : WIDTH - 1 : from;
            for (int c = from; c <= to; c++) {
                raster[row(points.get(i).y())][c] = drawn;
            }
        }
    }

    private int column(double x) {
        return within((x - plot.x().from()) / (plot.x().to() - plot.x().from()), WIDTH);
    }

    private int row(double y) {
        return HEIGHT
                - 1
                - within((y - plot.y().from()) / (plot.y().to() - plot.y().from()), HEIGHT);
    }

    private static int within(double share, int n) {
        return (int) Math.max(0, Math.min(n - 1, Math.floor(share * n)));
    }

    private void keys() {
        var keys = new ArrayList<String>();
        for (int i = 0; i < plot.series().size(); i++) {
            var one = plot.series().get(i);
            String mark = switch (one.shape()) {
                case BARS -> TextTimeline.mark(one.ink());
                case LIMIT -> "-";
                case MARK -> "|";
                default -> String.valueOf(mark(i));
            };
            keys.add(mark + " " + ViewText.line(one.name()));
        }
        if (keys.size() > 1) {
            lines.add(keys.stream().collect(Collectors.joining("   ")));
        }
    }
}
