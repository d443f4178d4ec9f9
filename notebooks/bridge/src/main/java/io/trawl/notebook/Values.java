package io.trawl.notebook;

import io.trawl.View;
import io.trawl.Viewable;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Plain Java values as views: lists of records and of maps as tables, maps and records as two columns. */
final class Values {
    private static final int SHOWN = 20;
    private static final int FEW = 10;
    private static final int DEEPEST = 2;

    private Values() {}

    static View table(Table table) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int r = 0; r < Math.min(SHOWN, table.rowCount()); r++) {
            var row = new ArrayList<@Nullable Object>();
            for (int c = 0; c < table.columnCount(); c++) {
                row.add(table.column(c).isMissing(r) ? null : table.get(r, c));
            }
            rows.add(row);
        }
        String name = table.name() == null || table.name().isEmpty() ? "table" : table.name();
        return new View.Grid(
                name + ", " + table.rowCount() + " rows × " + table.columnCount() + " columns",
                table.columnNames(),
                rows,
                table.rowCount(),
                List.of());
    }

    /** Whether a line says it all: a few numbers or short words. */
    static boolean isShort(Collection<?> values) {
        return values.size() <= SHOWN
                && values.stream()
                        .allMatch(v -> v == null
                                || v instanceof Boolean
                                || v instanceof Integer
                                || v instanceof Long
                                || v instanceof Double
                                || v instanceof Enum<?>
                                || v instanceof String text && text.length() <= 20);
    }

    static View collection(Collection<?> values) {
        var first = new ArrayList<@Nullable Object>(SHOWN);
        for (Object value : values) {
            if (first.size() == SHOWN) {
                break;
            }
            first.add(value);
        }
        String caption = values.size() + (values.size() == 1 ? " element" : " elements");
        if (!first.isEmpty() && first.stream().allMatch(Viewable.class::isInstance) && values.size() <= SHOWN) {
            var parts = new ArrayList<View>();
            first.forEach(v -> parts.add(((Viewable) v).view()));
            return new View.Stack(parts);
        }
        Set<String> columns = columns(first);
        var rows = new ArrayList<List<@Nullable Object>>();
        for (Object value : first) {
            rows.add(columns.isEmpty() ? Arrays.asList(plain(value, 0)) : row(value, columns));
        }
        return new View.Grid(
                caption, columns.isEmpty() ? List.of("value") : List.copyOf(columns), rows, values.size(), List.of());
    }

    /** The columns that records or maps share out; none for other values. */
    private static Set<String> columns(List<@Nullable Object> values) {
        var columns = new LinkedHashSet<String>();
        for (Object value : values) {
            if (value instanceof Map<?, ?> map && map.size() <= 50) {
                map.keySet().forEach(k -> columns.add(string(k)));
            } else if (value != null && value.getClass().isRecord() && !(value instanceof Viewable)) {
                for (RecordComponent c : value.getClass().getRecordComponents()) {
                    columns.add(c.getName());
                }
            } else {
                return Set.of();
            }
        }
        return columns;
    }

    private static List<@Nullable Object> row(@Nullable Object value, Set<String> columns) {
        var byName = new HashMap<String, @Nullable Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> byName.put(string(k), v));
        } else if (value != null) {
            for (RecordComponent c : value.getClass().getRecordComponents()) {
                byName.put(c.getName(), component(value, c));
            }
        }
        var row = new ArrayList<@Nullable Object>();
        for (String column : columns) {
            row.add(plain(byName.get(column), 1));
        }
        return row;
    }

    private static @Nullable Object component(Object record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (InvocationTargetException e) {
            return threw(component.getName(), e.getTargetException());
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return threw(component.getName(), e);
        }
    }

    /** What may stand in a cell: numbers and texts as they are, records and maps as small tables, the rest in words. */
    private static @Nullable Object plain(@Nullable Object value, int depth) {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof CharSequence) {
            return value;
        }
        if (value instanceof Viewable || depth > DEEPEST) {
            return value instanceof Viewable ? value : string(value);
        }
        if (value.getClass().isRecord()) {
            return record(value, depth + 1);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, depth + 1);
        }
        return value instanceof Collection<?> values ? listed(values) : string(value);
    }

    /** A collection in a cell: its first elements in words and how many there are, however long or deep it is. */
    private static String listed(Collection<?> values) {
        var text = new StringJoiner(", ", "[", "]");
        int left = FEW;
        for (Object value : values) {
            if (left-- == 0) {
                text.add("… " + values.size() + " in all");
                break;
            }
            text.add(value instanceof Collection<?> inner ? "[" + inner.size() + " elements]" : string(value));
        }
        return text.toString();
    }

    static View record(Object record) {
        return record(record, 0);
    }

    private static View record(Object record, int depth) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (RecordComponent c : record.getClass().getRecordComponents()) {
            rows.add(Arrays.asList(c.getName(), plain(component(record, c), depth + 1)));
        }
        return View.Grid.of(record.getClass().getSimpleName(), List.of("component", "value"), rows);
    }

    static View map(Map<?, ?> map) {
        return map(map, 0);
    }

    private static View map(Map<?, ?> map, int depth) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (Map.Entry<?, ?> e : map.entrySet()) {
            if (rows.size() == SHOWN) {
                break;
            }
            rows.add(Arrays.asList(string(e.getKey()), plain(e.getValue(), depth + 1)));
        }
        return new View.Grid(
                map.size() + (map.size() == 1 ? " entry" : " entries"),
                List.of("key", "value"),
                rows,
                map.size(),
                List.of());
    }

    /** Bounded, whatever it is, and if need be without it. */
    static String string(@Nullable Object value) {
        try {
            String text = String.valueOf(value);
            return text.length() > 4_000 ? text.substring(0, 4_000) + "…" : text;
        } catch (RuntimeException | StackOverflowError e) {
            return threw("toString", e);
        }
    }

    private static String threw(String what, Throwable e) {
        return "(" + what + " threw " + e.getClass().getSimpleName() + ")";
    }
}
