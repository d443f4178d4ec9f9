package io.trawl.notebook;

import io.trawl.View;
import io.trawl.View.Ink;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Lanes of spans on one scale, drawn on {@link Paper}. */
final class TimelinePicture {
    private static final int MOST = 60;
    private static final double WIDEST_LABEL = 230;

    private final View.Timeline timeline;
    private final Paper paper = new Paper();
    private final View.Axis axis;
    private final double left;
    private final double right = Paper.WIDTH - 30;
    private final double row;

    private TimelinePicture(View.Timeline timeline) {
        this.timeline = timeline;
        this.axis = View.Axis.of("time", View.Unit.SECONDS, 0, timeline.end().toNanos() / 1e9);
        double label = timeline.groups().stream()
                .flatMap(g -> g.lanes().stream())
                .mapToDouble(l -> Paper.length(l.label()))
                .max()
                .orElse(0);
        this.left = Paper.MARGIN + Math.min(WIDEST_LABEL, Math.max(40, label)) + 12;
        this.row = timeline.groups().stream().anyMatch(g -> g.lanes().size() > 25) ? 15 : 18;
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

    private static int shown(View.Timeline.Group group) {
        return Math.min(MOST, group.lanes().size());
    }

    private double height(View.Timeline.Group group) {
        boolean more = group.lanes().size() > MOST;
        return 24 + row * (shown(group) + (more ? 1 : 0)) + (group.limit() > 0 ? 14 : 0) + 6;
    }

    private void draw(View.Timeline.Group group, double top) {
        String name = Paper.cut(group.name(), right - Paper.MARGIN - 100) + " · " + View.seconds(group.elapsed());
        paper.text(Paper.MARGIN, top + 16, "t", name);
        double y = top + 24;
        for (var lane : group.lanes().subList(0, shown(group))) {
            paper.text(Paper.MARGIN, y + row - 5, "m", Paper.cut(lane.label(), left - Paper.MARGIN - 8));
            spans(lane.spans(), y);
            y += row;
        }
        if (group.lanes().size() > MOST) {
            paper.text(Paper.MARGIN, y + row - 5, "m", "… " + (group.lanes().size() - MOST) + " more");
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
            boolean thin = span.ink() == Ink.QUIET || span.ink() == Ink.GOOD;
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

    private double x(Duration at) {
        return left + (right - left) * (at.toNanos() / 1e9) / axis.to();
    }
}
