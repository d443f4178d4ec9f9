package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.JobState;
import io.trawl.StreamJob;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.widget.Button;
import io.trawl.kernel.api.widget.HBox;
import io.trawl.kernel.api.widget.Html;
import io.trawl.kernel.api.widget.IntSlider;
import io.trawl.kernel.api.widget.Tone;
import io.trawl.kernel.api.widget.VBox;
import io.trawl.kernel.api.widget.Widgets;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A running job on a page that draws widgets: the picture that it has anyway, and under it pause, cancel and how many at
 * once. Its frames go into the widget, so that they also reach a page that was loaded anew; the last one replaces the
 * output by a picture without widgets, which a saved notebook shows for ever.
 */
final class ControlPanel implements Display {

    /** The slider's end, unless the job began with more than half of it. */
    private static final int MOST_AT_ONCE = 32;

    private final Job<?> job;
    private final Display display;
    private final Html picture = Html.of();
    private final HBox controls = HBox.of();
    private final VBox box = VBox.of(picture, controls);
    private final Button pause = Button.of("Pause").icon("pause").tooltip("Starts no more requests; again: goes on");
    private final Button cancel = Button.of("Cancel")
            .tone(Tone.WARNING)
            .icon("stop")
            .tooltip("Ends the requests in flight; what is done is kept");

    private final @Nullable AtOnce atOnce;

    ControlPanel(Job<?> job, Display display) {
        this.job = job;
        this.display = display;
        pause.onClick(this::pauseOrResume);
        cancel.onClick(this::cancel);
        controls.add(pause).add(cancel);
        if (job instanceof StreamJob<?> stream) {
            atOnce = new AtOnce(stream);
            controls.add(atOnce.slider);
        } else {
            atOnce = null;
        }
    }

    /** The first picture of the output, widgets beside it. */
    Bundle first(Bundle bundle) {
        draw(bundle);
        return Widgets.current().view(box, bundle);
    }

    private void pauseOrResume() {
        if (job.state() == JobState.PAUSED) {
            job.resume();
        } else {
            job.pause();
        }
    }

    private void cancel() {
        cancel.disabled(true).label("Cancelling");
        job.cancel();
    }

    private void draw(Bundle bundle) {
        picture.raw(String.valueOf(bundle.data().get(Bundle.HTML)));
        JobState state = job.state();
        pause.label(state == JobState.PAUSED ? "Resume" : "Pause").icon(state == JobState.PAUSED ? "play" : "pause");
        controls.visible(!state.isFinal());
        if (atOnce != null) {
            atOnce.follow();
        }
    }

    @Override
    public void update(Bundle bundle) {
        draw(bundle);
        if (job.state().isFinal()) {
            display.update(bundle);
        }
    }

    @Override
    public Cell cell() {
        return display.cell();
    }

    @Override
    public void liveUntil(CompletionStage<?> done) {
        display.liveUntil(done);
    }

    /** The slider and the job's own number, which code may set too. */
    private static final class AtOnce {
        private final StreamJob<?> job;
        private final IntSlider slider;
        private int known;

        AtOnce(StreamJob<?> job) {
            this.job = job;
            this.known = job.maxConcurrency();
            this.slider = IntSlider.of(1, Math.max(MOST_AT_ONCE, 2 * known))
                    .value(known)
                    .label("at once");
            slider.onChange(this::chosen);
        }

        private synchronized void chosen(int requests) {
            known = requests;
            job.maxConcurrency(requests);
        }

        /** Only what code has set since: a choice that is still on its way to the job is not undone. */
        synchronized void follow() {
            int now = job.maxConcurrency();
            if (now != known && now <= slider.max()) {
                known = now;
                slider.value(now);
            }
        }
    }
}
