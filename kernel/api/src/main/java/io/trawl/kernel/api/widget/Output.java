package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Escape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A place for outputs inside other widgets: text and whatever a page can draw. It is filled by hand, from any thread; what
 * a cell prints does not go here. Holds the last {@value #MOST}.
 */
public final class Output extends Widget<Output> {

    /** So many outputs are kept. */
    public static final int MOST = 500;

    private static final String OUTPUTS = "outputs";

    private Output() {
        super(Kind.output(), null);
        set(OUTPUTS, List.of());
        set("msg_id", "");
    }

    /** An empty one. */
    public static Output of() {
        return new Output();
    }

    /** Adds text, and a line break after it. */
    public Output println(String text) {
        return add(Map.of("output_type", "stream", "name", "stdout", "text", text + "\n"));
    }

    /** Adds an output, such as what {@link io.trawl.kernel.api.Renderers#render} made of a value. */
    public Output append(Bundle bundle) {
        return add(Map.of("output_type", "display_data", "data", bundle.data(), "metadata", bundle.metadata()));
    }

    /** Empties it. */
    public Output clear() {
        set(OUTPUTS, List.of());
        return this;
    }

    private Output add(Map<String, Object> output) {
        locked(() -> {
            var all = new ArrayList<>(outputs());
            all.add(output);
            set(OUTPUTS, List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size())));
        });
        return this;
    }

    @SuppressWarnings("unchecked") // only add() stores
    private List<Map<String, Object>> outputs() {
        return (List<Map<String, Object>>) get(OUTPUTS);
    }

    private static String text(Map<String, Object> output) {
        return output.get("data") instanceof Map<?, ?> data
                ? data.get(Bundle.TEXT) + "\n"
                : String.valueOf(output.get("text"));
    }

    private static String html(Map<String, Object> output) {
        return output.get("data") instanceof Map<?, ?> data && data.get(Bundle.HTML) instanceof String html
                ? html
                : "<pre>" + Escape.html(text(output)) + "</pre>";
    }

    @Override
    String text() {
        return outputs().stream()
                .map(Output::text)
                .collect(Collectors.joining())
                .stripTrailing();
    }

    @Override
    String html() {
        return outputs().stream().map(Output::html).collect(Collectors.joining("", "<div>", "</div>"));
    }
}
