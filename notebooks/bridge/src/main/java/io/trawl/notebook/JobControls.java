package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.JobState;
import io.trawl.StreamJob;
import io.trawl.kernel.api.widget.Button;
import io.trawl.kernel.api.widget.HBox;
import io.trawl.kernel.api.widget.IntSlider;
import io.trawl.kernel.api.widget.Tone;
import org.jspecify.annotations.Nullable;

/** What a person does to a job: pause, cancel, how many at once. */
final class JobControls {

    /** The slider's end, unless the job began with more than half of it. */
    private static final int MOST_AT_ONCE = 32;

    private final Job<?> job;
    private final Button pause = Button.of("Pause").icon("pause").tooltip("Starts no more requests; again: goes on");
    private final Button cancel = Button.of("Cancel")
            .tone(Tone.WARNING)
            .icon("stop")
            .tooltip("Ends the requests in flight; what is done is kept");

    private final @Nullable AtOnce atOnce;
    private final HBox box;

    JobControls(Job<?> job) {
        this.job = job;
        pause.onClick(this::pauseOrResume);
        cancel.onClick(this::cancel);
        this.atOnce = job instanceof StreamJob<?> stream ? new AtOnce(stream) : null;
        this.box = atOnce == null ? HBox.of(pause, cancel) : HBox.of(pause, cancel, atOnce.slider);
    }

    HBox box() {
        return box;
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

    /** Shows what the job is now. */
    void follow() {
        JobState state = job.state();
        pause.label(state == JobState.PAUSED ? "Resume" : "Pause").icon(state == JobState.PAUSED ? "play" : "pause");
        box.visible(!state.isFinal());
        if (atOnce != null) {
            atOnce.follow();
        }
    }

    /** The slider and the job's own number, which code may set too. */
    private static final class AtOnce {
        private final StreamJob<?> job;
        private final IntSlider slider;
        private int known;

        AtOnce(StreamJob<?> job) {
            this.job = job;
            this.known = Math.max(1, job.maxConcurrency());
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
            if (now != known && now >= 1 && now <= slider.max()) {
                known = now;
                slider.value(now);
            }
        }
    }
}
