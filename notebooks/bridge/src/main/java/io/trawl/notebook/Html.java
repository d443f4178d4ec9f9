package io.trawl.notebook;

import io.trawl.Progress;
import io.trawl.View;
import io.trawl.Viewable;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Escape;
import io.trawl.kernel.api.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Views as HTML that reads well without style, on light and dark, for a screen reader and in an untrusted notebook:
 * semantic elements, native {@code progress} and {@code details}, plain inline style, no script, no remote image.
 */
final class Html {
    private static final int DEEPEST = 4;
    private static final String TEXT = " style=\"text-align:left\"";
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
        } else if (view instanceof View.Timeline timeline) {
            picture(TimelinePicture.of(timeline), timeline.verdict(), timeline.folds(), depth);
        } else if (view instanceof View.Plot plot) {
            var folds = new ArrayList<>(plot.folds());
            folds.add(new View.Fold("in numbers", plot.numbers()));
            picture(PlotPicture.of(plot), plot.verdict(), folds, depth);
        } else if (view instanceof View.Stack stack) {
            for (View part : stack.parts()) {
                out.append("<div style=\"margin-bottom:8px\">");
                view(part, depth + 1);
                out.append("</div>");
            }
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
        out.append("</div><table aria-label=\"")
                .append(Escape.html(card.headline()))
                .append("\"><tbody>");
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
        note.lines()
                .forEach(l -> out.append("<div>")
                        .append(Escape.piece(l).replace("  ", " \u00A0"))
                        .append("</div>"));
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
        out.append(table(grid, nested -> Bundle.text("…").html(nested(nested, depth + 1)))
                .html());
        folds(grid.folds(), depth);
    }

    /** The kernel's table of the same cells; what views itself stands in it as {@code nested} says. */
    static Grid table(View.Grid grid, Function<View, Bundle> nested) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (List<@Nullable Object> row : grid.rows()) {
            var cells = new ArrayList<@Nullable Object>();
            row.forEach(value -> cells.add(value instanceof Viewable v ? nested.apply(v.view()) : value));
            rows.add(cells);
        }
        return new Grid(grid.caption(), grid.columns(), rows, grid.total());
    }

    private static String nested(View view, int depth) {
        var html = new Html();
        html.view(view, depth);
        return html.out.toString();
    }

    /** Text, or a link where it is an http URL and nothing else. */
    private static String text(String text) {
        return Escape.pieceOrLink(text);
    }

    private void picture(String image, String verdict, List<View.Fold> folds, int depth) {
        out.append("<div>").append(image).append("</div><div><strong>");
        out.append(Escape.piece(verdict)).append("</strong></div>");
        folds(folds, depth);
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
            boolean nameless =
                    fold.content() instanceof View.Grid grid && grid.caption().isEmpty();
            view(nameless ? named((View.Grid) fold.content(), fold.summary()) : fold.content(), depth + 1);
            out.append("</details>");
        }
    }

    /** A table says what it is to who hears it, too. */
    private static View.Grid named(View.Grid grid, String caption) {
        return new View.Grid(caption, grid.columns(), grid.rows(), grid.total(), grid.folds());
    }
}
