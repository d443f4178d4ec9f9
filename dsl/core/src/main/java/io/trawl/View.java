package io.trawl;

import java.time.Duration;
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

    /** Runs of requests side by side: one lane per slot, one bar per request. */
    record Lanes(String verdict, List<Run> runs) implements View {
        public Lanes {
            runs = List.copyOf(runs);
        }

        /** One of the runs compared; bars start at zero with its first request. */
        public record Run(String name, Duration elapsed, List<List<Bar>> slots) {
            public Run {
                slots = slots.stream().map(List::copyOf).toList();
            }
        }

        public record Bar(String label, Duration start, Duration end, boolean ok) {}
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

    /** {@code 34 ms}, {@code 5.0 s}. */
    static String seconds(Duration d) {
        return d.toMillis() < 1000 ? d.toMillis() + " ms" : String.format(Locale.ROOT, "%.1f s", d.toMillis() / 1000.0);
    }
}
