package io.trawl.engine;

import io.trawl.Job;
import io.trawl.LiveJobs;
import io.trawl.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The jobs of one session, asked anew for each picture. */
record LiveJobList(LocalSession session) implements LiveJobs {
    private static final int MOST = 20;

    @Override
    public List<Job<?>> running() {
        return session.all().stream().filter(job -> !job.state().isFinal()).toList();
    }

    @Override
    public Runnable onChange(Runnable listener) {
        var stopped = new AtomicBoolean();
        Runnable heard = () -> {
            if (!stopped.get()) {
                listener.run();
            }
        };
        Consumer<Job<?>> each = job -> ((JobBase<?>) job).overlooked(progress -> heard.run());
        Runnable leave = session.onLaunch(each.andThen(job -> heard.run()));
        running().forEach(each);
        return () -> {
            stopped.set(true);
            leave.run();
        };
    }

    @Override
    public View view() {
        var open = new ArrayList<Job<?>>();
        var over = new ArrayList<List<@Nullable Object>>();
        int ended = 0;
        for (Job<?> job : session.all()) {
            if (!job.state().isFinal()) {
                open.add(job);
            } else if (ended++ < MOST) {
                over.add(row(job));
            }
        }
        var parts = new ArrayList<View>();
        parts.add(View.Note.of(open.size() + " running · " + ended + " ended"));
        open.stream().limit(MOST).forEach(job -> parts.add(line(job)));
        if (open.size() > MOST) {
            parts.add(View.Note.of("… " + (open.size() - MOST) + " more"));
        }
        if (!over.isEmpty()) {
            parts.add(new View.Grid(
                    "ended", List.of("id", "job", "state", "ok", "failed", "took"), over, ended, List.of()));
        }
        return new View.Stack(parts);
    }

    private static List<@Nullable Object> row(Job<?> job) {
        var p = job.progress();
        return Arrays.asList(
                job.id(), job.name(), p.state().name(), p.done() - p.failed(), p.failed(), View.seconds(p.elapsed()));
    }

    /** A job's first line and how to get hold of it. */
    private static View line(Job<?> job) {
        return new View.Panel(job.id(), job.name() + " " + job.id(), job.progress(), "", "", null, List.of());
    }

    @Override
    public String toString() {
        return running().size() + " jobs running";
    }
}
