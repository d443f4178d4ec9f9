package io.trawl.notebook;

import io.trawl.View;
import io.trawl.Viewable;
import io.trawl.kernel.api.Bundle;
import java.util.stream.Collectors;

/** A view in all the types a front end may want. Never JSON beside HTML: JupyterLab would show the JSON. */
final class Bundles {
    private Bundles() {}

    static Bundle of(View view) {
        Bundle bundle = Bundle.text(view.text()).html(Html.of(view));
        return view instanceof View.Grid grid ? bundle.markdown(markdown(grid)) : bundle;
    }

    private static String markdown(View.Grid grid) {
        var out = new StringBuilder();
        out.append(grid.columns().stream().map(Bundles::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
        out.append(grid.columns().stream().map(c -> "---").collect(Collectors.joining(" | ", "| ", " |\n")));
        for (var row : grid.rows()) {
            out.append(row.stream()
                    .map(v ->
                            cell(v instanceof Viewable nested ? firstLine(nested) : v == null ? "" : Values.string(v)))
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
        }
        if (grid.total() > grid.rows().size()) {
            out.append("\nshowing ")
                    .append(grid.rows().size())
                    .append(" of ")
                    .append(grid.total())
                    .append(" rows\n");
        }
        return out.toString();
    }

    /** One cell of a GFM table: what Markdown or HTML would act on is escaped. */
    private static String cell(String text) {
        String line = text.replaceAll("\\s+", " ");
        String cut = line.length() > 200 ? line.substring(0, 200) + "…" : line;
        return Escape.html(cut).replaceAll("[\\\\`*_\\[\\]|~]", "\\\\$0");
    }

    private static String firstLine(Viewable nested) {
        String text = nested.view().text();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end) + " …";
    }
}
