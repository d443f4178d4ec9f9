package io.trawl.engine;

import io.trawl.JobEvent;
import io.trawl.Stall;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What of a job's functions was found to stall, told once per line of code. Thread-safe. */
final class JobStalls {
    private static final int MOST = 20;

    private final JobBase<?> job;
    private final List<Stall> stalls = new ArrayList<>();

    JobStalls(JobBase<?> job) {
        this.job = job;
    }

    /** Nothing where that line is known, or the job is over. */
    void add(Stall stall) {
        synchronized (stalls) {
            boolean known = stalls.stream().anyMatch(s -> s.place().equals(stall.place()));
            if (known || job.state().isFinal() || stalls.size() >= MOST) {
                return;
            }
            stalls.add(stall);
        }
        LoggerFactory.getLogger(JobStalls.class).warn("{}: {}", job.name(), stall);
        job.tell(new JobEvent.Stalled(job.clock().now(), stall));
    }

    List<Stall> all() {
        synchronized (stalls) {
            return List.copyOf(stalls);
        }
    }
}
