package io.trawl;

import java.time.Duration;
import tech.tablesaw.api.Table;

/** The pages under way in a job or a session, the oldest first; a snapshot. */
public interface InFlight extends Iterable<InFlight.Request>, Viewable {

    /**
     * A page under way.
     *
     * @param job the id of its job
     * @param host as limits per host count it: with its port where that is not the usual one
     * @param phase what it is at, as in {@link Failure#phase}, or {@code retry} where it waits to be tried again
     * @param attempt the try that is under way or comes next
     * @param age since the page was begun
     */
    record Request(String job, String url, String host, String phase, int attempt, Duration age) {}

    int size();

    Table table();
}
