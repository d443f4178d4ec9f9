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
    private int openings;
    private boolean everOk;
    private long openUntil;

    State state() {
        return state;
    }

    /** When one request may probe; meaningful while open. */
    long openUntil() {
        return openUntil;
    }

    /** How often it opened since it was last closed. */
    int openings() {
        return openings;
    }

    /** Whether the host ever gave an answer that speaks for it. */
    boolean everOk() {
        return everOk;
    }

    /** Lets one request probe, where the time has come; returns whether that is new. */
    boolean halfOpen(long now) {
        if (state == State.OPEN && now >= openUntil) {
            state = State.HALF_OPEN;
            inARow = 0;
            return true;
        }
        return false;
    }

    boolean probing() {
        return state == State.HALF_OPEN;
    }

    /** Returns whether the state changed. */
    boolean record(boolean ok, Rule rule, long now) {
        State before = state;
        everOk |= ok;
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
                    openings = 0;
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
        openings++;
        openUntil = now + rule.open.toNanos();
        inARow = 0;
    }
}
