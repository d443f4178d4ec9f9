package io.trawl.notebook;

import io.trawl.ErrorKind;
import io.trawl.Job;
import io.trawl.JobState;
import io.trawl.LiveJobs;
import io.trawl.View;
import io.trawl.kernel.api.Animation;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.widget.Widgets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Values that go on changing: jobs. Futures are the kernel's own. */
final class Live {

    private static final int FAILURES = 3;

    /** What an output shows that leaves its frames to a widget. */
    private static final Bundle IN_THE_WIDGET = Bundle.text("");

    private final Frames frames;
    private final BooleanSupplier controls;
    private @Nullable Runnable leaveDashboard;

    /** @param controls whether the page draws widgets */
    Live(Frames frames, BooleanSupplier controls) {
        this.frames = frames;
        this.controls = controls;
    }

    /**
     * A job: a picture that changes until it is done. Where the page draws widgets the frames go into one, so that they
     * also reach a page that was loaded anew, and only the last replaces the output, by a picture without widgets, which a
     * saved notebook shows for ever.
     */
    Bundle job(Job<?> job, Display display) {
        View view = job.view();
        if (job.state().isFinal()) {
            return Bundles.of(view);
        }
        if (!controls.getAsBoolean() || !display.takesWidgets()) {
            animate(job, new Animation(display, () -> Bundles.of(frame(job, job.view())), frames));
            return Bundles.of(frame(job, view));
        }
        var panel = new JobPanel(job);
        panel.draw(view);
        var animation = new Animation(
                new LastOnly(display),
                () -> {
                    View now = job.view();
                    panel.draw(now);
                    return now instanceof View.Panel p && p.progress().state().isFinal()
                            ? Bundles.of(now)
                            : IN_THE_WIDGET;
                },
                frames);
        panel.onOpen(animation::changed);
        animate(job, animation);
        return Widgets.current().view(panel.box(), Bundles.of(view));
    }

    /**
     * A job where no page draws widgets. A frame replaces all of the one before, and would close under the reader's hand
     * what he has opened there, and nothing tells a kernel what is open: so while frames come they have nothing to open,
     * and say in words the failures that came last. Details are there when the job is over or pauses.
     */
    private static View frame(Job<?> job, View view) {
        if (!(view instanceof View.Panel panel)
                || panel.progress().state().isFinal()
                || panel.progress().state() == JobState.PAUSED) {
            return view;
        }
        var parts = new ArrayList<View>();
        parts.add(new View.Panel(
                panel.id(), panel.name(), panel.progress(), panel.headline(), panel.advice(), panel.body(), List.of()));
        panel.folds().stream()
                .filter(fold -> fold.content() instanceof View.Note)
                .forEach(fold -> parts.add(new View.Note(View.Tone.WARNING, fold.summary(), List.of())));
        var failed = job.errors().stream()
                .filter(failure -> failure.kind() != ErrorKind.CANCELLED)
                .toList();
        if (!failed.isEmpty()) {
            parts.add(new View.Note(
                    View.Tone.WARNING,
                    "failures (" + failed.size() + ")" + (failed.size() > FAILURES ? ", the last ones" : ""),
                    failed.subList(Math.max(0, failed.size() - FAILURES), failed.size()).stream()
                            .map(failure -> failure.kind() + "  " + failure.url() + "  " + failure.message())
                            .toList()));
        }
        return parts.size() == 1 ? parts.get(0) : new View.Stack(parts);
    }

    private static void animate(Job<?> job, Animation animation) {
        // Who looks at a job waits for it: in virtual time that makes it go on.
        job.toFuture();
        job.onProgress(progress -> {
            if (progress.state().isFinal()) {
                animation.finished();
            } else {
                animation.changed();
            }
        });
    }

    /**
     * All jobs of a session. It never ends, so nobody waits for it; the one shown last goes on, the one before stays as it
     * is then.
     */
    synchronized Bundle jobs(LiveJobs jobs, Display display) {
        if (leaveDashboard != null) {
            leaveDashboard.run();
        }
        display.liveUntil(CompletableFuture.completedFuture(null));
        Bundle first = Bundles.of(jobs.view());
        if (!controls.getAsBoolean() || !display.takesWidgets()) {
            var animation = new Animation(new Endless(display), () -> Bundles.of(jobs.view()), frames);
            leaveDashboard = leave(jobs.onChange(animation::changed), animation);
            return first;
        }
        var panel = new JobsPanel(jobs);
        panel.draw();
        var animation = new Animation(
                new LastOnly(new Endless(display)),
                () -> {
                    panel.draw();
                    return panel.isOver() ? Bundles.of(jobs.view()) : IN_THE_WIDGET;
                },
                frames);
        Runnable leave = leave(jobs.onChange(animation::changed), animation);
        leaveDashboard = () -> {
            panel.end();
            leave.run();
        };
        return Widgets.current().view(panel.box(), first);
    }

    private static Runnable leave(Runnable stop, Animation animation) {
        return () -> {
            stop.run();
            animation.finished();
        };
    }

    /** Passes on what is more than a sign that the widget has changed. */
    private record LastOnly(Display display) implements Display {
        @Override
        public Cell cell() {
            return display.cell();
        }

        @Override
        public void update(Bundle bundle) {
            if (bundle != IN_THE_WIDGET) {
                display.update(bundle);
            }
        }

        @Override
        public void liveUntil(CompletionStage<?> done) {
            display.liveUntil(done);
        }
    }

    /** A display for whose end nobody waits. */
    private record Endless(Display display) implements Display {
        @Override
        public Cell cell() {
            return display.cell();
        }

        @Override
        public void update(Bundle bundle) {
            display.update(bundle);
        }

        @Override
        public void liveUntil(CompletionStage<?> done) {
            // There is none.
        }
    }
}
