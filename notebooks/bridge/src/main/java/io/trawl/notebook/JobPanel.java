package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.View;
import io.trawl.kernel.api.widget.Accordion;
import io.trawl.kernel.api.widget.VBox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A job on a page that draws widgets: its line and its latest pages as the picture that it has anyway, below the line
 * pause, cancel and how many at once, and its details, each a part that is opened and stays open while what is in it
 * changes. Only what is open is drawn and sent. A page that is loaded anew gets all of it from the kernel.
 */
final class JobPanel {

    private static final String WATERFALL = "waterfall";

    private final Job<?> job;
    private final Picture line = new Picture();
    private final JobControls controls;
    private final Picture latest = new Picture();
    private final Accordion details = Accordion.of().visible(false);
    private final Map<String, Detail> parts = new LinkedHashMap<>();
    private final VBox box;

    private static final class Detail {
        private final Picture picture = new Picture();
        private String title;

        /** Since it was opened. */
        private boolean drawn;

        Detail(String title) {
            this.title = title;
        }
    }

    JobPanel(Job<?> job) {
        this.job = job;
        this.controls = new JobControls(job);
        this.box = VBox.of(line.widget(), controls.box(), latest.widget(), details);
    }

    VBox box() {
        return box;
    }

    /** Calls {@code redraw} when somebody wants to see more. */
    void onOpen(Runnable redraw) {
        details.onOpen(title -> {
            opened(title);
            redraw.run();
        });
    }

    private synchronized void opened(String title) {
        parts.get(words(title)).drawn = false;
    }

    /** Draws the job as it is now. The end is one picture without controls, as in the output. */
    synchronized void draw(View view) {
        if (view instanceof View.Panel panel && !panel.progress().state().isFinal()) {
            line.draw(firstLine(panel));
            if (panel.body() != null && !panel.body().rows().isEmpty()) {
                latest.draw(panel.body());
                detail(WATERFALL, this::waterfall);
            }
            panel.folds().forEach(fold -> detail(fold.summary(), fold::content));
            details.visible(!parts.isEmpty());
        } else {
            line.draw(view);
            latest.widget().visible(false);
            details.visible(false);
        }
        controls.follow();
    }

    static View firstLine(View.Panel panel) {
        return new View.Panel(
                panel.id(), panel.name(), panel.progress(), panel.headline(), panel.advice(), null, List.of());
    }

    /** The picture alone: its numbers would be most of what is sent. */
    private View waterfall() {
        return job.pictures().waterfall() instanceof View.Timeline t
                ? new View.Timeline(t.title(), t.verdict(), t.keys(), t.groups(), List.of())
                : View.Note.of("nothing to draw yet");
    }

    private void detail(String title, Supplier<View> content) {
        Detail part = parts.get(words(title));
        if (part == null) {
            part = new Detail(title);
            parts.put(words(title), part);
            details.add(title, part.picture.widget());
        } else if (!part.title.equals(title)) {
            details.rename(part.title, title);
            part.title = title;
        }
        // A picture is studied, so it holds still: it is of the moment when it was opened.
        boolean still = part.drawn && title.equals(WATERFALL);
        if (!still && details.opened().filter(title::equals).isPresent()) {
            part.drawn = true;
            part.picture.draw(content.get());
        }
    }

    /** The counts in a title change, its words do not. */
    private static String words(String title) {
        return title.replaceAll("[\\d()\\s]+", " ").strip();
    }
}
