package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Escape;

/** A widget with words beside it. */
public abstract sealed class Described<W extends Described<W>> extends Widget<W>
        permits Html, Button, Progress, Control {

    private static final String LABEL = "description";
    private static final String TOOLTIP = "tooltip";

    Described(Kind kind, Kind style) {
        super(kind, style);
        set(LABEL, "");
        if (get("style") instanceof Model model && !style.name().startsWith("Button")) {
            // Else long words are cut.
            model.set("description_width", "initial");
        }
    }

    /** Sets the words beside it; plain text. Default none. */
    public W label(String words) {
        set(LABEL, words);
        return self();
    }

    public String label() {
        return String.valueOf(get(LABEL));
    }

    /** Sets the words that appear on hover; plain text. Default none. */
    public W tooltip(String words) {
        set(TOOLTIP, words);
        return self();
    }

    @Override
    String wireName(String key, Ipywidgets version) {
        return version == Ipywidgets.V7 && key.equals(TOOLTIP) && !(this instanceof Button)
                ? "description_tooltip"
                : key;
    }

    final String labelled(String text) {
        return label().isEmpty() ? text : label() + ": " + text;
    }

    final String labelledHtml(String html) {
        return label().isEmpty() ? html : Escape.html(label()) + ": " + html;
    }
}
