package io.trawl.notebook;

import io.trawl.View;
import io.trawl.kernel.api.Bundle;

/** A view in all the types a front end may want. Never JSON beside HTML: JupyterLab would show the JSON. */
final class Bundles {
    private Bundles() {}

    static Bundle of(View view) {
        Bundle bundle = Bundle.text(view.text()).html(Html.of(view));
        return view instanceof View.Grid grid
                ? bundle.markdown(
                        Html.table(grid, nested -> Bundle.text(nested.text())).markdown())
                : bundle;
    }
}
