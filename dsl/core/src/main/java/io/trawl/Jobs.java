package io.trawl;

import tech.tablesaw.api.Table;

/** Jobs, newest first; a snapshot. */
public interface Jobs extends Iterable<Job<?>>, Viewable {
    int size();

    Table table();

    /** Those of one of these states. */
    Jobs in(JobState... states);

    /** Those for which it is true. */
    Jobs where(Fn<? super Job<?>, Boolean> which);

    /** Those that have not ended: queued, running, paused, ending. */
    Jobs running();

    /** Those that have ended. */
    Jobs ended();

    /** Those that failed while nobody awaited them or listened to them. */
    Jobs orphans();

    /**
     * Forgets those of these jobs that have ended, their journals in the user's data folder too; a checkpoint elsewhere
     * is its owner's and stays. Who holds a job of this process keeps it. Returns how many were forgotten.
     */
    int clear();

    /** The same session's jobs as they go on; nothing of earlier runs. */
    LiveJobs live();
}
