package io.trawl.kernel.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes over a comm. Immutable: {@code data} and {@code metadata} are copied to any depth. They are JSON as plain
 * Java: maps with string keys, lists, strings, booleans, finite numbers, null; whole numbers arrive as {@link Long},
 * others as {@link Double}. {@code buffers} are raw bytes beside the JSON, not copied: nobody may change them any more.
 *
 * <p>Keep the key {@code state} out of the data of comms of your own: clients that run notebooks take it for the state of
 * a widget and save it ({@code reference/widgets.md} §2.2).
 *
 * @throws IllegalArgumentException if something in data or metadata is not JSON, for example NaN
 */
public record CommMessage(Map<String, Object> data, Map<String, Object> metadata, List<byte[]> buffers) {

    public CommMessage {
        data = object(data);
        metadata = object(metadata);
        buffers = List.copyOf(buffers);
    }

    /** A message without metadata and buffers. */
    @SuppressWarnings("unchecked") // copied
    public static CommMessage of(Map<String, ?> data) {
        return new CommMessage((Map<String, Object>) data, Map.of(), List.of());
    }

    @SuppressWarnings("unchecked") // copied
    public CommMessage metadata(Map<String, ?> metadata) {
        return new CommMessage(data, (Map<String, Object>) metadata, buffers);
    }

    public CommMessage buffers(List<byte[]> buffers) {
        return new CommMessage(data, metadata, buffers);
    }

    private static Map<String, Object> object(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("the key " + key + " is not JSON: write a string");
            }
            copy.put(name, value(value));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        if (value instanceof Collection<?> items) {
            var copy = new ArrayList<@Nullable Object>(items.size());
            items.forEach(item -> copy.add(value(item)));
            return Collections.unmodifiableList(copy);
        }
        boolean finite = value instanceof Number n && Double.isFinite(n.doubleValue());
        if (value == null || value instanceof String || value instanceof Boolean || finite) {
            return value;
        }
        throw new IllegalArgumentException(
                value + " (" + value.getClass().getName() + ") is not JSON: write a string or a finite number");
    }
}
