package io.trawl;

import java.util.EnumSet;
import java.util.Set;

/**
 * The life of a job. The last four are final.
 *
 * <pre>
 * QUEUED ─▶ RUNNING ◀─▶ PAUSED
 *    └────────┴───────────┴──▶ CANCELLING ─▶ CANCELLED
 *                         └──▶ FAILED, PARTIAL, DONE
 * </pre>
 */
public enum JobState {
    /** It waits for its turn: as many jobs as the session may have are running ({@link Session.Options#maxJobs}). */
    QUEUED,
    RUNNING,
    PAUSED,
    /** It was cancelled or stopped, and ends. */
    CANCELLING,
    /** Cancelled; the rows that were done are kept. */
    CANCELLED,
    /** The job itself failed, for example at its seed. */
    FAILED,
    /** Ended, but some pages failed or a limit cut it short. */
    PARTIAL,
    /** Ended, every page fine. */
    DONE;

    /** Whether nothing can follow. */
    public boolean isFinal() {
        return compareTo(CANCELLED) >= 0;
    }

    /** Whether a job of this state can have that one next. */
    public boolean mayBecome(JobState next) {
        return next().contains(next);
    }

    private Set<JobState> next() {
        return switch (this) {
            // A deadline may pass, or its journal break, while it waits.
            case QUEUED -> EnumSet.of(RUNNING, CANCELLING, FAILED, PARTIAL);
            case RUNNING -> EnumSet.of(PAUSED, CANCELLING, FAILED, PARTIAL, DONE);
            case PAUSED -> EnumSet.of(RUNNING, CANCELLING, FAILED, PARTIAL, DONE);
            case CANCELLING -> EnumSet.of(CANCELLED);
            default -> EnumSet.noneOf(JobState.class);
        };
    }
}
