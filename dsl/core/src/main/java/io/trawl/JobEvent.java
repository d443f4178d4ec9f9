package io.trawl;

import java.time.Instant;

/** What happened in a job. */
public sealed interface JobEvent {
    Instant at();

    /** A page ended. */
    record Page(Instant at, Outcome<?> outcome) implements JobEvent {}

    record StateChanged(Instant at, JobState state) implements JobEvent {}

    record BreakerChanged(Instant at, String host, String state) implements JobEvent {}
}
