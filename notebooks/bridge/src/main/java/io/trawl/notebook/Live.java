package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.JobEvent;
import io.trawl.ScrapeException;
import io.trawl.View;
import io.trawl.Viewable;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Display;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Values that go on changing: jobs and futures. */
final class Live {
    private final Frames frames;

    Live(Frames frames) {
        this.frames = frames;
    }

    Bundle job(Job<?> job, Display display) {
        if (!job.state().isFinal()) {
            var animation = new Animation(display, job::view, frames);
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

    Bundle future(CompletionStage<?> stage, Display display) {
        long start = frames.nanos();
        var future = stage.toCompletableFuture();
        if (future.isDone()) {
            return Bundles.of(settled(future.handle(Live::outcome).join(), Duration.ZERO));
        }
        var picture = new AtomicReference<View>(View.Note.of("pending…"));
        var animation = new Animation(display, picture::get, frames);
        stage.whenComplete((value, error) -> {
            picture.set(settled(outcome(value, error), Duration.ofNanos(frames.nanos() - start)));
            animation.finished();
        });
        return Bundles.of(picture.get());
    }

    private static Object outcome(@Nullable Object value, @Nullable Throwable error) {
        return error != null ? error : value == null ? "null" : value;
    }

    private static View settled(Object outcome, Duration took) {
        String time = took.isZero() ? "" : " (" + View.seconds(took) + ")";
        if (outcome instanceof Throwable t) {
            Throwable cause = t instanceof CompletionException && t.getCause() != null ? t.getCause() : t;
            if (cause instanceof CancellationException) {
                return new View.Note(View.Tone.WARNING, "cancelled" + time, List.of());
            }
            return cause instanceof ScrapeException e
                    ? e.failure().view()
                    : new View.Note(View.Tone.BAD, "failed" + time, List.of(Values.string(cause)));
        }
        var parts = new ArrayList<View>();
        parts.add(new View.Note(View.Tone.GOOD, "→ " + Values.string(outcome) + time, List.of()));
        if (outcome instanceof Viewable v) {
            parts.add(v.view());
        }
        return parts.size() == 1 ? parts.get(0) : new View.Stack(parts);
    }
}
