package io.trawl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Draws views as plain text, the same characters every time. What is hostile in them is made visible or dropped. */
final class ViewText {
    private static final int NAME = 10;
    private static final int BAR = 20;
    private static final int SHOWN = 3;

    private ViewText() {}

    static String of(View view) {
        return String.join("\n", lines(view));
    }

    private static List<String> lines(View view) {
        if (view instanceof View.Card card) {
            return card(card);
        }
        if (view instanceof View.Note note) {
            return note(note);
        }
        if (view instanceof View.Grid grid) {
            return grid(grid);
        }
        if (view instanceof View.Panel panel) {
            return panel(panel);
        }
        if (view instanceof View.Timeline timeline) {
            return TextTimeline.lines(timeline);
        }
        if (view instanceof View.Plot plot) {
            return TextPlot.lines(plot);
        }
        if (view instanceof View.Stack stack) {
            return stack.parts().stream().flatMap(v -> lines(v).stream()).toList();
        }
        return List.of(block(((View.Source) view).content()).split("\n", -1));
    }

    /** What is folded cannot be opened in a text, so of a list the first lines stand there: which pages failed, and why. */
    private static List<String> grid(View.Grid grid) {
        var lines = new ArrayList<>(TextGrid.lines(grid));
        for (View.Fold fold : grid.folds()) {
            if (fold.content() instanceof View.Stack stack) {
                lines.add("▸ " + line(fold.summary()));
                stack.parts().stream().limit(SHOWN).forEach(v -> lines.add("    " + beginning(v)));
                if (stack.parts().size() > SHOWN) {
                    lines.add("    …");
                }
            }
        }
        return lines;
    }

    private static String beginning(View view) {
        return lines(view).stream().limit(2).map(String::strip).collect(Collectors.joining("   "));
    }

    private static List<String> card(View.Card card) {
        var lines = new ArrayList<String>();
        lines.add(line(card.headline()) + (card.hint().isEmpty() ? "" : "            " + line(card.hint())));
        for (View.Field field : card.fields()) {
            lines.add("  " + TextGrid.padded(line(field.name()), NAME) + " " + line(field.value()));
        }
        folds(card.folds(), lines);
        return lines;
    }

    private static List<String> note(View.Note note) {
        var lines = new ArrayList<String>();
        lines.add(line(note.headline()));
        note.lines().forEach(l -> lines.add("  " + line(l)));
        return lines;
    }

    private static List<String> panel(View.Panel panel) {
        var lines = new ArrayList<String>();
        Progress p = panel.progress();
        lines.add(line(panel.name()) + "   " + p.state() + "   "
                + (panel.headline().isEmpty() ? running(p) : line(panel.headline()))
                + (panel.advice().isEmpty() ? "" : " · " + line(panel.advice())));
        if (panel.body() != null && !panel.body().rows().isEmpty()) {
            TextGrid.lines(panel.body()).forEach(l -> lines.add("  " + l));
        }
        folds(panel.folds(), lines);
        return lines;
    }

    private static String running(Progress p) {
        int total = p.total().orElse(0);
        int full = total == 0 ? 0 : Math.min(BAR, BAR * p.done() / total);
        return "█".repeat(full) + "░".repeat(BAR - full) + "  " + p.done() + (total == 0 ? "" : " / " + total)
                + "   " + p.failed() + " failed"
                + String.format(Locale.ROOT, "   %.1f/s", p.perSecond())
                + (p.left().isZero() ? "" : "   " + View.clock(p.left()) + " left")
                + "   " + View.clock(p.elapsed());
    }

    private static void folds(List<View.Fold> folds, List<String> lines) {
        if (!folds.isEmpty()) {
            lines.add(folds.stream().map(f -> "▸ " + line(f.summary())).collect(Collectors.joining("   ")));
        }
    }

    /** Text for one line: line ends and tabs as spaces, control and bidi characters visible as their code. */
    static String line(@Nullable Object value) {
        return clean(String.valueOf(value == null ? "" : value), false);
    }

    private static String block(String text) {
        return clean(text, true);
    }

    private static String clean(String text, boolean lineEnds) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return text;
        }
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' && lineEnds) {
                out.append('\n');
            } else if (c == '\n' || c == '\t' || c == '\r') {
                out.append(' ');
            } else if (Character.isISOControl(c) || isBidi(c)) {
                out.append(String.format("\\u%04X", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static boolean isBidi(int c) {
        return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x200E || c == 0x200F;
    }
}
