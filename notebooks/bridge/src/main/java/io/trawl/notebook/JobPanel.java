package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.View;
import io.trawl.kernel.api.widget.Accordion;
import io.trawl.kernel.api.widget.VBox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job on a page that draws widgets: its line and its latest pages as the picture that it has anyway, below the line
 * pause, cancel and how many at once, and its details, each a part that is opened and stays open while what is in it
 * changes. A page that is loaded anew gets all of it from the kernel.
 */
final class JobPanel {

    private final Picture line = new Picture();
    private final JobControls controls;
    private final Picture latest = new Picture();
    private final Accordion details = Accordion.of().visible(false);
    private final Map<String, Detail> parts = new LinkedHashMap<>();
    private final VBox box;

    JobPanel(Job<?> job) {
        this.controls = new JobControls(job);
        this.box = VBox.of(line.widget(), controls.box(), latest.widget(), details);
    }

    VBox box() {
        return box;
    }

    /** Draws the job as it is now. The end is one picture without controls, as in the output. */
    void draw(View view) {
        if (view instanceof View.Panel panel && !panel.progress().state().isFinal()) {
            line.draw(firstLine(panel));
            if (panel.body() != null && !panel.body().rows().isEmpty()) {
                latest.draw(panel.body());
            }
            panel.folds().forEach(this::detail);
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

    /** The counts in a title change, its words do not. */
    private void detail(View.Fold fold) {
        String words = fold.summary().replaceAll("[\\d()\\s]+", " ").strip();
        Detail known = parts.get(words);
        if (known == null) {
            known = new Detail(new Picture());
            parts.put(words, known);
            known.title = fold.summary();
            details.add(known.title, known.picture.widget());
        } else if (!known.title.equals(fold.summary())) {
            details.rename(known.title, fold.summary());
            known.title = fold.summary();
        }
        known.picture.draw(fold.content());
    }

    private static final class Detail {
        private final Picture picture;
        private String title = "";

        Detail(Picture picture) {
            this.picture = picture;
        }
    }
}
