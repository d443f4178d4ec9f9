package io.trawl;

import tech.tablesaw.api.Table;

/** The jobs of a session, newest first; a snapshot. */
public interface Jobs extends Iterable<Job<?>>, Viewable {
    int size();

    Table table();
}
