package io.trawl.table;

import io.trawl.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Whatever a user calls a table, as rows. */
public final class Tabular {
    private Tabular() {}

    /** Of a Tablesaw table, results, a list of maps (a column per key, in the order of first sight), or as {@link Rows#of}. */
    public static Rows rows(Iterable<?> data) {
        Iterable<?> source = data instanceof Results<?> results ? results.table() : data;
        if (source instanceof Table table) {
            return table(table);
        }
        var list = new ArrayList<Object>();
        source.forEach(list::add);
        return !list.isEmpty() && list.stream().allMatch(Map.class::isInstance) ? maps(list) : Rows.of(list);
    }

    private static Rows table(Table table) {
        var rows = new ArrayList<List<@Nullable Object>>(table.rowCount());
        for (int r = 0; r < table.rowCount(); r++) {
            var row = new ArrayList<@Nullable Object>(table.columnCount());
            for (int c = 0; c < table.columnCount(); c++) {
                row.add(table.column(c).isMissing(r) ? null : table.get(r, c));
            }
            rows.add(row);
        }
        return new Rows(table.columnNames(), rows);
    }

    private static Rows maps(List<?> list) {
        var places = new LinkedHashMap<String, Integer>();
        list.forEach(
                one -> ((Map<?, ?>) one).keySet().forEach(k -> places.putIfAbsent(String.valueOf(k), places.size())));
        var rows = new ArrayList<List<@Nullable Object>>(list.size());
        for (Object one : list) {
            var row = new ArrayList<@Nullable Object>(java.util.Collections.nCopies(places.size(), null));
            ((Map<?, ?>) one).forEach((k, v) -> row.set(places.get(String.valueOf(k)), v));
            rows.add(row);
        }
        return new Rows(List.copyOf(places.keySet()), rows);
    }
}
