package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Escape;
import io.trawl.kernel.api.Show;
import java.util.function.Supplier;

/**
 * A piece of HTML. {@link #text} shows anything as it reads; {@link #raw} is markup, and what stands in it runs: pages do
 * not clean it, so nothing scraped may get there unescaped.
 */
public final class Html extends Described<Html> {

    private static final String VALUE = "value";
    private volatile Supplier<String> words = () -> "";

    private Html() {
        super(Kind.control("HTML"), Kind.style("Description"));
        set(VALUE, "");
    }

    /** Empty. */
    public static Html of() {
        return new Html();
    }

    /** Shows text as it reads, whatever is in it. */
    public Html text(String text) {
        words = () -> text;
        set(VALUE, Escape.html(text));
        return this;
    }

    /** Shows markup of your own, with its styles and scripts. */
    public Html raw(String html) {
        // Asked for where no page draws widgets; most frames of a live picture are not.
        words = () -> Show.html(html).text();
        set(VALUE, html);
        return this;
    }

    /**
     * As {@link #raw}, laid out as JupyterLab lays out an output, which it does not do for widgets: tables with their rules
     * and gaps. Elsewhere nothing changes.
     */
    public Html output(String html) {
        return raw("<div class=\"jp-RenderedHTMLCommon\">" + html.replace("<table>", "<table style=\"margin:0\">")
                + "</div>");
    }

    /** The markup. */
    public String value() {
        return String.valueOf(get(VALUE));
    }

    @Override
    String text() {
        return labelled(words.get());
    }

    @Override
    String html() {
        return "<div>" + labelledHtml(value()) + "</div>";
    }
}
