package io.trawl.table;

import io.trawl.Fn;
import io.trawl.Sink;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CSV as RFC 4180 has it, with the formula guard of {@link Sink#csv}. */
public record CsvForm(boolean guards) implements Sink.Csv {
    public static final CsvForm DEFAULT = new CsvForm(true);

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
        return new CsvForm(on);
    }

    /** Cells as a line. */
    void line(Appendable out, List<? extends @Nullable Object> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            out.append(cell(cells.get(i)));
        }
        out.append("\r\n");
    }

    void rows(Writer out, List<?> values) throws IOException {
        Rows rows = Rows.of(values);
        line(out, rows.columns());
        for (var row : rows.rows()) {
            line(out, row);
        }
    }

    private String cell(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value == null ? "" : value.toString();
        }
        String text = Json.isNested(value) ? Json.text(value) : value.toString();
        if (guards && !text.isEmpty() && STARTS.indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
