package io.trawl.table;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

/**
 * Rows to Tablesaw tables. A column of whole numbers is a LongColumn, of other numbers (BigDecimal included, as Tablesaw
 * has no exact one) a DoubleColumn, of booleans a BooleanColumn, of dates and times the column of that type, of anything else a
 * StringColumn: of what has parts as JSON, of mixed values as each says, and where all are missing.
 */
final class Tables {
    private Tables() {}

    static Table of(String name, Rows rows) {
        var names = new HashSet<String>();
        var columns = new ArrayList<Column<?>>();
        for (int i = 0; i < rows.columns().size(); i++) {
            columns.add(column(unique(rows.columns().get(i), names), values(rows, i)));
        }
        return Table.create(name, columns);
    }

    /** Tablesaw wants names that differ, whatever their case. */
    private static String unique(String name, HashSet<String> taken) {
        String candidate = name;
        for (int i = 2; !taken.add(candidate.toLowerCase(java.util.Locale.ROOT)); i++) {
            candidate = name + "_" + i;
        }
        return candidate;
    }

    private static List<@Nullable Object> values(Rows rows, int column) {
        var values = new ArrayList<@Nullable Object>(rows.rows().size());
        for (var row : rows.rows()) {
            Object value = column < row.size() ? row.get(column) : null;
            values.add(value instanceof Optional<?> o ? o.orElse(null) : value);
        }
        return values;
    }

    private static Column<?> column(String name, List<@Nullable Object> values) {
        if (all(values, Long.class, Integer.class, Short.class, Byte.class)) {
            var column = LongColumn.create(name);
            values.forEach(v -> append(column, v == null ? null : ((Number) v).longValue()));
            return column;
        }
        if (values.stream().allMatch(v -> v == null || v instanceof Number)
                && values.stream().anyMatch(Objects::nonNull)) {
            var column = DoubleColumn.create(name);
            values.forEach(v -> append(column, v == null ? null : ((Number) v).doubleValue()));
            return column;
        }
        if (all(values, Boolean.class)) {
            var column = BooleanColumn.create(name);
            values.forEach(v -> append(column, (Boolean) v));
            return column;
        }
        if (all(values, LocalDate.class)) {
            return filled(DateColumn.create(name), values);
        }
        if (all(values, LocalDateTime.class)) {
            return filled(DateTimeColumn.create(name), values);
        }
        if (all(values, LocalTime.class)) {
            return filled(TimeColumn.create(name), values);
        }
        if (all(values, Instant.class)) {
            return filled(InstantColumn.create(name), values);
        }
        var column = StringColumn.create(name);
        values.forEach(v -> append(column, v == null ? null : Json.isNested(v) ? Json.text(v) : v.toString()));
        return column;
    }

    /** Of values that all have the column's type. */
    @SuppressWarnings("unchecked")
    private static <T> Column<T> filled(Column<T> column, List<@Nullable Object> values) {
        values.forEach(v -> append(column, (T) v));
        return column;
    }

    private static <T> void append(Column<T> column, @Nullable T value) {
        if (value == null) {
            column.appendMissing();
        } else {
            column.append(value);
        }
    }

    private static boolean all(List<@Nullable Object> values, Class<?>... types) {
        boolean any = false;
        for (Object value : values) {
            if (value != null) {
                any = true;
                if (!List.of(types).contains(value.getClass())) {
                    return false;
                }
            }
        }
        return any;
    }
}
