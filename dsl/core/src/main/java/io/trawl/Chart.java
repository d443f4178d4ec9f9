package io.trawl;

import io.trawl.View.Ink;
import io.trawl.View.Point;
import io.trawl.View.Series;
import io.trawl.View.Shape;
import io.trawl.View.Unit;
import io.trawl.table.Rows;
import io.trawl.table.Tabular;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Quick charts of a table: {@code Chart.bar(table, "host", "count")}. The data are a Tablesaw table, {@link Results}, or
 * any list of records or maps; a column is named as it stands there. A row without a number where one is needed (missing,
 * NaN, infinite, beyond ±1e300) is left out, and the chart says how many were; no rows at all are no error, and said too.
 * Durations are seconds; dates and times have an axis of their own, in UTC where they have no zone. What stands in the data
 * is text in every chart, whatever it says.
 *
 * <p>Every method throws an {@link IllegalArgumentException} that says what to write instead where a column does not
 * exist, or holds something else than numbers where numbers are needed.
 */
public final class Chart {
    private static final Ink[] INKS = {Ink.FIRST, Ink.THIRD, Ink.SECOND, Ink.FOURTH, Ink.FIFTH, Ink.SIXTH};
    private static final int BINS = 30;

    /** Further apart, and the length of an axis would be infinite. */
    private static final double MOST = 1e300;

    private final Rows rows;

    private Chart(Iterable<?> data) {
        this.rows = Tabular.rows(data);
    }

