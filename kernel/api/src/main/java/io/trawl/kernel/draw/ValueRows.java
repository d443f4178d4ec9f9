package io.trawl.kernel.draw;

import io.trawl.kernel.api.Grid;
import io.trawl.kernel.api.Rows;
import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collections, maps, arrays and grids as rows: a column for each name that any element has, else a single one. */
final class ValueRows implements Rows {

    private static final String VALUE = "value";

    private final String caption;
    private final List<?> elements;
    private final List<String> columns;
    private final boolean parted;
    private final Function<@Nullable Object, String> words;

    /** The parts of the row that was asked for last: rows are read cell by cell. */
    private Map<String, @Nullable Object> parts = Map.of();

    private int row = -1;

    private ValueRows(String caption, List<?> elements, Function<@Nullable Object, String> words) {
        this.caption = caption;
        this.elements = elements;
        this.words = words;
        List<String> names = namesOf(isOfOneRecord(elements) ? elements.subList(0, 1) : elements, words);
        this.parted = !names.isEmpty();
        this.columns = parted ? names : List.of(VALUE);
    }

    /** Then the first element has all the names, and the others need not be asked for theirs. */
    private static boolean isOfOneRecord(List<?> elements) {
        Object first = elements.isEmpty() ? null : elements.get(0);
        return first != null
                && first.getClass().isRecord()
                && elements.stream().allMatch(e -> e != null && e.getClass() == first.getClass());
    }

    /** Empty where an element has no parts. */
    private static List<String> namesOf(List<?> elements, Function<@Nullable Object, String> words) {
        Set<String> names = new LinkedHashSet<>();
        for (Object element : elements) {
            Map<String, @Nullable Object> found = Properties.of(element, words);
            if (found == null) {
                return List.of();
            }
            if (names.size() < Tables.MOST_COLUMNS) {
                names.addAll(found.keySet());
            }
        }
        return names.stream().limit(Tables.MOST_COLUMNS).toList();
    }

    static Optional<Rows> of(@Nullable Object value, Function<@Nullable Object, String> words) {
        if (value instanceof Grid grid) {
            return Optional.of(new GridRows(grid));
        }
        if (value instanceof Map<?, ?> map) {
            var entries = new ArrayList<Map<String, @Nullable Object>>();
            map.forEach((k, v) -> {
                var entry = new LinkedHashMap<String, @Nullable Object>();
                entry.put("key", k);
                entry.put(VALUE, v);
                entries.add(entry);
            });
            return Optional.of(new ValueRows("", entries, words));
        }
        if (value instanceof Collection<?> elements) {
            List<?> list = elements instanceof List<?> l && l instanceof RandomAccess ? l : new ArrayList<>(elements);
            return Optional.of(new ValueRows("", list, words));
        }
        return value != null && value.getClass().isArray()
                ? Optional.of(new ValueRows("", new ArrayElements(value), words))
                : Optional.empty();
    }

    @Override
    public String caption() {
        return caption;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public @Nullable Object cell(int at, int column) {
        Object element = elements.get(at);
        if (!parted) {
            return element;
        }
        if (row != at) {
            Map<String, @Nullable Object> found = Properties.of(element, words);
            parts = found == null ? Map.of() : found;
            row = at;
        }
        Object value = parts.get(columns.get(column));
        return value instanceof Properties.Failed failed
                ? "(threw " + failed.error().getClass().getSimpleName() + ")"
                : value;
    }

    /** The rows that a grid has, which may be the first of more. */
    private record GridRows(Grid grid) implements Rows {
        @Override
        public String caption() {
            return grid.caption();
        }

        @Override
        public List<String> columns() {
            return grid.columns();
        }

        @Override
        public int size() {
            return grid.rows().size();
        }

        @Override
        public @Nullable Object cell(int row, int column) {
            List<@Nullable Object> cells = grid.rows().get(row);
            return column < cells.size() ? cells.get(column) : null;
        }
    }

    private static final class ArrayElements extends AbstractList<@Nullable Object> implements RandomAccess {
        private final Object array;

        ArrayElements(Object array) {
            this.array = array;
        }

        @Override
        public @Nullable Object get(int index) {
            return Array.get(array, index);
        }

        @Override
        public int size() {
            return Array.getLength(array);
        }
    }
}
