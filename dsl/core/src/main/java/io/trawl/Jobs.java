package io.trawl;

import tech.tablesaw.api.Table;

/** The jobs of a session, newest first; a snapshot. */
public interface Jobs extends Iterable<Job<?>>, Viewable {
    int size();

    Table table();

    /** The same session's jobs as they go on; nothing of earlier runs. */
    LiveJobs live();
}
