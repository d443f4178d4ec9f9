package io.trawl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A neutral picture: what is said and in which order, not how it looks. {@link #text()} draws it for a terminal; a
 * notebook draws the same as HTML. All strings are raw text, however hostile: whoever draws them escapes them.
 * Immutable.
 */
public sealed interface View extends Viewable {

    /** The picture as plain text: no HTML, no ANSI, columns aligned, control characters made visible. */
    default String text() {
        return ViewText.of(this);
    }

    @Override
    default View view() {
        return this;
    }

    /** A name and its value, as in a plan's card. */
    record Field(String name, String value) {}

    /** A detail shown on demand under one line. */
    record Fold(String summary, View content) {}

    /** A plan, a document: a headline, a hint at its right, fields, details. */
    record Card(String headline, String hint, List<Field> fields, List<Fold> folds) implements View {
        public Card {
            fields = List.copyOf(fields);
            folds = List.copyOf(folds);
        }
    }

    /**
     * A message: a failure, a summary, a verdict. The headline's first word tells its kind; tone is only a second sign.
     */
    record Note(Tone tone, String headline, List<String> lines) implements View {
        public Note {
            lines = List.copyOf(lines);
        }

        public static Note of(String headline, String... lines) {
            return new Note(Tone.PLAIN, headline, List.of(lines));
        }
    }

    /** How a note is meant. */
    enum Tone {
        PLAIN,
        GOOD,
        WARNING,
        BAD
    }

    /**
     * A table.
     *
     * @param rows the cells as values: numbers are aligned right, strings that are http(s) URLs become links, a
     *     {@link Viewable} is nested, null is empty
     * @param total how many rows there are in all, of which {@code rows} are the first
     */
    record Grid(String caption, List<String> columns, List<List<@Nullable Object>> rows, long total, List<Fold> folds)
            implements View {
        public Grid {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            folds = List.copyOf(folds);
        }

        public static Grid of(String caption, List<String> columns, List<List<@Nullable Object>> rows) {
            return new Grid(caption, columns, rows, rows.size(), List.of());
        }
    }

    /**
     * A job, running or done.
     *
     * @param name what is done and where: {@code Crawl docs.example}
     * @param headline the final counts in one line ({@code 197 ok · 3 failed · 200 pages in 0:17 …}); empty while it runs
     * @param advice what can be done next, or empty
     * @param body the latest pages while it runs, the result when done
     */
    record Panel(
            String id,
            String name,
            Progress progress,
            String headline,
            String advice,
            @Nullable Grid body,
            List<Fold> folds)
            implements View {
        public Panel {
            folds = List.copyOf(folds);
        }
    }

    /**
     * Rows of spans over one time line: requests in their slots, the phases of a request, the states of a breaker.
     *
     * @param verdict what it shows, in a sentence; says as much as the picture to whoever does not see it
     * @param keys what the inks mean, where that is to be said
     * @param groups rows that belong together, all on one scale
     * @param folds the same in numbers, on demand
     */
    record Timeline(String title, String verdict, List<Key> keys, List<Group> groups, List<Fold> folds)
            implements View {
        public Timeline {
            keys = List.copyOf(keys);
            groups = List.copyOf(groups);
            folds = List.copyOf(folds);
        }

        /**
         * A run, a host.
         *
         * @param limit how many lanes there may be; 0 where nothing is to be said of it
         */
        public record Group(String name, Duration elapsed, List<Lane> lanes, int limit) {
            public Group {
                lanes = List.copyOf(lanes);
            }

            public Group(String name, Duration elapsed, List<Lane> lanes) {
                this(name, elapsed, lanes, 0);
            }
        }

        public record Lane(String label, List<Span> spans) {
            public Lane {
                spans = List.copyOf(spans);
            }
        }

        /** Times are since the start of the group. */
        public record Span(String label, Duration start, Duration end, Ink ink) {}

        /** The end of the longest group. */
        public Duration end() {
            Duration end = Duration.ofMillis(1);
            for (Group group : groups) {
                end = later(end, group.elapsed);
                for (Lane lane : group.lanes) {
                    for (Span span : lane.spans) {
                        end = later(end, span.end);
                    }
                }
            }
            return end;
        }

        private static Duration later(Duration a, Duration b) {
            return a.compareTo(b) >= 0 ? a : b;
        }
    }

    /** What an ink of a picture stands for. */
    record Key(String name, Ink ink) {}

    /** How a mark of a picture is drawn; no picture tells anything by ink alone. */
    enum Ink {
        QUIET,
        FIRST,
        SECOND,
        THIRD,
        FOURTH,
        FIFTH,
        SIXTH,
        GOOD,
        WARNING,
        BAD
    }

    /**
     * Values over an axis: a course over time, a histogram, a chart of a table.
     *
     * @param verdict what it shows, in a sentence
     * @param folds more of it, on demand
     */
    record Plot(String title, String verdict, Axis x, Axis y, List<Series> series, List<Fold> folds) implements View {
        private static final int NUMBERS = 100;

        public Plot {
            series = List.copyOf(series);
            folds = List.copyOf(folds);
        }

        /** What is drawn, in numbers: a row per point, of the first 100. */
        public Grid numbers() {
            var rows = new ArrayList<List<@Nullable Object>>();
            long total = 0;
            for (Series one : series) {
                total += one.points.size();
                for (Point p : one.points) {
                    if (rows.size() < NUMBERS) {
                        rows.add(Arrays.asList(one.name, x.shown(p.x), y.shown(p.y)));
                    }
                }
            }
            return new Grid("", List.of("series", x.label, y.label), rows, total, List.of());
        }
    }

    /**
     * From where to where the values of a plot go.
     *
     * @param unit of the values; of {@link Unit#CATEGORY} they are positions in {@code categories}
     */
    record Axis(String label, Unit unit, double from, double to, List<String> categories) {
        public Axis {
            categories = List.copyOf(categories);
            if (!Double.isFinite(from) || !Double.isFinite(to) || from >= to) {
                throw new IllegalArgumentException("an axis from " + from + " to " + to);
            }
        }

        /**
         * An axis over all of the values; where they do not differ at least from zero to one, or half a day around the
         * one moment.
         */
        public static Axis of(String label, Unit unit, double least, double most) {
            if (unit == Unit.TIME && most <= least) {
                return new Axis(label, unit, least - 43_200, least + 43_200, List.of());
            }
            return most > least
                    ? new Axis(label, unit, least, most, List.of())
                    : new Axis(label, unit, Math.min(0, least), Math.max(1, least), List.of());
        }

        public static Axis of(String label, List<String> categories) {
            return new Axis(label, Unit.CATEGORY, -0.5, Math.max(1, categories.size()) - 0.5, categories);
        }

        /** Round values on it, about as many as that, or all of its categories. */
        public List<Tick> ticks(int about) {
            return Ticks.of(this, about);
        }

        /** A value as it is written in a table. */
        @Nullable
        Object shown(double value) {
            return switch (unit) {
                case CATEGORY -> categories.get((int) value);
                case TIME -> Moments.shown(value);
                default -> Ticks.plain(value);
            };
        }
    }

    enum Unit {
        NUMBER,
        SECONDS,
        /** Moments: seconds since 1970-01-01T00:00 UTC. */
        TIME,
        CATEGORY
    }

    /** A value of an axis and how it is written there. */
    record Tick(double at, String label) {}

    /**
     * Some points and how they are drawn.
     *
     * @param width of a bar, in units of x, which begins at the x of its point; for other shapes nothing
     */
    record Series(String name, Shape shape, Ink ink, List<Point> points, double width) {
        public Series {
            points = List.copyOf(points);
        }

        public Series(String name, Shape shape, Ink ink, List<Point> points) {
            this(name, shape, ink, points, 0);
        }
    }

    /** Both are finite. */
    record Point(double x, double y) {
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("no picture has a point at " + x + ", " + y + ": leave it out");
            }
        }
    }

    /** How the points of a series are drawn. */
    enum Shape {
        /** From point to point. */
        LINE,
        /** Each point holds until the next. */
        STEP,
        /** As a step, dashed: what must not be passed. */
        LIMIT,
        /** A dashed line through each x: where something lies. */
        MARK,
        POINTS,
        /** Those of a later series stand on those of an earlier one. */
        BARS
    }

    /** Views one below the other. */
    record Stack(List<View> parts) implements View {
        public Stack {
            parts = List.copyOf(parts);
        }
    }

    /** Preformatted text: JSON, Markdown, source. */
    record Source(String language, String content) implements View {}

    /** {@code 0:07}, {@code 1:02:09}: minutes and seconds as on a clock. */
    static String clock(Duration d) {
        long s = Math.max(0, d.toSeconds());
        return s < 3600
                ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }

    /** {@code 812 B}, {@code 4.1 kB}, {@code 2.3 MB}. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 2 d}: what is coarse enough to be remembered. */
    static String age(Duration age) {
        long s = Math.max(0, age.toSeconds());
        return s < 120 ? s + " s" : s < 7_200 ? s / 60 + " min" : s < 172_800 ? s / 3_600 + " h" : s / 86_400 + " d";
    }

    /** {@code 34 ms}, {@code 5.0 s}. */
    static String seconds(Duration d) {
        return d.toMillis() < 1000 ? d.toMillis() + " ms" : String.format(Locale.ROOT, "%.1f s", d.toMillis() / 1000.0);
    }
}
