package io.trawl.notebook;

import io.trawl.kernel.api.Grid;
import io.trawl.kernel.api.Rows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Tablesaw's tables as the kernel draws tables: missing cells empty. */
final class Tables {
    private static final int SHOWN = 20;

    private Tables() {}

    /** The first rows. */
    static Grid of(Table table) {
        Rows all = rows(table);
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int r = 0; r < Math.min(SHOWN, all.size()); r++) {
            var row = new ArrayList<@Nullable Object>();
            for (int c = 0; c < all.columns().size(); c++) {
                row.add(all.cell(r, c));
            }
            rows.add(row);
        }
        return new Grid(
                all.caption() + ", " + all.size() + " rows × " + all.columns().size() + " columns",
                all.columns(),
                rows,
                all.size());
    }

    /** All of it, looked at where it is. */
    static Rows rows(Table table) {
        String name = table.name() == null || table.name().isEmpty() ? "table" : table.name();
        return new TableRows(name, table);
    }

    private record TableRows(String caption, Table table) implements Rows {
        @Override
        public List<String> columns() {
            return table.columnNames();
        }

        @Override
        public int size() {
            return table.rowCount();
        }

        @Override
        public @Nullable Object cell(int row, int column) {
            return table.column(column).isMissing(row) ? null : table.get(row, column);
        }
    }
}
