package io.trawl;

import java.util.List;

/**
 * All jobs of a session as they go on: a job that starts later is among them too. Shown in a notebook it is one panel that
 * changes with them. Thread-safe.
 */
public interface LiveJobs extends Viewable {

    /** Those that have not ended, newest first. */
    List<Job<?>> running();

    /**
     * Calls the listener, on the session's callback thread, when a job has started, changed or ended; of one job at most
     * ten times a second.
     *
     * @return stops it
     */
    Runnable onChange(Runnable listener);
}
