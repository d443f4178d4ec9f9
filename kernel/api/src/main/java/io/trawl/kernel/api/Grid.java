package io.trawl.kernel.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A static table, the one drawing of rows and columns: text with aligned columns, HTML that survives an untrusted notebook
 * and a screen reader, Markdown. Immutable. As the value of a cell it draws itself.
 *
 * @param caption what it shows; empty: the number of rows
 * @param rows the rows to draw, each with a value per column: a {@link Number} is aligned right where its column holds
 *     nothing else, an http(s) URL becomes a link, a {@link Bundle} is nested, null is empty, anything else is its text
 * @param columns none: there is nothing to draw but the caption
 * @param total how many rows there are in all, of which {@code rows} are the first; said where it is more
 */
public record Grid(String caption, List<String> columns, List<List<@Nullable Object>> rows, long total) {

    public Grid {
        columns = List.copyOf(columns);
        rows = rows.stream()
                .map(row -> Collections.unmodifiableList(new ArrayList<>(row)))
                .toList();
        total = Math.max(total, rows.size());
    }

    /** A table of all its rows. */
    public static Grid of(String caption, List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
        var all = new ArrayList<List<@Nullable Object>>();
        rows.forEach(row -> all.add(new ArrayList<>(row)));
        return new Grid(caption, columns, all, all.size());
    }

    /** All three forms. */
    public Bundle bundle() {
        return Bundle.text(text())
                .html("<div class=\"trawl\" style=\"line-height:1.5\">" + html() + "</div>")
                .markdown(markdown());
    }

    /** For a terminal: columns aligned, wide characters counted as two, long cells cut, at most 20 rows. */
    public String text() {
        return GridText.of(this);
    }

    /** A {@code <table>} with caption and scopes, and a line below it where rows are missing. */
    public String html() {
        return GridHtml.of(this);
    }

    /** A GFM table. */
    public String markdown() {
        return GridText.markdown(this);
    }

    /** A value in words, as it stands in a cell. */
    public static String text(Object value) {
        return GridText.plain(value);
    }

    @Nullable
    Object cell(int row, int column) {
        List<@Nullable Object> cells = rows.get(row);
        return column < cells.size() ? cells.get(column) : null;
    }

    boolean isNumeric(int column) {
        boolean some = false;
        for (int r = 0; r < rows.size(); r++) {
            Object value = cell(r, column);
            if (value != null && !(value instanceof Number)) {
                return false;
            }
            some |= value != null;
        }
        return some;
    }

    String captionOrCount() {
        return caption.isEmpty() ? grouped(total) + (total == 1 ? " row" : " rows") : caption;
    }

    /** What is left out, or nothing. */
    String missing(int shown) {
        return total > shown ? "showing " + shown + " of " + grouped(total) + " rows" : "";
    }

    private static String grouped(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
