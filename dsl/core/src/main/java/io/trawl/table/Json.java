package io.trawl.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.Document;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON: records and maps as objects, collections and arrays as arrays, numbers and booleans as such, the rest as
 * text; NaN and the infinities too, for which JSON has no numbers.
 */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** A value as JSON on one line. */
    public static String text(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(plain(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Whether a cell has parts, so that only JSON tells them apart. */
    public static boolean isNested(Object value) {
        return value.getClass().isRecord()
                || value instanceof Collection<?>
                || value instanceof Map<?, ?>
                || value instanceof JsonNode
                || value instanceof Document
                || value.getClass().isArray();
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof JsonNode) {
            return value;
        }
        if (value instanceof Document page) {
            return page.json();
        }
        if (value instanceof Optional<?> o) {
            return plain(o.orElse(null));
        }
        if (value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> plain(Array.get(value, i)))
                    .toList();
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(Json::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            var object = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((k, v) -> object.put(String.valueOf(k), plain(v)));
            return object;
        }
        return value.getClass().isRecord() ? object(value) : value.toString();
    }

    private static Map<String, @Nullable Object> object(Object row) {
        Columns columns = Columns.of(List.of(row));
        List<@Nullable Object> cells = columns.cells(row);
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < cells.size(); i++) {
            object.put(columns.names().get(i), plain(cells.get(i)));
        }
        return object;
    }

    /** A JSON scalar as a Java value; null of null, and what has parts as it is. */
    static @Nullable Object scalar(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        return node.isTextual()
                ? node.textValue()
                : node.isNumber() ? (Object) node.numberValue() : node.isBoolean() ? node.booleanValue() : node;
    }
}
