package io.trawl.notebook;

import io.trawl.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Series of points over two axes, drawn on {@link Paper}: bars of categories lie, so that their names have room. Bounded:
 * at most 60 lying bars, 400 standing ones, 4,000 dots, and of a line what a pixel can show; less than 100 kB a series.
 */
final class PlotPicture {
    private static final int HEIGHT = 220;
    private static final int MOST_BARS = 60;
    private static final int MOST_STANDING = 400;
    private static final int MOST_POINTS = 4_000;
    private static final int FEW = 300;
    private static final double ROW = 20;

    private final View.Plot plot;
    private final Paper paper = new Paper();
    private double left;
    private double right = Paper.WIDTH - 24;
    private double top;
    private double bottom;

    private PlotPicture(View.Plot plot) {
        this.plot = plot;
    }

    static String of(View.Plot plot) {
        return new PlotPicture(plot).draw();
    }

    private String draw() {
        paper.text(Paper.MARGIN, 20, "h", Paper.cut(plot.title(), right - Paper.MARGIN));
        top = 34;
        if (plot.series().size() > 1) {
            top = paper.keys(
                    30,
                    plot.series().stream()
                            .map(s -> new View.Key(s.name(), s.ink()))
                            .toList(),
                    this::dashed);
            top += 4;
        }
        boolean lying = plot.x().unit() == View.Unit.CATEGORY
                && plot.series().stream().allMatch(s -> s.shape() == View.Shape.BARS);
        if (lying) {
            lying();
        } else {
            standing();
        }
        return paper.image(plot.title(), plot.verdict(), bottom + (lying ? 24 : 38));
    }

    private boolean dashed(View.Key key) {
        return plot.series().stream()
                .filter(s -> s.shape() == View.Shape.LIMIT || s.shape() == View.Shape.MARK)
                .anyMatch(s -> s.name().equals(key.name()));
    }

    /** A row per category, the series one after another in it. */
    private void lying() {
        var names = plot.x().categories();
        int shown = Math.min(MOST_BARS, names.size());
        double widest =
                names.stream().limit(shown).mapToDouble(Paper::length).max().orElse(0);
        left = Paper.MARGIN + Math.min(260, widest) + 10;
        right = Paper.WIDTH - Paper.MARGIN - 8 - Math.min(200, widestNumber(shown));
        bottom = top + ROW * (shown + (names.size() > shown ? 1 : 0)) + 4;
        View.Axis values = plot.y();
        paper.across(values, left, right, top, bottom);
        double zero = along(values, Math.max(0, values.from()));
        for (int i = 0; i < shown; i++) {
            double y = top + ROW * i;
            paper.text(Paper.MARGIN, y + 15, "t", Paper.cut(names.get(i), left - Paper.MARGIN - 8));
            double end = zero;
            for (View.Series one : plot.series()) {
                double value = one.points().get(i).y();
                double length = along(values, value) - along(values, 0);
                paper.bar(Math.min(end, end + length), y + 3, Math.abs(length), ROW - 6, one.ink());
                end += length;
            }
            paper.text(Math.max(zero, end) + 5, y + 15, "m", Paper.cut(numbers(i), 200));
        }
        if (names.size() > shown) {
            paper.text(Paper.MARGIN, bottom - 8, "m", "… " + (names.size() - shown) + " more");
        }
    }

    private double widestNumber(int shown) {
        double widest = 0;
        for (int i = 0; i < shown; i++) {
            widest = Math.max(widest, Paper.length(numbers(i)));
        }
        return widest;
    }

    private String numbers(int row) {
        return plot.series().stream().map(s -> number(s.points().get(row).y())).collect(Collectors.joining(" + "));
    }

    private double along(View.Axis axis, double value) {
        return left + (right - left) * (value - axis.from()) / (axis.to() - axis.from());
    }

    private static String number(double value) {
        if (Math.abs(value) >= 1e12 || value != 0 && Math.abs(value) < 1e-3) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%,.2f", value);
    }