    /** A bar per row: its label, and a number. In the order of the rows. */
    public static View bar(Iterable<?> data, String label, String value) {
        var chart = new Chart(data);
        var labels = chart.labels(label);
        double[] values = chart.numbers(value);
        var names = new ArrayList<String>();
        var bars = new ArrayList<Point>();
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                bars.add(new Point(names.size(), values[i]));
                names.add(labels.get(i));
            }
        }
        return bars(value + " by " + label, label, names, value, bars, values.length);
    }

    /** A bar per different value of a column: how often it is there, the most frequent first. */
    public static View bar(Iterable<?> data, String label) {
        var counts = new LinkedHashMap<String, Integer>();
        var labels = new Chart(data).labels(label);
        labels.forEach(one -> counts.merge(one, 1, Integer::sum));
        var names = new ArrayList<>(counts.keySet());
        names.sort(Comparator.comparing(counts::get, Comparator.reverseOrder()));
        var bars = new ArrayList<Point>();
        names.forEach(name -> bars.add(new Point(bars.size(), counts.get(name))));
        return bars("rows by " + label, label, names, "rows", bars, bars.size());
    }

    private static View bars(String title, String label, List<String> names, String value, List<Point> bars, int rows) {
        if (bars.isEmpty()) {
            return nothing(title, rows);
        }
        Point most = bars.stream().max(Comparator.comparingDouble(Point::y)).orElseThrow();
        return new View.Plot(
                title,
                count(bars.size(), "bar") + ", the largest "
                        + TextGrid.cut(ViewText.line(names.get((int) most.x())), 60) + " with "
                        + TextGrid.text(most.y()) + leftOut(rows - bars.size()),
                View.Axis.of(label, names),
                fromZero(value, bars),
                List.of(new Series(value, Shape.BARS, Ink.FIRST, bars, 1)),
                List.of());
    }

    /** A line through the numbers of each column, from left to right; an x that is no number keeps the rows' order. */
    public static View line(Iterable<?> data, String x, String... ys) {
        if (ys.length == 0 || ys.length > INKS.length) {
            throw new IllegalArgumentException("line(data, \"" + x + "\", …) draws one to " + INKS.length
                    + " columns over it: line(data, \"" + x + "\", \"y\")");
        }
        var chart = new Chart(data);
        boolean numeric = chart.isNumeric(x);
        List<String> labels = numeric ? List.of() : chart.labels(x);
        double[] xs = numeric ? chart.places(x) : positions(labels.size());
        var series = new ArrayList<Series>();
        int drawn = 0;
        for (String y : ys) {
            var points = points(xs, chart.places(y));
            points.sort(Comparator.comparingDouble(Point::x));
            drawn += points.size();
            series.add(new Series(y, Shape.LINE, INKS[series.size()], points));
        }
        String title = String.join(", ", ys) + " over " + x;
        if (drawn == 0) {
            return nothing(title, xs.length);
        }
        var all = all(series);
        return new View.Plot(
                title,
                (ys.length == 1 ? "" : ys.length + " lines, ") + count(drawn, "point") + ", "
                        + range(ys.length == 1 ? ys[0] : "values", chart.unit(ys[0]), all, false)
                        + leftOut(xs.length * ys.length - drawn),
                numeric ? around(x, chart.unit(x), all, true) : View.Axis.of(x, labels),
                around(ys.length == 1 ? ys[0] : "", chart.unit(ys[0]), all, false),
                series,
                List.of());
    }

    /** A dot per row. */
    public static View scatter(Iterable<?> data, String x, String y) {
        var chart = new Chart(data);
        double[] xs = chart.places(x);
        var points = points(xs, chart.places(y));
        String title = y + " against " + x;
        if (points.isEmpty()) {
            return nothing(title, xs.length);
        }
        return new View.Plot(
                title,
                count(points.size(), "point") + ", " + range(x, chart.unit(x), points, true) + ", "
                        + range(y, chart.unit(y), points, false)
                        + leftOut(xs.length - points.size()),
                around(x, chart.unit(x), points, true),
                around(y, chart.unit(y), points, false),
                List.of(new Series(y, Shape.POINTS, Ink.FIRST, points)),
                List.of());
    }

    /** How often the numbers of a column fall into each of at most 30 ranges of round width. */
    public static View histogram(Iterable<?> data, String column) {
        var chart = new Chart(data);
        double[] all = chart.places(column);
        Unit unit = chart.unit(column);
        double[] sorted = Arrays.stream(all).filter(Double::isFinite).sorted().toArray();
        String title = "How often which " + column;
        if (sorted.length == 0) {
            return nothing(title, all.length);
        }
        double least = sorted[0];
        double most = sorted[sorted.length - 1];
        // Sturges' rule; what lies apart by nothing is one range.
        int wanted = Math.min(BINS, 1 + (int) Math.ceil(Math.log(sorted.length) / Math.log(2)));
        double width = most <= least
                ? Math.max(1, Math.abs(least) * 1e-9)
                : unit == Unit.TIME ? Moments.step(most - least, wanted) : Ticks.step(most - least, wanted);
        double from = Math.floor(least / width) * width;
        int[] counts = new int[(int) Math.floor((most - from) / width) + 1];
        for (double value : sorted) {
            counts[Math.max(0, Math.min(counts.length - 1, (int) Math.floor((value - from) / width)))]++;
        }
        var bars = new ArrayList<Point>();
        for (int count : counts) {
            bars.add(new Point(from + bars.size() * width, count));
        }
        return new View.Plot(
                title,
                count(sorted.length, "value") + " from " + shown(unit, least) + " to " + shown(unit, most)
                        + ", half of them up to " + shown(unit, sorted[(sorted.length - 1) / 2])
                        + leftOut(all.length - sorted.length),
                View.Axis.of(column, unit, from, from + counts.length * width),
                fromZero("rows", bars),
                List.of(new Series(column, Shape.BARS, Ink.FIRST, bars, width)),
                List.of());
    }

    // Columns

    private int place(String column) {
        int place = rows.columns().indexOf(column);
        if (place < 0 && !rows.rows().isEmpty()) {
            throw new IllegalArgumentException(
                    "no column \"" + column + "\": there are " + String.join(", ", rows.columns()));
        }
        return place;
    }

    private @Nullable Object value(List<@Nullable Object> row, int place) {
        Object value = place < 0 || place >= row.size() ? null : row.get(place);
        return value instanceof Optional<?> o ? o.orElse(null) : value;
    }

    private List<String> labels(String column) {
        int place = place(column);
        return rows.rows().stream()
                .map(row -> value(row, place) == null ? "(none)" : String.valueOf(value(row, place)))
                .toList();
    }

    private boolean isNumeric(String column) {
        int place = place(column);
        return rows.rows().stream()
                .map(row -> value(row, place))
                .allMatch(v -> v == null || v instanceof Number || v instanceof Duration || isMoment(v));
    }

    private static boolean isMoment(@Nullable Object value) {
        return value != null && Moments.of(value).isPresent();
    }

    /** The numbers that bars are as long as: dates have none. */
    private double[] numbers(String column) {
        if (unit(column) == Unit.TIME) {
            throw new IllegalArgumentException("column \"" + column
                    + "\" holds dates, and a bar begins at zero; where they" + " stand: Chart.line(data, \"" + column
                    + "\", …) or Chart.histogram(data, \"" + column + "\")");
        }
        return places(column);
    }

    /** Where the values stand on an axis. What is missing stands nowhere. */
    private double[] places(String column) {
        int place = place(column);
        return rows.rows().stream()
                .mapToDouble(row -> place(column, value(row, place)))
                .map(v -> Math.abs(v) <= MOST ? v : Double.NaN)
                .toArray();
    }

    private static double place(String column, @Nullable Object value) {
        if (value == null) {
            return Double.NaN;
        } else if (value instanceof Number number) {
            return number.doubleValue();
        } else if (value instanceof Duration d) {
            return d.getSeconds() + d.getNano() / 1e9;
        }
        return Moments.of(value)
                .orElseThrow(() -> new IllegalArgumentException("column \"" + column + "\" holds text (\""
                        + TextGrid.cut(ViewText.line(value), 40)
                        + "\") where numbers are drawn; how often each is there:"
                        + " Chart.bar(data, \"" + column + "\")"));
    }

    private Unit unit(String column) {
        int place = place(column);
        var values = rows.rows().stream().map(row -> value(row, place)).toList();
        if (values.stream().anyMatch(Duration.class::isInstance)) {
            return Unit.SECONDS;
        }
        return values.stream().anyMatch(Chart::isMoment) ? Unit.TIME : Unit.NUMBER;
    }

    private static String shown(Unit unit, double value) {
        return unit == Unit.TIME ? Moments.shown(value) : TextGrid.text(value);
    }

    // Points and axes

    private static double[] positions(int n) {
        double[] positions = new double[n];
        Arrays.setAll(positions, i -> i);
        return positions;
    }

    private static List<Point> points(double[] xs, double[] ys) {
        var points = new ArrayList<Point>();
        for (int i = 0; i < xs.length; i++) {
            if (Double.isFinite(xs[i]) && Double.isFinite(ys[i])) {
                points.add(new Point(xs[i], ys[i]));
            }
        }
        return points;
    }

    private static List<Point> all(List<Series> series) {
        return series.stream().flatMap(s -> s.points().stream()).toList();
    }

    private static double edge(List<Point> points, boolean x, int sign) {
        return sign
                * points.stream()
                        .mapToDouble(p -> sign * (x ? p.x() : p.y()))
                        .max()
                        .orElse(0);
    }

    /** An axis with a little room around what is drawn. */
    private static View.Axis around(String label, Unit unit, List<Point> points, boolean x) {
        double least = edge(points, x, -1);
        double most = edge(points, x, 1);
        double room = (most / 2 - least / 2) * 0.08;
        return View.Axis.of(label, unit, least - room, most + room);
    }

    private static View.Axis fromZero(String label, List<Point> bars) {
        double least = Math.min(0, edge(bars, false, -1));
        double most = Math.max(0, edge(bars, false, 1));
        return View.Axis.of(label, Unit.NUMBER, least * 1.05, most * 1.05);
    }

    private static String range(String name, Unit unit, List<Point> points, boolean x) {
        return name + " from " + shown(unit, edge(points, x, -1)) + " to " + shown(unit, edge(points, x, 1));
    }

    private static String count(int n, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", n, what, n == 1 ? "" : "s");
    }

    private static String leftOut(int rows) {
        return rows == 0 ? "" : "; " + count(rows, "row") + " without a number left out";
    }

    private static View nothing(String title, int rows) {
        return View.Note.of(
                title + ": nothing to draw",
                rows == 0 ? "the table has no rows" : "none of its " + count(rows, "row") + " has a number there");
    }
}
