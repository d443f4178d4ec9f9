package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Something on the page that is an object here. A cell shows it by its name, or by
 * {@code display(widget)}, in several places if need be. Live, thread-safe;
 * compared by identity.
 *
 * @param <W> the widget itself, which setters answer
 */
public abstract sealed class Widget<W extends Widget<W>> extends Model
        permits Described, Box, Accordion, Label, Output {

    private final Model layout = new Part(Kind.layout());

    Widget(Kind kind, @Nullable Kind style) {
        super(kind);
        set("layout", layout);
        if (style != null) {
            set("style", new Part(style));
        }
    }

    @SuppressWarnings("unchecked") // by the bound of W
    final W self() {
        return (W) this;
    }

    /** Sets the width, as CSS writes it: {@code 60%}, {@code 20em}; empty for its own. */
    public W width(String css) {
        return layout("width", css);
    }

    /** Sets the height, as CSS writes it: {@code 10em}; what does not fit scrolls. Empty for its own. */
    public W height(String css) {
        layout("overflow", css.isEmpty() ? "" : "auto");
        return layout("height", css);
    }

    /** Hides it and gives its place to others, or shows it again. */
    public W visible(boolean visible) {
        return layout("display", visible ? "" : "none");
    }

    private W layout(String property, String css) {
        layout.set(property, css.isEmpty() ? null : css);
        return self();
    }

    private boolean isVisible() {
        return !"none".equals(layout.get("display"));
    }

    /**
     * Takes it from the pages: its last picture stays, without controls. While another shown widget holds it, it stays live
     * there. It can be shown again.
     */
    public void close() {
        Widgets.current().close(this);
    }

    /** What it shows, for those that draw no widgets. */
    final Bundle picture() {
        return Bundle.text(plain()).html(markup());
    }

    final String plain() {
        return isVisible() ? text() : "";
    }

    final String markup() {
        return isVisible() ? html() : "";
    }

    abstract String text();

    abstract String html();

    /** What it shows, as text. */
    @Override
    public String toString() {
        return plain();
    }
}
