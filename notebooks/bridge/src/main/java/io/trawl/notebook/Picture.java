package io.trawl.notebook;

import io.trawl.View;

/** A widget that shows a view, all of it escaped. */
record Picture(io.trawl.kernel.api.widget.Html widget) {

    Picture() {
        this(io.trawl.kernel.api.widget.Html.of());
    }

    void draw(View view) {
        widget.output(Html.of(view));
    }
}
