package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Escape;
import org.jspecify.annotations.Nullable;

/** Yes or no. */
public final class Checkbox extends Control<Boolean, Checkbox> {

    private static final String VALUE = "value";

    private Checkbox(String label) {
        super(Kind.control("Checkbox"), Kind.style("Description"), VALUE);
        label(label);
        set(VALUE, false);
        set("indent", false);
    }

    /** A box that is not ticked. */
    public static Checkbox of(String label) {
        return new Checkbox(label);
    }

    public boolean value() {
        return current();
    }

    public Checkbox value(boolean ticked) {
        set(VALUE, ticked);
        return this;
    }

    @Override
    Boolean current() {
        return (Boolean) get(VALUE);
    }

    @Override
    Object accept(@Nullable Object value) {
        return value instanceof Boolean ? value : REFUSED;
    }

    @Override
    String text() {
        return (value() ? "[x] " : "[ ] ") + label();
    }

    @Override
    String html() {
        return "<div>" + (value() ? "☑ " : "☐ ") + Escape.html(label()) + "</div>";
    }
}
