package io.trawl.kernel.api;

import java.lang.reflect.Array;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Java values as what JSON knows (RFC 8259), and that as text. */
final class JsonTree {

    private static final int DEEPEST = 200;

    private int depth;

    @Nullable
    Object of(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Number n) {
            if (!Double.isFinite(n.doubleValue()) && (n instanceof Double || n instanceof Float)) {
                throw new IllegalArgumentException("JSON has no " + n + ": use null or a text");
            }
            return n;
        }
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("nested deeper than " + DEEPEST + " levels; does it contain itself?");
        }
        try {
            return nested(value);
        } finally {
            depth--;
        }
    }

    private Object nested(Object value) {
        if (value instanceof Map<?, ?> map) {
            var object = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((k, v) -> object.put(String.valueOf(k), of(v)));
            return object;
        }
        if (value instanceof Iterable<?> values && !(value instanceof java.nio.file.Path)) {
            var array = new ArrayList<@Nullable Object>();
            values.forEach(v -> array.add(of(v)));
            return array;
        }
        if (value.getClass().isArray()) {
            var array = new ArrayList<@Nullable Object>();
            for (int i = 0; i < Array.getLength(value); i++) {
                array.add(of(Array.get(value, i)));
            }
            return array;
        }
        return value.getClass().isRecord() ? components(value) : value.toString();
    }

    private Object components(Object value) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        try {
            for (RecordComponent c : value.getClass().getRecordComponents()) {
                c.getAccessor().setAccessible(true);
                object.put(c.getName(), of(c.getAccessor().invoke(value)));
            }
            return object;
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return value.toString();
        }
    }

    /** Indented by two. */
    String text(@Nullable Object tree) {
        return text(tree, "\n");
    }

    private static String text(@Nullable Object tree, String newLine) {
        String inner = newLine + "  ";
        if (tree instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .map(e -> inner + quoted(String.valueOf(e.getKey())) + ": " + text(e.getValue(), inner))
                    .collect(Collectors.joining(",", "{", object.isEmpty() ? "}" : newLine + "}"));
        }
        if (tree instanceof List<?> array) {
            return array.stream()
                    .map(v -> inner + text(v, inner))
                    .collect(Collectors.joining(",", "[", array.isEmpty() ? "]" : newLine + "]"));
        }
        return tree instanceof String s ? quoted(s) : String.valueOf(tree);
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", c));
                    } else {
                        out.append((char) c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
