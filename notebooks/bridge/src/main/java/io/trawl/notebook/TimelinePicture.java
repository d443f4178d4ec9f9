package io.trawl.notebook;

import io.trawl.View;
import io.trawl.View.Ink;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Lanes of spans on one scale, drawn on {@link Paper}. Bounded: at most 60 lanes, and where there are more spans than can be
 * told apart, of each two pixels the weightiest; with 10,000 requests less than 300 kB of SVG.
 */
final class TimelinePicture {
    private static final int MOST_LANES = 60;
    private static final int FEWEST_LANES = 3;

    /** From so many on in one picture they are drawn by the pixel. */
    private static final int MOST_SPANS = 2_000;

    private static final double PIXELS = 2;
    private static final double WIDEST_LABEL = 230;

    private final View.Timeline timeline;
    private final Paper paper = new Paper();
    private final View.Axis axis;
    private final double left;
    private final double right = Paper.WIDTH - 30;
    private final double row;
    private final int most;
    private final boolean crowded;

    private TimelinePicture(View.Timeline timeline) {
        this.timeline = timeline;
        this.axis = View.Axis.of("time", View.Unit.SECONDS, 0, timeline.end().toNanos() / 1e9);
        double label = timeline.groups().stream()
                .flatMap(g -> g.lanes().stream())
                .mapToDouble(l -> Paper.length(l.label()))
                .max()
                .orElse(0);
        this.left = Paper.MARGIN + Math.min(WIDEST_LABEL, Math.max(40, label)) + 12;
        this.most = Math.max(
                FEWEST_LANES, MOST_LANES / Math.max(1, timeline.groups().size()));
        this.row = timeline.groups().stream().anyMatch(g -> shown(g) > 25) ? 15 : 18;
        this.crowded = timeline.groups().stream()
                        .flatMap(g -> g.lanes().stream().limit(most))
                        .mapToInt(l -> l.spans().size())
                        .sum()
                > MOST_SPANS;
    }

    static String of(View.Timeline timeline) {
        return new TimelinePicture(timeline).draw();
    }

    private String draw() {
        paper.text(Paper.MARGIN, 20, "h", timeline.title());
        double top = paper.keys(30, timeline.keys());
        double bottom = top;
        for (var group : timeline.groups()) {
            bottom += height(group);
        }
        paper.across(axis, left, right, top, bottom);
        double y = top;
        for (var group : timeline.groups()) {
            draw(group, y);
            y += height(group);
        }
        return paper.image(timeline.title(), timeline.verdict(), bottom + 24);
    }

    private int shown(View.Timeline.Group group) {
        return Math.min(most, group.lanes().size());
    }

    private double height(View.Timeline.Group group) {
        boolean more = group.lanes().size() > most;
        return 24 + row * (shown(group) + (more ? 1 : 0)) + (group.limit() > 0 ? 14 : 0) + 6;
    }

    private void draw(View.Timeline.Group group, double top) {
        String name = Paper.cut(group.name(), right - Paper.MARGIN - 100) + " · " + View.seconds(group.elapsed());
        paper.text(Paper.MARGIN, top + 16, "t", name);
        double y = top + 24;
        for (var lane : group.lanes().subList(0, shown(group))) {
            paper.text(Paper.MARGIN, y + row - 5, "m", Paper.cut(lane.label(), left - Paper.MARGIN - 8));
            if (crowded) {
                crowd(lane.spans(), y);
            } else {
                spans(lane.spans(), y);
            }
            y += row;
        }
        if (group.lanes().size() > most) {
            paper.text(Paper.MARGIN, y + row - 5, "m", "… " + (group.lanes().size() - most) + " more");
            y += row;
        }
        if (group.limit() > 0) {
            paper.text(Paper.MARGIN, y + 10, "m", "limit " + group.limit());
            paper.path("l d", Ink.BAD, String.format(Locale.ROOT, "M%.1f %.1fH%.1f", left, y + 6, right));
        }
    }

    private void spans(List<View.Timeline.Span> spans, double y) {
        for (var span : spans) {
            double x = x(span.start());
            double width = Math.max(1.5, x(span.end()) - x - 0.8);
            boolean thin = thin(span.ink());
            double height = thin ? row / 3 : row - 4;
            paper.bar(x, y + (row - height) / 2, width, height, span.ink());
            if (!thin && width > Paper.length(span.label()) + 8) {
                if (span.ink() == Ink.BAD) {
                    // The hatching would cross the letters.
                    paper.ground(x + 2, y + 3, Paper.length(span.label()) + 6, row - 6);
                }
                paper.text(x + 5, y + row - 5, span.ink() == Ink.BAD ? "t" : "on", span.label());
            }
        }
    }

    /** Of each two pixels what weighs most; what failed stands out of its row. */
    private void crowd(List<View.Timeline.Span> spans, double y) {
        var inks = new Ink[(int) ((right - left) / PIXELS) + 1];
        for (var span : spans) {
            int last = (int) ((x(span.end()) - left) / PIXELS);
            for (int i = (int) ((x(span.start()) - left) / PIXELS); i <= last; i++) {
                inks[i] = inks[i] == null || inks[i].compareTo(span.ink()) < 0 ? span.ink() : inks[i];
            }
        }
        for (Ink ink : Ink.values()) {
            double height = ink == Ink.BAD ? row : thin(ink) ? row / 3 : row - 4;
            var runs = new StringBuilder();
            for (int i = 0, from = 0; i <= inks.length; i++) {
                if (i < inks.length && inks[i] == ink) {
                    continue;
                }
                if (i > from) {
                    runs.append(String.format(
                            Locale.ROOT,
                            "M%.0f %.1fh%.0fv%.1fh%.0fz",
                            left + PIXELS * from,
                            y + (row - height) / 2,
                            PIXELS * (i - from),
                            height,
                            -PIXELS * (i - from)));
                }
                from = i + 1;
            }
            if (!runs.isEmpty()) {
                paper.path("b", ink, runs);
            }
        }
    }

    private static boolean thin(Ink ink) {
        return ink == Ink.QUIET || ink == Ink.GOOD;
    }

    private double x(Duration at) {
        return left + (right - left) * (at.toNanos() / 1e9) / axis.to();
    }
}
