package io.trawl.kernel.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A MIME bundle: the same content in several types, {@code text/plain} always among them (Jupyter messaging,
 * {@code display_data}). Immutable. Values are strings; for {@code image/*} base64, for JSON types a map or list.
 */
public record Bundle(Map<String, Object> data, Map<String, Object> metadata) {

    public static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    public static final String MARKDOWN = "text/markdown";

    public Bundle {
        if (!data.containsKey(TEXT)) {
            throw new IllegalArgumentException("a bundle needs text/plain: start it with Bundle.text(...)");
        }
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    public static Bundle text(String text) {
        return new Bundle(Map.of(TEXT, text), Map.of());
    }

    public Bundle html(String html) {
        return with(HTML, html);
    }

    public Bundle markdown(String markdown) {
        return with(MARKDOWN, markdown);
    }

    /** A copy with one more type. */
    public Bundle with(String mime, Object value) {
        var copy = new LinkedHashMap<>(data);
        copy.put(mime, value);
        return new Bundle(copy, metadata);
    }

    public String text() {
        return String.valueOf(data.get(TEXT));
    }
}
