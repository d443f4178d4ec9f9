package io.trawl;

import java.time.Duration;
import java.util.List;

/**
 * A value and how long it took, with the requests that were made meanwhile (for {@link Trawl#compare}).
 *
 * @param value what the timed code returned, or null
 * @param elapsed wall time, by the session's clock
 * @param requests the exchanges that ended while the code ran, in start order
 */
public record Timed<T>(@org.jspecify.annotations.Nullable T value, Duration elapsed, List<Exchange> requests)
        implements Viewable {

    public Timed {
        requests = List.copyOf(requests);
    }

    @Override
    public View view() {
        return View.Note.of("took " + View.seconds(elapsed), requests.size() + " requests");
    }

    @Override
    public String toString() {
        return view().text();
    }
}
