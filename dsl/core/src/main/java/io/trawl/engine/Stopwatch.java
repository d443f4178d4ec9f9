package io.trawl.engine;

import io.trawl.Exchange;
import java.time.Duration;
import java.time.Instant;

/**
 * The phases of one try, from robots.txt to the parsed page. One thread after the other: the steps of a page task never
 * overlap.
 */
final class Stopwatch {
    private final Clock clock;
    private long mark;
    private Duration robots = Duration.ZERO;
    private Duration resolve = Duration.ZERO;
    private Duration queued = Duration.ZERO;
    private Duration elapsed = Duration.ZERO;
    private Instant start;

    Stopwatch(Clock clock) {
        this.clock = clock;
        this.mark = clock.nanos();
        this.start = clock.now();
    }

    private Duration lap() {
        long now = clock.nanos();
        var lap = Duration.ofNanos(now - mark);
        mark = now;
        return lap;
    }

    void resolved() {
        resolve = lap();
    }

    void obeyed() {
        robots = lap();
    }

    void granted() {
        queued = lap();
        start = clock.now();
    }

    void exchanged() {
        elapsed = lap();
    }

    /** A try that ended before it had a permit. */
    Exchange unsent(String url, int attempt) {
        Duration none = Duration.ZERO;
        var phases = new Exchange.Phases(robots, resolve, none, none, none, none, none, none);
        return new Exchange(url, start, resolve, 0, attempt, false, 0, "", phases);
    }

    /** To be called when the page is parsed, or will not be. */
    Exchange done(String url, int status, int attempt, Trace trace) {
        var phases = new Exchange.Phases(
                robots,
                resolve,
                queued,
                trace.spent(Trace.Step.CONNECT),
                trace.spent(Trace.Step.TLS),
                trace.spent(Trace.Step.WAITING),
                trace.spent(Trace.Step.BODY),
                lap());
        return new Exchange(
                url, start, elapsed, status, attempt, trace.reused(), trace.bytes(), trace.protocol(), phases);
    }
}
