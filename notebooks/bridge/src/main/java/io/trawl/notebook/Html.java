package io.trawl.notebook;

import io.trawl.Progress;
import io.trawl.View;
import io.trawl.Viewable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Views as HTML that reads well without style, on light and dark, for a screen reader and in an untrusted notebook:
 * semantic elements, native {@code progress} and {@code details}, plain inline style, no script, no remote image.
 */
final class Html {
    private static final int DEEPEST = 4;
    private static final String NUMBER = " style=\"text-align:right;white-space:nowrap\"";
    private static final String TEXT = " style=\"text-align:left\"";
    private static final String TOP = " style=\"text-align:left;vertical-align:top\"";
    private static final String MUTED = "opacity:0.7";

    private final StringBuilder out = new StringBuilder();

    private Html() {}

    static String of(View view) {
        var html = new Html();
        html.out.append("<div class=\"trawl\" style=\"line-height:1.5\">");
        html.view(view, 0);
        return html.out.append("</div>").toString();
    }

    private void view(View view, int depth) {
        if (depth > DEEPEST) {
            out.append("<div>…</div>");
        } else if (view instanceof View.Card card) {
            card(card, depth);
        } else if (view instanceof View.Note note) {
            note(note);
        } else if (view instanceof View.Grid grid) {
            grid(grid, depth);
        } else if (view instanceof View.Panel panel) {
            panel(panel, depth);
        } else if (view instanceof View.Lanes lanes) {
            LanesPicture.append(lanes, out);
        } else if (view instanceof View.Stack stack) {
            stack.parts().forEach(v -> view(v, depth + 1));
        } else {
            source((View.Source) view);
        }
    }

    private void card(View.Card card, int depth) {
        out.append("<div style=\"border-left:3px solid #4c8bb5;padding-left:12px\"><div><strong>")
                .append(Escape.line(card.headline()))
                .append("</strong>");
        if (!card.hint().isEmpty()) {
            out.append(" &nbsp; <span style=\"" + MUTED + "\">")
                    .append(Escape.line(card.hint()))
                    .append("</span>");
        }
        out.append("</div><table><tbody>");
        for (View.Field field : card.fields()) {
            out.append("<tr><th scope=\"row\" style=\"text-align:left;font-weight:normal;" + MUTED + "\">")
                    .append(Escape.piece(field.name()))
                    .append("</th><td" + TEXT + ">")
                    .append(text(field.value()).replace("  ", " \u00A0"))
                    .append("</td></tr>");
        }
        out.append("</tbody></table>");
        folds(card.folds(), depth);
        out.append("</div>");
    }

    private void note(View.Note note) {
        String colour = switch (note.tone()) {
            case GOOD -> "#3a9a5b";
            case WARNING -> "#c98a1b";
            case BAD -> "#d0564b";
            default -> "#8888";
        };
        out.append("<div style=\"border-left:3px solid ").append(colour).append(";padding-left:12px\"><div><strong>");
        out.append(Escape.line(note.headline())).append("</strong></div>");
        note.lines().forEach(l -> out.append("<div>").append(Escape.piece(l)).append("</div>"));
        out.append("</div>");
    }

    private void panel(View.Panel panel, int depth) {
        Progress p = panel.progress();
        out.append("<div style=\"border-left:3px solid ")
                .append(colour(p))
                .append(";padding-left:12px\"><div><strong>");
        out.append(Escape.piece(panel.name()))
                .append("</strong> &nbsp; <strong>")
                .append(p.state())
                .append("</strong>");
        if (!p.state().isFinal()) {
            running(p);
        }
        if (!panel.headline().isEmpty()) {
            out.append(" &nbsp; ").append(Escape.line(panel.headline()));
        }
        if (!panel.advice().isEmpty()) {
            out.append(" · ").append(Escape.piece(panel.advice()));
        }
        out.append("</div>");
        if (panel.body() != null && !panel.body().rows().isEmpty()) {
            grid(panel.body(), depth);
        }
        folds(panel.folds(), depth);
        out.append("</div>");
    }

    private static String colour(Progress p) {
        return switch (p.state()) {
            case DONE -> "#3a9a5b";
            case FAILED -> "#d0564b";
            case PARTIAL, CANCELLED, CANCELLING -> "#c98a1b";
            default -> "#4c8bb5";
        };
    }

