package io.trawl.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which jobs run: at most so many at once, the others when it is their turn, by priority and then by age. Thread-safe;
 * calls nobody.
 */
final class JobQueue {
    private record Waiting(JobBase<?> job, int priority, long order) {}

    private final int most;
    private final Set<JobBase<?>> running = new HashSet<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(
            Comparator.comparingInt(Waiting::priority).reversed().thenComparingLong(Waiting::order));
    private long order;

    JobQueue(int most) {
        this.most = most;
    }

    /** Whether the job may begin now; else it waits. */
    synchronized boolean enter(JobBase<?> job) {
        if (running.size() < most) {
            running.add(job);
            return true;
        }
        waiting.add(new Waiting(job, job.options.keeping().priority(), order++));
        return false;
    }

    /** A job waits no more or runs no more; those whose turn it is now. */
    synchronized List<JobBase<?>> leave(JobBase<?> job) {
        waiting.removeIf(w -> w.job == job);
        running.remove(job);
        var next = new ArrayList<JobBase<?>>();
        while (running.size() < most && !waiting.isEmpty()) {
            JobBase<?> one = waiting.remove().job;
            running.add(one);
            next.add(one);
        }
        return next;
    }
}
