package io.trawl.engine;

import io.trawl.Session;

/** Which time holds for what names no session: {@code delay}, {@code blocking}, {@code timed}, combinations. */
public final class Clocks {
    private static volatile Clock inUse = SystemClock.INSTANCE;

    private Clocks() {}

    /** That of the thread, else of the session in use, else the machine's. */
    static Clock here() {
        return Thread.currentThread() instanceof Clock.Bound thread ? thread.clock() : inUse;
    }

    /** That of the first part which has one of its own, else as {@link #here}. */
    static Clock of(Iterable<?> parts) {
        for (Object part : parts) {
            if (part instanceof Clock.Bound bound && bound.clock() != SystemClock.INSTANCE) {
                return bound.clock();
            }
        }
        return here();
    }

    /** No session is in use any more. */
    static void reset() {
        inUse = SystemClock.INSTANCE;
    }

    /** To be told which session is in use. */
    public static void use(Session session) {
        inUse = session instanceof LocalSession local ? local.clock : SystemClock.INSTANCE;
    }
}
