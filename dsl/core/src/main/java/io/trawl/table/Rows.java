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
    /** The detail that has the rows after the first. */
    public static final String MORE = "more";

    private static final int SHOWN = 20;
    private static final int MOST = 50;

    public Rows {
        columns = List.copyOf(columns);
    }

    /** Values as {@link Columns} has them; none have no columns either, as nobody knows of what kind they would be. */
    public static Rows of(List<?> values) {
        if (values.isEmpty()) {
            return new Rows(List.of(), List.of());
        }
        Columns columns = Columns.of(values);
        return new Rows(
                columns.names(), values.stream().map(v -> columns.cells(v)).toList());
    }

    /** As a Tablesaw table, the columns' types inferred from the values. */
    public Table table(String name) {
        return Tables.of(name, this);
    }

    /** The first 20 rows, to be shown, and the next 30 on demand. */
    public View.Grid grid(String caption) {
        return new View.Grid(caption, columns, part(0, SHOWN), rows.size(), rows.size() > SHOWN ? more() : List.of());
    }

    private List<View.Fold> more() {
        var next = part(SHOWN, MOST);
        String which = "rows " + (SHOWN + 1) + " to " + (SHOWN + next.size()) + " of " + rows.size();
        return List.of(new View.Fold(MORE, View.Grid.of(which, columns, next)));
    }

    private List<List<@Nullable Object>> part(int from, int to) {
        return rows.subList(from, Math.min(to, rows.size()));
    }
}
