package io.trawl;

/** The life of a job. The last four are final. */
public enum JobState {
    QUEUED,
    RUNNING,
    PAUSED,
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
}