    private void running(Progress p) {
        int total = p.total().orElse(0);
        String count = p.done() + (total == 0 ? "" : " / " + total);
        out.append(" &nbsp; <progress title=\"Pages fetched\" aria-label=\"Pages fetched\" max=\"")
                .append(Math.max(1, total))
                .append("\" value=\"")
                .append(p.done())
                .append("\">")
                .append(count)
                .append("</progress> &nbsp; ")
                .append(count)
                .append(" &nbsp; ")
                .append(p.failed())
                .append(" failed")
                .append(String.format(Locale.ROOT, " &nbsp; %.1f/s", p.perSecond()));
        if (!p.left().isZero()) {
            out.append(" &nbsp; ").append(View.clock(p.left())).append(" left");
        }
        out.append(" &nbsp; <span style=\"" + MUTED + "\">")
                .append(View.clock(p.elapsed()))
                .append("</span>");
    }

    private void grid(View.Grid grid, int depth) {
        out.append("<table><caption style=\"text-align:left;caption-side:top;" + MUTED + "\">")
                .append(Escape.piece(grid.caption().isEmpty() ? grid.total() + " rows" : grid.caption()))
                .append("</caption><thead><tr>");
        boolean[] numbers = new boolean[grid.columns().size()];
        for (int c = 0; c < numbers.length; c++) {
            numbers[c] = isNumber(grid, c);
            out.append("<th scope=\"col\"").append(numbers[c] ? NUMBER : TEXT).append('>');
            out.append(Escape.piece(grid.columns().get(c))).append("</th>");
        }
        out.append("</tr></thead><tbody>");
        for (List<@Nullable Object> row : grid.rows()) {
            out.append("<tr>");
            String text = row.stream().anyMatch(Viewable.class::isInstance) ? TOP : TEXT;
            for (int c = 0; c < row.size(); c++) {
                out.append("<td")
                        .append(c < numbers.length && numbers[c] ? NUMBER : text)
                        .append('>');
                cell(row.get(c), depth);
                out.append("</td>");
            }
            out.append("</tr>");
        }
        out.append("</tbody></table>");
        if (grid.total() > grid.rows().size()) {
            out.append("<div style=\"" + MUTED + "\">showing ")
                    .append(grid.rows().size())
                    .append(" of ")
                    .append(grid.total())
                    .append(" rows</div>");
        }
        folds(grid.folds(), depth);
    }

    /** As in the text: a column is aligned right where it holds numbers and nothing else. */
    private static boolean isNumber(View.Grid grid, int column) {
        boolean some = false;
        for (var row : grid.rows()) {
            Object value = column < row.size() ? row.get(column) : null;
            if (value != null && !(value instanceof Number)) {
                return false;
            }
            some |= value != null;
        }
        return some;
    }

    private void cell(@Nullable Object value, int depth) {
        if (value == null) {
            return;
        }
        if (value instanceof Viewable nested) {
            view(nested.view(), depth + 1);
        } else if (value instanceof BigDecimal d) {
            out.append(Math.abs((long) d.scale()) > 100 ? d.toString() : d.toPlainString());
        } else if (value instanceof Double d) {
            out.append(d == Math.rint(d) && Math.abs(d) < 1e15 ? String.valueOf(d.longValue()) : d.toString());
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(Escape.html(value.toString()));
        } else {
            out.append(text(Values.string(value)));
        }
    }

    /** Text, or a link where it is an http URL and nothing else; a click tells the site nothing of the notebook. */
    private static String text(String text) {
        if (text.matches("https?://[^\\s\"'<>]+")) {
            return "<a href=\"" + Escape.html(text) + "\" target=\"_blank\" rel=\"noreferrer noopener nofollow\">"
                    + Escape.piece(text) + "</a>";
        }
        return Escape.piece(text);
    }

    private void source(View.Source source) {
        out.append("<pre style=\"max-height:24em;overflow:auto;white-space:pre-wrap\">")
                .append(Escape.html(source.content()))
                .append("</pre>");
    }

    private void folds(List<View.Fold> folds, int depth) {
        for (View.Fold fold : folds) {
            out.append("<details><summary>")
                    .append(Escape.piece(fold.summary()))
                    .append("</summary>");
            view(fold.content(), depth + 1);
            out.append("</details>");
        }
    }
}
