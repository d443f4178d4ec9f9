package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.LiveJobs;
import io.trawl.View;
import io.trawl.kernel.api.widget.VBox;
import io.trawl.kernel.api.widget.Widget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All jobs of a session on a page that draws widgets: each that runs with its controls, below them those that ended. */
final class JobsPanel {
    private static final int MOST = 20;

    private final LiveJobs jobs;
    private final Picture head = new Picture();
    private final Picture ended = new Picture();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final VBox box = VBox.of(head.widget(), ended.widget());
    private volatile boolean over;

    private record Line(Picture picture, JobControls controls) {
        static Line of(Job<?> job) {
            return new Line(new Picture(), new JobControls(job));
        }
    }

    JobsPanel(LiveJobs jobs) {
        this.jobs = jobs;
    }

    VBox box() {
        return box;
    }

    /** Another place shows the jobs from now on. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** Called by one thread after the other. */
    synchronized void draw() {
        List<Job<?>> running = jobs.running().stream().limit(MOST).toList();
        var rest = new ArrayList<View>();
        var panels = new HashMap<String, View.Panel>();
        if (jobs.view() instanceof View.Stack stack) {
            for (View part : stack.parts()) {
                if (part instanceof View.Panel panel) {
                    panels.put(panel.id(), panel);
                } else {
                    rest.add(part);
                }
            }
        }
        head.draw(rest.get(0));
        ended.draw(new View.Stack(rest.subList(1, rest.size())));
        boolean others = lines.keySet()
                .removeIf(id -> running.stream().noneMatch(job -> job.id().equals(id)));
        for (Job<?> job : running) {
            if (!lines.containsKey(job.id())) {
                lines.put(job.id(), Line.of(job));
                others = true;
            }
            Line line = lines.get(job.id());
            View.Panel panel = panels.get(job.id());
            if (panel != null) {
                line.picture().draw(panel);
            }
            line.controls().follow();
        }
        if (others) {
            var parts = new ArrayList<Widget<?>>();
            parts.add(head.widget());
            running.forEach(job -> {
                Line line = lines.get(job.id());
                parts.add(line.picture().widget());
                parts.add(line.controls().box());
            });
            parts.add(ended.widget());
            box.children(parts);
        }
    }
}
