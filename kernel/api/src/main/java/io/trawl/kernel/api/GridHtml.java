package io.trawl.kernel.api;

import org.jspecify.annotations.Nullable;

/** A table as HTML of which a sanitiser leaves everything that matters. */
final class GridHtml {

    private static final String NUMBER = " style=\"text-align:right;white-space:nowrap\"";
    private static final String TEXT = " style=\"text-align:left\"";
    private static final String TOP = " style=\"text-align:left;vertical-align:top\"";
    private static final String MUTED = "opacity:0.7";

    private GridHtml() {}

    static String of(Grid grid) {
        if (grid.columns().isEmpty()) {
            return "<div style=\"" + MUTED + "\">" + Escape.piece(grid.captionOrCount()) + "</div>";
        }
        var out = new StringBuilder("<table><caption style=\"text-align:left;caption-side:top;" + MUTED + "\">");
        out.append(Escape.piece(grid.captionOrCount())).append("</caption><thead><tr>");
        boolean[] numeric = new boolean[grid.columns().size()];
        for (int c = 0; c < numeric.length; c++) {
            numeric[c] = grid.isNumeric(c);
            out.append("<th scope=\"col\"").append(numeric[c] ? NUMBER : TEXT).append('>');
            out.append(Escape.piece(grid.columns().get(c))).append("</th>");
        }
        out.append("</tr></thead><tbody>");
        for (int r = 0; r < grid.rows().size(); r++) {
            out.append("<tr>");
            String text = grid.rows().get(r).stream().anyMatch(Bundle.class::isInstance) ? TOP : TEXT;
            for (int c = 0; c < numeric.length; c++) {
                out.append("<td").append(numeric[c] ? NUMBER : text).append('>');
                out.append(cell(grid.cell(r, c))).append("</td>");
            }
            out.append("</tr>");
        }
        out.append("</tbody></table>");
        String missing = grid.missing(grid.rows().size());
        return missing.isEmpty()
                ? out.toString()
                : out.append("<div style=\"" + MUTED + "\">")
                        .append(missing)
                        .append("</div>")
                        .toString();
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Bundle nested) {
            return nested.asHtml();
        }
        String text = GridText.plain(value);
        return value instanceof Number || value instanceof Boolean ? Escape.html(text) : Escape.pieceOrLink(text);
    }
}
