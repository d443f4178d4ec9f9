package io.trawl.notebook;

import io.trawl.kernel.api.Grid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Tablesaw's tables as the kernel draws tables: the first rows, missing cells empty. */
final class Tables {
    private static final int SHOWN = 20;

    private Tables() {}

    static Grid of(Table table) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int r = 0; r < Math.min(SHOWN, table.rowCount()); r++) {
            var row = new ArrayList<@Nullable Object>();
            for (int c = 0; c < table.columnCount(); c++) {
                row.add(table.column(c).isMissing(r) ? null : table.get(r, c));
            }
            rows.add(row);
        }
        String name = table.name() == null || table.name().isEmpty() ? "table" : table.name();
        return new Grid(
                name + ", " + table.rowCount() + " rows × " + table.columnCount() + " columns",
                table.columnNames(),
                rows,
                table.rowCount());
    }
}
