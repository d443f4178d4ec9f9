package io.trawl.kernel.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A MIME bundle: the same content in several types, {@code text/plain} always among them (Jupyter messaging,
 * {@code display_data}). Immutable. Values are strings; for {@code image/*} base64, for JSON types a map or list.
 *
 * @param data the content by MIME type; a front end shows the richest type it trusts
 * @param metadata what a front end should know beside it, by MIME type: the width of an image, whether JSON is unfolded
 */
public record Bundle(Map<String, Object> data, Map<String, Object> metadata) {

    public static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    public static final String MARKDOWN = "text/markdown";
    public static final String PNG = "image/png";

    /** @throws IllegalArgumentException without {@code text/plain}: consoles, diffs and converters show nothing else */
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

    /** A copy with HTML. It is sent as it is: what comes from outside must go through {@link Escape} first. */
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

    /** A copy that tells more about one of its types. */
    public Bundle withMetadata(String mime, Map<String, Object> about) {
        var copy = new LinkedHashMap<>(metadata);
        copy.put(mime, Map.copyOf(about));
        return new Bundle(data, copy);
    }

    public String text() {
        return String.valueOf(data.get(TEXT));
    }

    /** The HTML of this content, to put into other HTML: its own, else its picture, else its text, escaped. */
    public String asHtml() {
        if (data.get(HTML) instanceof String html) {
            return html;
        }
        if (data.get(PNG) instanceof String png) {
            return "<img alt=\"" + Escape.html(text()) + "\" src=\"data:image/png;base64," + png + "\">";
        }
        return text().indexOf('\n') < 0
                ? Escape.piece(text())
                : "<pre style=\"white-space:pre-wrap\">" + Escape.html(text()) + "</pre>";
    }
}
