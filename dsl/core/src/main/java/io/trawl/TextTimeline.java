package io.trawl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A timeline in text: a row per lane, a run of characters per span, one scale for all, so that they can be compared. */
final class TextTimeline {
    private static final int LEFT = 10;
    private static final int WIDEST_LABEL = 28;
    private static final int WIDTH = 60;
    private static final int MOST = 20;

    private TextTimeline() {}

    static List<String> lines(View.Timeline timeline) {
        Duration end = timeline.end();
        int left = LEFT;
        for (var group : timeline.groups()) {
            for (var lane : group.lanes()) {
                left = Math.max(left, Math.min(WIDEST_LABEL, TextGrid.width(ViewText.line(lane.label())) + 4));
            }
        }
        var lines = new ArrayList<String>();
        for (var group : timeline.groups()) {
            lines.add(ViewText.line(group.name()) + "   " + View.seconds(group.elapsed()));
            for (var lane :
                    group.lanes().subList(0, Math.min(MOST, group.lanes().size()))) {
                String label = TextGrid.cut(ViewText.line(lane.label()), left - 4);
                lines.add("  " + TextGrid.padded(label, left - 2) + spans(lane.spans(), end));
            }
            if (group.lanes().size() > MOST) {
                lines.add("  … " + (group.lanes().size() - MOST) + " more");
            }
            if (group.limit() > 0) {
                lines.add("  " + TextGrid.padded("limit " + group.limit(), left - 2) + "- ".repeat(WIDTH / 2));
            }
        }
        lines.add(" ".repeat(left) + TextGrid.padded("0 s", WIDTH) + View.seconds(end));
        if (!timeline.keys().isEmpty()) {
            lines.add(timeline.keys().stream()
                    .map(k -> mark(k.ink()) + " " + ViewText.line(k.name()))
                    .collect(Collectors.joining("   ")));
        }
        lines.add(ViewText.line(timeline.verdict()));
        return lines;
    }

    /** Each span at least one character, and what follows it at once right beside it; of lone ones a gap is kept. */
    private static String spans(List<View.Timeline.Span> spans, Duration end) {
        if (spans.size() > WIDTH / 2) {
            return crowd(spans, end);
        }
        var row = new StringBuilder();
        for (int i = 0; i < spans.size(); i++) {
            var span = spans.get(i);
            boolean joined = i + 1 < spans.size()
                    && spans.get(i + 1).start().equals(span.end())
                    && spans.get(i + 1).ink() != span.ink();
            int from = column(span.start(), end);
            int to = column(span.end(), end) - (joined ? 0 : 1);
            while (row.length() < from) {
                row.append(' ');
            }
            boolean seen = !joined || to > from;
            row.append(mark(span.ink()).repeat(Math.max(seen ? 1 : 0, to - row.length())));
        }
        return row.toString();
    }

    /** More than there is room for one by one: each where it stands, on top those that the ink makes weightier. */
    private static String crowd(List<View.Timeline.Span> spans, Duration end) {
        var inks = new View.Ink[WIDTH + 1];
        for (var span : spans) {
            int to = Math.max(column(span.start(), end), column(span.end(), end) - 1);
            for (int c = column(span.start(), end); c <= to; c++) {
                inks[c] = inks[c] == null || inks[c].compareTo(span.ink()) < 0 ? span.ink() : inks[c];
            }
        }
        return Arrays.stream(inks)
                .map(ink -> ink == null ? " " : mark(ink))
                .collect(Collectors.joining())
                .stripTrailing();
    }

    private static int column(Duration at, Duration longest) {
        return (int) (WIDTH * at.toNanos() / Math.max(1, longest.toNanos()));
    }

    /** No two inks of one picture look alike. */
    static String mark(View.Ink ink) {
        return switch (ink) {
            case QUIET -> "·";
            case FIRST -> "▇";
            case SECOND -> "█";
            case THIRD -> "─";
            case FOURTH -> "═";
            case FIFTH -> "~";
            case SIXTH -> "▒";
            case GOOD -> "▁";
            case WARNING -> "▄";
            case BAD -> "×";
        };
    }
}
