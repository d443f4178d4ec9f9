package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.JobEvent;
import io.trawl.kernel.api.Animation;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Frames;
import java.util.function.BooleanSupplier;

/** Values that go on changing: jobs. Futures are the kernel's own. */
final class Live {
    private final Frames frames;
    private final BooleanSupplier controls;

    /** @param controls whether the page draws widgets */
    Live(Frames frames, BooleanSupplier controls) {
        this.frames = frames;
        this.controls = controls;
    }

    Bundle job(Job<?> job, Display display) {
        if (job.state().isFinal()) {
            return Bundles.of(job.view());
        }
        if (controls.getAsBoolean()) {
            var panel = new ControlPanel(job, display);
            animate(job, panel);
            return panel.first(Bundles.of(job.view()));
        }
        animate(job, display);
        return Bundles.of(job.view());
    }

    private void animate(Job<?> job, Display display) {
        var animation = new Animation(display, () -> Bundles.of(job.view()), frames);
        job.onEvent(e -> {
            if (e instanceof JobEvent.StateChanged s && s.state().isFinal()) {
                animation.finished();
            } else {
                animation.changed();
            }
        });
    }
}
