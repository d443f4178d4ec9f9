package io.trawl.table;

import io.trawl.Document;
import io.trawl.View;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** A column per record component, or the usual ones of documents, or a single one of anything else. */
    public static Rows of(List<?> values) {
        if (!values.isEmpty() && values.stream().allMatch(Document.class::isInstance)) {
            return new Rows(
                    List.of("url", "title", "status", "words", "ms"),
                    values.stream().map(v -> page((Document) v)).toList());
        }
        Class<?> type = values.isEmpty() || values.get(0) == null
                ? Object.class
                : values.get(0).getClass();
        if (type.isRecord() && values.stream().allMatch(type::isInstance)) {
            RecordComponent[] components = type.getRecordComponents();
            return new Rows(
                    Arrays.stream(components).map(RecordComponent::getName).toList(),
                    values.stream().map(v -> components(v, components)).toList());
        }
        return new Rows(
                List.of("value"),
                values.stream().map(Arrays::<@Nullable Object>asList).toList());
    }

    private static List<@Nullable Object> page(Document page) {
        return Arrays.asList(
                page.url(),
                page.title(),
                page.status(),
                page.words(),
                page.elapsed().toMillis());
    }

    private static List<@Nullable Object> components(Object value, RecordComponent[] components) {
        var row = new ArrayList<@Nullable Object>(components.length);
        for (RecordComponent component : components) {
            try {
                component.getAccessor().setAccessible(true);
                row.add(component.getAccessor().invoke(value));
            } catch (InvocationTargetException e) {
                row.add("(" + e.getCause() + ")");
            } catch (IllegalAccessException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return row;
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
