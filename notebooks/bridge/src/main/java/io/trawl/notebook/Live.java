package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.JobEvent;
import io.trawl.kernel.api.Animation;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Frames;

/** Values that go on changing: jobs. Futures are the kernel's own. */
final class Live {
    private final Frames frames;

    Live(Frames frames) {
        this.frames = frames;
    }

    Bundle job(Job<?> job, Display display) {
        if (!job.state().isFinal()) {
            var animation = new Animation(display, () -> Bundles.of(job.view()), frames);
            job.onEvent(e -> {
                if (e instanceof JobEvent.StateChanged s && s.state().isFinal()) {
                    animation.finished();
                } else {
                    animation.changed();
                }
            });
        }
        return Bundles.of(job.view());
    }
}
