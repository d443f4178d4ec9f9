package io.trawl.engine;

import io.trawl.Job;
import io.trawl.Jobs;
import io.trawl.LiveJobs;
import io.trawl.View;
import io.trawl.table.Rows;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Jobs as a table. */
record JobList(List<Job<?>> jobs, LiveJobs live) implements Jobs {
    private static final List<String> COLUMNS = List.of("id", "job", "state", "done", "failed", "total", "elapsed");

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

    private Rows rows() {
        return new Rows(COLUMNS, jobs.stream().map(JobList::row).toList());
    }

    private static List<@Nullable Object> row(Job<?> job) {
        var p = job.progress();
        return Arrays.asList(
                job.id(),
                job.name(),
                p.state().name(),
                p.done(),
                p.failed(),
                p.total().isPresent() ? p.total().getAsInt() : null,
                View.seconds(p.elapsed()));
    }

    @Override
    public Table table() {
        return rows().table("jobs");
    }

    @Override
    public View view() {
        return rows().grid(size() + (size() == 1 ? " job" : " jobs"));
    }

    @Override
    public String toString() {
        return view().text();
    }
}
