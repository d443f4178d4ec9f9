package io.trawl.engine;

import io.trawl.Failure;
import io.trawl.Fn;
import io.trawl.Job;
import io.trawl.JobState;
import io.trawl.Jobs;
import io.trawl.LiveJobs;
import io.trawl.View;
import io.trawl.table.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Jobs as a table. */
record JobList(LocalSession session, List<Job<?>> jobs) implements Jobs {
    private static final List<String> COLUMNS =
            List.of("id", "job", "state", "done", "failed", "total", "progress", "elapsed", "age", "note");

    JobList {
        jobs = List.copyOf(jobs);
    }

    @Override
    public Iterator<Job<?>> iterator() {
        return jobs.iterator();
    }

    @Override
    public int size() {
        return jobs.size();
    }

    @Override
    public LiveJobs live() {
        return new LiveJobList(session);
    }

    private Jobs only(Predicate<Job<?>> which) {
        return new JobList(session, jobs.stream().filter(which).toList());
    }

    @Override
    public Jobs in(JobState... states) {
        return only(job -> Arrays.asList(states).contains(job.state()));
    }

    @Override
    public Jobs where(Fn<? super Job<?>, Boolean> which) {
        return only(job -> {
            try {
                return which.apply(job);
            } catch (Exception e) {
                throw Failures.exception(e, "");
            }
        });
    }

    @Override
    public Jobs running() {
        return only(job -> !job.state().isFinal());
    }

    @Override
    public Jobs ended() {
        return only(job -> job.state().isFinal());
    }

    @Override
    public Jobs orphans() {
        return only(JobList::isOrphan);
    }

    private static boolean isOrphan(Job<?> job) {
        return job instanceof JobBase<?> live && live.isOrphan();
    }

    @Override
    public int clear() {
        return (int) jobs.stream()
                .filter(job -> job.state().isFinal())
                .filter(session::forget)
                .count();
    }

    private Rows rows() {
        return new Rows(COLUMNS, jobs.stream().map(this::row).toList());
    }

    private List<@Nullable Object> row(Job<?> job) {
        var p = job.progress();
        Integer total = p.total().isPresent() ? p.total().getAsInt() : null;
        Duration age = Duration.between(job.started(), session.clock.now());
        return Arrays.asList(
                job.id(),
                job.name(),
                p.state().name(),
                p.done(),
                p.failed(),
                total,
                total == null || total == 0 || p.growing() ? null : 100 * Math.min(p.done(), total) / total + " %",
                // A journal keeps pages and not how long they took.
                job instanceof PastJob ? null : View.seconds(p.elapsed()),
                View.age(age),
                note(job));
    }

    /** Why it ended as it did, in a line. */
    private static @Nullable String note(Job<?> job) {
        if (job.state() == JobState.FAILED) {
            String why = reason(job);
            return isOrphan(job) ? "nobody awaited it: " + why : why;
        }
        return job.reason().isEmpty() ? null : job.reason();
    }

    private static String reason(Job<?> job) {
        List<Failure> errors = job.errors();
        Failure last = errors.isEmpty() ? null : errors.get(errors.size() - 1);
        return last == null ? job.reason() : last.kind() + ": " + last.message();
    }

    @Override
    public Table table() {
        return rows().table("jobs");
    }

    @Override
    public View view() {
        View.Grid grid = rows().grid(size() + (size() == 1 ? " job" : " jobs"));
        var failures = new ArrayList<View>();
        for (Job<?> job : orphans()) {
            job.errors().stream().limit(3).map(Failure::view).forEach(failures::add);
        }
        return failures.isEmpty()
                ? grid
                : new View.Grid(
                        grid.caption(),
                        grid.columns(),
                        grid.rows(),
                        grid.total(),
                        List.of(new View.Fold("failed, and nobody awaited it", new View.Stack(failures))));
    }

    @Override
    public String toString() {
        return view().text();
    }
}
