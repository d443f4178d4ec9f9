package io.trawl.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.Document;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How values become rows. Records have a column per component, maps and JSON objects one per key, documents their usual
 * ones, and anything else a single one. Immutable.
 */
public final class Columns {

    /** @param type of its cells, as far as it is known before they are; Object else */
    public record Column(String name, Class<?> type) {}

    /** Reads a value's cells; null for a value of another kind. */
    private interface Reader {
        @Nullable
        List<@Nullable Object> cells(Object value);
    }

    private static final ClassValue<Columns> RECORDS = new ClassValue<>() {
        @Override
        protected Columns computeValue(Class<?> type) {
            return records(type);
        }
    };

    private final List<Column> columns;
    private final List<String> names;
    private final Reader reader;

    private Columns(List<Column> columns, Reader reader) {
        this.columns = List.copyOf(columns);
        this.names = columns.stream().map(Column::name).toList();
        this.reader = reader;
    }

    /** Columns that these values have, and others like them. */
    public static Columns of(List<?> values) {
        if (!values.isEmpty()) {
            Class<?> type = values.get(0).getClass();
            if (values.stream().allMatch(Document.class::isInstance)) {
                return documents();
            }
            if (type.isRecord() && values.stream().allMatch(type::isInstance)) {
                return RECORDS.get(type);
            }
            if (values.stream().allMatch(v -> v instanceof Map<?, ?> || v instanceof JsonNode j && j.isObject())) {
                return maps(values);
            }
        }
        Class<?> type = values.isEmpty() ? Object.class : values.get(0).getClass();
        boolean same = values.stream().allMatch(v -> v.getClass() == type);
        return new Columns(List.of(new Column("value", same ? type : Object.class)), List::of);
    }

    private static Columns documents() {
        return new Columns(
                List.of(
                        new Column("url", String.class),
                        new Column("title", String.class),
                        new Column("status", Integer.class),
                        new Column("words", Integer.class),
                        new Column("ms", Long.class)),
                value -> value instanceof Document page
                        ? List.of(
                                page.url(),
                                page.title(),
                                page.status(),
                                page.words(),
                                page.elapsed().toMillis())
                        : null);
    }

    private static Columns records(Class<?> type) {
        var columns = new ArrayList<Column>();
        var accessors = new ArrayList<Method>();
        for (RecordComponent component : type.getRecordComponents()) {
            // A record of a notebook cell need not be public.
            component.getAccessor().setAccessible(true);
            accessors.add(component.getAccessor());
            columns.add(new Column(component.getName(), unwrapped(component)));
        }
        return new Columns(columns, value -> type.isInstance(value) ? components(value, accessors) : null);
    }

    private static Class<?> unwrapped(RecordComponent component) {
        Type held = component.getGenericType() instanceof ParameterizedType p ? p.getActualTypeArguments()[0] : null;
        return component.getType() == Optional.class && held instanceof Class<?> c ? c : component.getType();
    }

    private static List<@Nullable Object> components(Object value, List<Method> accessors) {
        var row = new ArrayList<@Nullable Object>(accessors.size());
        for (Method accessor : accessors) {
            try {
                Object cell = accessor.invoke(value);
                row.add(cell instanceof Optional<?> o ? o.orElse(null) : cell);
            } catch (InvocationTargetException e) {
                row.add("(" + e.getCause() + ")");
            } catch (IllegalAccessException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return row;
    }

    private static Columns maps(List<?> values) {
        var types = new LinkedHashMap<String, Class<?>>();
        for (Object value : values) {
            entries(value).forEach((name, cell) -> {
                Class<?> type = cell == null ? Void.class : cell.getClass();
                types.merge(name, type, (a, b) -> a == b || b == Void.class ? a : a == Void.class ? b : Object.class);
            });
        }
        var columns = new ArrayList<Column>();
        types.forEach((name, type) -> columns.add(new Column(name, type == Void.class ? Object.class : type)));
        return new Columns(columns, value -> {
            var left = entries(value);
            var row = new ArrayList<@Nullable Object>(columns.size());
            columns.forEach(c -> row.add(left.remove(c.name())));
            return left.isEmpty() && (value instanceof Map<?, ?> || value instanceof JsonNode) ? row : null;
        });
    }

    /** The entries of a map or a JSON object, which may be changed; none of anything else. */
    private static Map<String, @Nullable Object> entries(Object value) {
        var entries = new LinkedHashMap<String, @Nullable Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> entries.put(String.valueOf(k), v instanceof Optional<?> o ? o.orElse(null) : v));
        } else if (value instanceof JsonNode json) {
            json.properties().forEach(e -> entries.put(e.getKey(), Json.scalar(e.getValue())));
        }
        return entries;
    }

    public List<Column> columns() {
        return columns;
    }

    public List<String> names() {
        return names;
    }

    /**
     * A value's cells, one per column; null is missing.
     *
     * @throws IllegalArgumentException where it has not these columns
     */
    public List<@Nullable Object> cells(Object value) {
        List<@Nullable Object> cells = reader.cells(value);
        if (cells == null) {
            throw new IllegalArgumentException("a " + value.getClass().getSimpleName() + " where rows have the columns "
                    + names + ": rows of one kind go to one place");
        }
        return cells;
    }

    @Override
    public String toString() {
        return Arrays.toString(columns.toArray());
    }
}
