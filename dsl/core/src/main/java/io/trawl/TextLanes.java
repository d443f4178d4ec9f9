package io.trawl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lanes in text: a row per slot, a bar per request, one scale for all runs, so that they can be compared. */
final class TextLanes {
    private static final int LEFT = 10;
    private static final int WIDTH = 60;
    private static final int MOST = 20;

    private TextLanes() {}

    static List<String> lines(View.Lanes lanes) {
        Duration longest = Duration.ofMillis(1);
        for (var run : lanes.runs()) {
            longest = run.elapsed().compareTo(longest) > 0 ? run.elapsed() : longest;
        }
        var lines = new ArrayList<String>();
        for (var run : lanes.runs()) {
            lines.add(ViewText.line(run.name()) + "   " + View.seconds(run.elapsed()));
            int slot = 0;
            for (var bars : run.slots()) {
                if (++slot > MOST) {
                    lines.add("  … " + (run.slots().size() - MOST) + " more slots");
                    break;
                }
                lines.add("  slot " + TextGrid.padded(String.valueOf(slot), LEFT - 7) + bars(bars, longest));
            }
        }
        lines.add(" ".repeat(LEFT) + TextGrid.padded("0 s", WIDTH) + View.seconds(longest));
        lines.add(ViewText.line(lanes.verdict()));
        return lines;
    }

    private static String bars(List<View.Lanes.Bar> bars, Duration longest) {
        var row = new StringBuilder();
        for (var bar : bars) {
            int from = column(bar.start(), longest);
            int to = Math.max(from + 1, column(bar.end(), longest) - 1);
            while (row.length() < from) {
                row.append(' ');
            }
            row.append((bar.ok() ? "▇" : "▒").repeat(Math.max(1, to - row.length())));
        }
        return row.toString();
    }

    private static int column(Duration at, Duration longest) {
        return (int) (WIDTH * at.toNanos() / Math.max(1, longest.toNanos()));
    }
}
