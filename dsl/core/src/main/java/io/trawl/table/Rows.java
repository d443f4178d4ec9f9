package io.trawl.table;

import io.trawl.View;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * Columns and rows of plain values: what a table, a grid and a file are made of.
 *
 * @param rows one value per column; null is missing
 */
public record Rows(List<String> columns, List<List<@Nullable Object>> rows) {
    private static final int SHOWN = 20;

    public Rows {
        columns = List.copyOf(columns);
    }

    /** Values as {@link Columns} has them. */
    public static Rows of(List<?> values) {
        Columns columns = Columns.of(values);
        return new Rows(
                columns.names(), values.stream().map(v -> columns.cells(v)).toList());
    }

    /** As a Tablesaw table, the columns' types inferred from the values. */
    public Table table(String name) {
        return Tables.of(name, this);
    }

    /** The first rows, to be shown. */
    public View.Grid grid(String caption) {
        return new View.Grid(caption, columns, rows.stream().limit(SHOWN).toList(), rows.size(), List.of());
    }
}
