package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Escape;

/** A line of plain text; safe for what was scraped. */
public final class Label extends Widget<Label> {

    private static final String VALUE = "value";

    private Label(String text) {
        super(Kind.control("Label"), Kind.style("Description"));
        set(VALUE, text);
    }

    public static Label of(String text) {
        return new Label(text);
    }

    public String value() {
        return String.valueOf(get(VALUE));
    }

    public Label value(String text) {
        set(VALUE, text);
        return this;
    }

    @Override
    String text() {
        return value();
    }

    @Override
    String html() {
        return "<span>" + Escape.html(value()) + "</span>";
    }
}
