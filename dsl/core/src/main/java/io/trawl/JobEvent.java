package io.trawl;

import java.lang.System.Logger.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened in a job. */
public sealed interface JobEvent {
    Instant at();

    /** A page ended. */
    record Page(Instant at, Outcome<?> outcome) implements JobEvent {}

    /** A job that never had to wait for its turn begins RUNNING, without an event. */
    record StateChanged(Instant at, JobState state) implements JobEvent {}

    /** A user's function keeps a thread of the engine from its work; once per line of code. */
    record Stalled(Instant at, Stall stall) implements JobEvent {}

    record BreakerChanged(Instant at, String host, String state) implements JobEvent {}

    /**
     * A line of the job's log: what a listener threw, and in {@linkplain Session.Options#debug debug mode} each step.
     *
     * @param thrown what was thrown, where something was
     */
    record Logged(
            Instant at,
            Level level,
            String message,
            @Nullable Throwable thrown) implements JobEvent {

        @Override
        public String toString() {
            return at + " " + level + " " + message;
        }
    }
}
