package io.trawl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table in text: columns aligned, numbers right, wide characters counted as two, long cells cut. */
final class TextGrid {
    private static final int SHOWN = 20;
    private static final int WIDEST = 60;

    private TextGrid() {}

    static List<String> lines(View.Grid grid) {
        var lines = new ArrayList<String>();
        if (!grid.caption().isEmpty()) {
            lines.add(ViewText.line(grid.caption()));
        }
        if (grid.columns().isEmpty()) {
            return lines;
        }
        int n = Math.min(SHOWN, grid.rows().size());
        int[] widths = new int[grid.columns().size()];
        boolean[] right = new boolean[widths.length];
        for (int c = 0; c < widths.length; c++) {
            right[c] = n > 0;
            widths[c] = width(text(grid.columns().get(c)));
            for (int r = 0; r < n; r++) {
                Object value = cell(grid, r, c);
                widths[c] = Math.max(widths[c], width(text(value)));
                right[c] &= value == null || value instanceof Number;
            }
        }
        lines.add(row(grid.columns().stream().map(TextGrid::text).toList(), widths, right));
        for (int r = 0; r < n; r++) {
            var cells = new ArrayList<String>();
            for (int c = 0; c < widths.length; c++) {
                cells.add(text(cell(grid, r, c)));
            }
            lines.add(row(cells, widths, right));
        }
        if (grid.total() > n) {
            lines.add("showing " + n + " of " + grid.total() + " rows");
        }
        return lines;
    }

    private static @Nullable Object cell(View.Grid grid, int row, int column) {
        var cells = grid.rows().get(row);
        return column < cells.size() ? cells.get(column) : null;
    }

    private static String row(List<String> cells, int[] widths, boolean[] right) {
        var line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String text = cells.get(c);
            String pad = " ".repeat(Math.max(0, widths[c] - width(text)));
            line.append(c == 0 ? "" : " │ ").append(right[c] ? pad + text : text + pad);
        }
        return line.toString().stripTrailing();
    }

    /** A value as it stands in a cell. */
    static String text(@Nullable Object value) {
        String text = value instanceof BigDecimal d
                ? Math.abs((long) d.scale()) > 100 ? d.toString() : d.toPlainString()
                : value instanceof Double d
                        ? number(d)
                        : value instanceof Viewable v ? firstLine(v) : ViewText.line(value);
        return cut(text);
    }

    private static String firstLine(Viewable v) {
        String text = v.view().text();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end) + " …";
    }

    /** Six significant digits, as short as they can be written; of the very large and very small with an exponent. */
    private static String number(double d) {
        if (!Double.isFinite(d)) {
            return String.valueOf(d);
        }
        var rounded = new BigDecimal(d).round(new MathContext(6)).stripTrailingZeros();
        double size = Math.abs(d);
        return size >= 1e15 || size > 0 && size < 1e-9 ? rounded.toString() : rounded.toPlainString();
    }

    private static String cut(String text) {
        return cut(text, WIDEST);
    }

    static String cut(String text, int widest) {
        if (width(text) <= widest) {
            return text;
        }
        var out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length() && used < widest - 1; ) {
            int c = text.codePointAt(i);
            if (used + width(c) > widest - 1) {
                break;
            }
            out.appendCodePoint(c);
            used += width(c);
            i += Character.charCount(c);
        }
        return out.append('…').toString();
    }

    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    static int width(String text) {
        return text.codePoints().map(TextGrid::width).sum();
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
