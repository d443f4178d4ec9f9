package io.trawl.kernel.api;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table in text and in Markdown. */
final class GridText {

    private static final int MOST_ROWS = 20;
    private static final int WIDEST = 60;
    private static final int MOST_ELEMENTS = 20;

    private GridText() {}

    static String of(Grid grid) {
        int columns = grid.columns().size();
        if (columns == 0) {
            return Escape.plainLine(grid.captionOrCount());
        }
        int shown = Math.min(MOST_ROWS, grid.rows().size());
        var cells = new ArrayList<List<String>>();
        cells.add(grid.columns().stream().map(GridText::fitted).toList());
        for (int r = 0; r < shown; r++) {
            var row = new ArrayList<String>();
            for (int c = 0; c < columns; c++) {
                row.add(fitted(line(grid.cell(r, c))));
            }
            cells.add(row);
        }
        var lines = new ArrayList<String>();
        lines.add(Escape.plainLine(grid.captionOrCount()));
        for (List<String> row : cells) {
            var line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                int column = c;
                int width =
                        cells.stream().mapToInt(r -> width(r.get(column))).max().orElse(0);
                String pad = " ".repeat(width - width(row.get(c)));
                line.append(c == 0 ? "" : " │ ").append(grid.isNumeric(c) ? pad + row.get(c) : row.get(c) + pad);
            }
            lines.add(line.toString().stripTrailing());
        }
        if (!grid.missing(shown).isEmpty()) {
            lines.add(grid.missing(shown));
        }
        return String.join("\n", lines);
    }

    static String markdown(Grid grid) {
        if (grid.columns().isEmpty()) {
            return Escape.markdownCell(grid.captionOrCount()) + "\n";
        }
        var out = new StringBuilder();
        out.append(grid.columns().stream().map(Escape::markdownCell).collect(Collectors.joining(" | ", "| ", " |\n")));
        for (int c = 0; c < grid.columns().size(); c++) {
            out.append(c == 0 ? "| " : " | ").append(grid.isNumeric(c) ? "---:" : "---");
        }
        out.append(" |\n");
        for (int r = 0; r < grid.rows().size(); r++) {
            for (int c = 0; c < grid.columns().size(); c++) {
                out.append(c == 0 ? "| " : " | ").append(Escape.markdownCell(line(grid.cell(r, c))));
            }
            out.append(" |\n");
        }
        String missing = grid.missing(grid.rows().size());
        return missing.isEmpty() ? out.toString() : out + "\n" + missing + "\n";
    }

    /** What stands in a cell: of something nested, its first line. */
    private static String line(@Nullable Object value) {
        if (value instanceof Bundle nested) {
            String text = nested.text();
            int end = text.indexOf('\n');
            return end < 0 ? text : text.substring(0, end) + " …";
        }
        return value == null ? "" : plain(value);
    }

    /** A value in words: numbers without exponent where they stay short. */
    static String plain(Object value) {
        if (value instanceof BigDecimal d) {
            return Math.abs((long) d.scale()) > 100 ? d.toString() : d.toPlainString();
        }
        if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
            return String.valueOf(d.longValue());
        }
        return value.getClass().isArray() ? elements(value) : String.valueOf(value);
    }

    /** An array's own text would be its address. */
    private static String elements(Object array) {
        int length = Array.getLength(array);
        var text = new StringJoiner(", ", "[", length > MOST_ELEMENTS ? ", …]" : "]");
        for (int i = 0; i < Math.min(length, MOST_ELEMENTS); i++) {
            Object element = Array.get(array, i);
            text.add(element == null ? "null" : element.getClass().isArray() ? "[…]" : plain(element));
        }
        return text.toString();
    }

    private static String fitted(String text) {
        String line = Escape.plainLine(Escape.cut(text, 4 * WIDEST));
        if (width(line) <= WIDEST) {
            return line;
        }
        var out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < line.length() && used < WIDEST - 1; ) {
            int c = line.codePointAt(i);
            out.appendCodePoint(c);
            used += width(c);
            i += Character.charCount(c);
        }
        return out.append('…').toString();
    }

    static int width(String text) {
        return text.codePoints().map(GridText::width).sum();
    }

    /** Columns on a terminal (Unicode UAX 11): East Asian wide characters and emoji take two, marks none. */
    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0xA4CF
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0x1F300 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
