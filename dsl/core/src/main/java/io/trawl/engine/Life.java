package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.JobEvent;
import io.trawl.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The states of a job. They change only as {@link JobState#mayBecome} has it; each change stands in the event log in the
 * order in which it took place. Thread-safe; calls nobody but {@link EventLog#add}.
 */
final class Life {
    private final Clock clock;
    private final EventLog events;
    private final Instant startedAt;
    private final long started;
    private JobState state = JobState.QUEUED;
    private boolean waited;
    private boolean begun;
    private boolean stopping;
    private boolean halted;
    private boolean watched;
    private long ended;

    Life(Clock clock, EventLog events) {
        this.clock = clock;
        this.events = events;
        this.started = clock.nanos();
        this.startedAt = clock.now();
    }

    synchronized JobState state() {
        return state;
    }

    private void move(JobState next) {
        state = next;
        events.add(new JobEvent.StateChanged(clock.now(), next));
    }

    synchronized boolean become(JobState next, JobState... from) {
        boolean may = Arrays.asList(from).contains(state);
        if (may) {
            move(next);
        }
        return may;
    }

    /** It has to wait for its turn; false where that came already. */
    synchronized boolean waits() {
        waited = !begun && state == JobState.QUEUED;
        if (waited) {
            move(JobState.QUEUED);
        }
        return waited;
    }

    /** It is its turn; false the second time. Who never waited hears nothing of it. */
    synchronized boolean begins() {
        if (begun) {
            return false;
        }
        begun = true;
        if (state == JobState.QUEUED) {
            if (waited) {
                move(JobState.RUNNING);
            } else {
                state = JobState.RUNNING;
            }
        }
        return true;
    }

    /** It is to end when what is in flight has; false where it ends already. */
    synchronized boolean stops() {
        if (state.isFinal() || state == JobState.CANCELLING) {
            return false;
        }
        stopping = true;
        move(JobState.CANCELLING);
        return true;
    }

    /** It is to end at once: cancelled, or because its deadline has passed; false where that was said before. */
    synchronized boolean halts(ErrorKind kind) {
        if (state.isFinal() || halted) {
            return false;
        }
        stopping = true;
        halted = true;
        if (kind == ErrorKind.CANCELLED && state != JobState.CANCELLING) {
            move(JobState.CANCELLING);
        }
        return true;
    }

    /** Whether nothing more is to begin. */
    synchronized boolean isStopping() {
        return stopping;
    }

    /**
     * Whether no request may start. Also where it was halted: else each page that is cancelled would make room for the
     * next to start.
     */
    synchronized boolean isHeld() {
        return halted || state == JobState.PAUSED;
    }

    /** The last state, which then is told by {@link EventLog#close}; null where it has one. */
    synchronized @Nullable JobState ends(JobState last) {
        if (state.isFinal()) {
            return null;
        }
        ended = clock.nanos();
        state = state == JobState.CANCELLING ? JobState.CANCELLED : last;
        return state;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** The present, or its end; in nanoseconds of the clock. */
    synchronized long now() {
        return state.isFinal() ? ended : clock.nanos();
    }

    Duration elapsed() {
        return Duration.ofNanos(now() - started);
    }

    /** Somebody awaits it or listens to it. */
    synchronized void watched() {
        watched = true;
    }

    /** Whether it failed while nobody was there to see it. */
    synchronized boolean isOrphan() {
        return state == JobState.FAILED && !watched;
    }
}