    private void standing() {
        var ticks = plot.y().ticks(5);
        double widest =
                ticks.stream().mapToDouble(t -> Paper.length(t.label())).max().orElse(0);
        left = Paper.MARGIN + Math.min(200, widest) + 10;
        top += 14;
        bottom = top + HEIGHT;
        paper.text(Paper.MARGIN, top - 6, "m", plot.y().label());
        for (View.Tick tick : ticks) {
            paper.rule(left, y(tick.at()), right, y(tick.at()));
            paper.text(left - 6, y(tick.at()) + 4, "m", "end", Paper.cut(tick.label(), 200));
        }
        paper.across(plot.x(), left, right, top, bottom);
        paper.text(right, bottom + 31, "m", "end", plot.x().label());
        double[] stacked = new double
                [plot.series().stream().mapToInt(s -> s.points().size()).max().orElse(0)];
        for (View.Series one : plot.series()) {
            switch (one.shape()) {
                case BARS -> {
                    if (one.points().size() > MOST_STANDING) {
                        paper.path("l", one.ink(), line(one.points(), true));
                    } else {
                        bars(one, stacked);
                    }
                }
                case POINTS -> paper.path(one.points().size() > FEW ? "p" : "p few", one.ink(), dots(one.points()));
                case LINE -> paper.path("l", one.ink(), line(one.points(), false));
                case STEP -> paper.path("l", one.ink(), line(one.points(), true));
                case LIMIT -> paper.path("l d", one.ink(), line(one.points(), true));
                case MARK -> paper.path("l d", one.ink(), marks(one.points()));
            }
        }
    }

    private double x(double value) {
        return Math.max(left, Math.min(right, along(plot.x(), value)));
    }

    private double y(double value) {
        double share = (value - plot.y().from()) / (plot.y().to() - plot.y().from());
        return bottom - (bottom - top) * Math.max(0, Math.min(1, share));
    }

    private void bars(View.Series series, double[] stacked) {
        for (int i = 0; i < series.points().size(); i++) {
            View.Point p = series.points().get(i);
            if (p.y() != 0) {
                double from = x(p.x());
                double at = y(stacked[i]);
                double to = y(stacked[i] + p.y());
                stacked[i] += p.y();
                paper.bar(
                        from + 0.5,
                        Math.min(at, to),
                        x(p.x() + series.width()) - from - 1,
                        Math.abs(at - to),
                        series.ink());
            }
        }
    }

    /** One dot per pixel, and of very many a part. */
    private String dots(List<View.Point> points) {
        var seen = new HashSet<String>();
        var dots = new ArrayList<String>();
        for (View.Point p : points) {
            String dot = String.format(Locale.ROOT, "M%.0f %.0fh0", x(p.x()), y(p.y()));
            if (seen.add(dot)) {
                dots.add(dot);
            }
        }
        int every = (dots.size() + MOST_POINTS - 1) / MOST_POINTS;
        var d = new StringBuilder();
        for (int i = 0; i < dots.size(); i += Math.max(1, every)) {
            d.append(dots.get(i));
        }
        return d.toString();
    }

    /** Through all points, of each half pixel the first, the lowest, the highest and the last. */
    private String line(List<View.Point> points, boolean steps) {
        var d = new StringBuilder();
        for (int i = 0; i < points.size(); ) {
            double x = half(points.get(i));
            int end = i;
            int low = i;
            int high = i;
            for (; end < points.size() && half(points.get(end)) == x; end++) {
                low = points.get(end).y() < points.get(low).y() ? end : low;
                high = points.get(end).y() > points.get(high).y() ? end : high;
            }
            for (int one : new TreeSet<>(List.of(i, low, high, end - 1))) {
                String y = String.format(Locale.ROOT, "%.1f", y(points.get(one).y()));
                d.append(String.format(Locale.ROOT, d.isEmpty() ? "M%.1f %s" : steps ? "H%.1fV%s" : "L%.1f %s", x, y));
            }
            i = end;
        }
        if (steps && !points.isEmpty()) {
            d.append(String.format(Locale.ROOT, "H%.1f", right));
        }
        return d.toString();
    }

    private double half(View.Point p) {
        return Math.rint(2 * x(p.x())) / 2;
    }

    private String marks(List<View.Point> points) {
        var d = new StringBuilder();
        points.stream()
                .mapToDouble(this::half)
                .distinct()
                .forEach(x -> d.append(String.format(Locale.ROOT, "M%.1f %.1fV%.1f", x, top, bottom)));
        return d.toString();
    }
}
