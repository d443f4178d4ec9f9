package io.trawl.notebook;

import io.trawl.View;

/** A widget that shows a view, all of it escaped; with the class by which JupyterLab lays out tables, as in an output. */
record Picture(io.trawl.kernel.api.widget.Html widget) {

    Picture() {
        this(io.trawl.kernel.api.widget.Html.of());
    }

    void draw(View view) {
        widget.raw("<div class=\"jp-RenderedHTMLCommon\">" + Html.of(view) + "</div>");
    }
}
