package io.trawl.table;

import io.trawl.Fn;
import io.trawl.Sink;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV as RFC 4180 has it, with the formula guard of {@link Sink#csv}. NUL, which many readers stop at, becomes U+FFFD.
 *
 * @param marks whether it begins with a byte order mark
 */
public record CsvForm(boolean guards, boolean marks) implements Sink.Csv {
    public static final CsvForm DEFAULT = new CsvForm(true, false);

    private static final String MARK = "\uFEFF";

    /** What a spreadsheet takes for the start of a formula, in half and full width (OWASP, CSV injection). */
    private static final String STARTS = "=+-@\t\r\n＝＋－＠";

    public static CsvForm of(Fn<? super Sink.Csv, ? extends Sink.Csv> options) {
        try {
            return (CsvForm) options.apply(DEFAULT);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException("the options threw " + e, e);
        }
    }

    @Override
    public CsvForm formulaGuard(boolean on) {
        return new CsvForm(on, marks);
    }

    @Override
    public CsvForm byteOrderMark(boolean on) {
        return new CsvForm(guards, on);
    }

    /** Cells as a line. */
    void line(Appendable out, List<? extends @Nullable Object> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            String cell = cell(cells.get(i));
            // An empty line is none: readers would leave the row out.
            out.append(cell.isEmpty() && cells.size() == 1 ? "\"\"" : cell);
        }
        out.append("\r\n");
    }

    /** @param head what the file begins with; empty for a new one */
    void rows(Writer out, List<?> values, String head) throws IOException {
        Columns columns = Columns.of(values);
        var header = new StringBuilder(marks ? MARK : "");
        line(header, columns.names());
        if (head.isEmpty()) {
            out.append(header);
        } else if (!head.startsWith(header.substring(0, Math.min(header.length(), head.length())))) {
            throw new IllegalArgumentException("the file begins with the columns "
                    + head.lines().findFirst().orElse("").replace(MARK, "")
                    + ", and these rows have "
                    + header.toString().replace(MARK, "").strip()
                    + ": rows of one kind go to one file; .jsonl takes them all");
        }
        for (Object value : values) {
            line(out, columns.cells(value));
        }
    }

    private String cell(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value == null ? "" : value.toString();
        }
        String text = (Json.isNested(value) ? Json.text(value) : value.toString()).replace('\0', '\uFFFD');
        if (guards && !text.isEmpty() && STARTS.indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
