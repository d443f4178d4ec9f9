package io.trawl.kernel.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes over a comm (Jupyter messaging, "Custom Messages"). Immutable. {@code data} and {@code metadata} are JSON as
 * plain Java: maps, lists, strings, booleans, finite numbers, null; whole numbers arrive as {@link Long}, others as
 * {@link Double}. {@code buffers} are raw bytes beside the JSON; nobody may change them any more.
 *
 * <p>Keep the key {@code state} out of the data of comms of your own: clients that run notebooks take it for the state of
 * a widget and save it ({@code reference/widgets.md} §2.2).
 */
public record CommMessage(Map<String, Object> data, Map<String, Object> metadata, List<byte[]> buffers) {

    public CommMessage {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        buffers = List.copyOf(buffers);
    }

    /** A message without metadata and buffers. */
    public static CommMessage of(Map<String, ?> data) {
        return new CommMessage(new LinkedHashMap<>(data), Map.of(), List.of());
    }

    public CommMessage metadata(Map<String, ?> metadata) {
        return new CommMessage(data, new LinkedHashMap<>(metadata), buffers);
    }

    public CommMessage buffers(List<byte[]> buffers) {
        return new CommMessage(data, metadata, buffers);
    }
}
