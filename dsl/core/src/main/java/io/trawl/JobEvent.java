package io.trawl;

import java.time.Instant;

/** What happened in a job. */
public sealed interface JobEvent {
    Instant at();

    /** A page ended. */
    record Page(Instant at, Outcome<?> outcome) implements JobEvent {}

    record StateChanged(Instant at, JobState state) implements JobEvent {}

    /** A user's function keeps a thread of the engine from its work; once per line of code. */
    record Stalled(Instant at, Stall stall) implements JobEvent {}

    record BreakerChanged(Instant at, String host, String state) implements JobEvent {}
}
