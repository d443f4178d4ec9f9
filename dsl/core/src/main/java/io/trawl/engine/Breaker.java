package io.trawl.engine;

import java.time.Duration;

/**
 * The breaker of one host: so many failures in a row open it for a while; then one request at a time probes, and so many
 * successes in a row close it. Not thread-safe: the limiter's lock guards it.
 */
final class Breaker {
    /** When it opens, for how long, what closes it. */
    record Rule(int failures, Duration open, int successes) {
        static final Rule DEFAULT = new Rule(5, Duration.ofSeconds(60), 2);
    }

    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private State state = State.CLOSED;
    private int inARow;
    private long openUntil;

    State state() {
        return state;
    }

    /** When a request may be tried, in the clock's nanoseconds; now where nothing speaks against it. */
    long readyAt(long now) {
        if (state == State.OPEN && now - openUntil >= 0) {
            state = State.HALF_OPEN;
            inARow = 0;
        }
        return state == State.OPEN ? openUntil : now;
    }

    boolean probing() {
        return state == State.HALF_OPEN;
    }

    /** Returns whether the state changed. */
    boolean record(boolean ok, Rule rule, long now) {
        State before = state;
        switch (state) {
            case CLOSED -> {
                inARow = ok ? 0 : inARow + 1;
                if (inARow >= rule.failures) {
                    open(rule, now);
                }
            }
            case HALF_OPEN -> {
                if (!ok) {
                    open(rule, now);
                } else if (++inARow >= rule.successes) {
                    state = State.CLOSED;
                    inARow = 0;
                }
            }
            case OPEN -> {
                // A request that left before it opened says nothing new.
            }
        }
        return before != state;
    }

    private void open(Rule rule, long now) {
        state = State.OPEN;
        openUntil = now + rule.open.toNanos();
        inARow = 0;
    }
}
