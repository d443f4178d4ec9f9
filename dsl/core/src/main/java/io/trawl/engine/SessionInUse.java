package io.trawl.engine;

import io.trawl.Session;
import org.jspecify.annotations.Nullable;

/**
 * The session that the static verbs work on: the one that was chosen, else one of their own, opened when it is first
 * needed. Thread-safe.
 */
public final class SessionInUse {
    private static @Nullable Session chosen;
    private static @Nullable Session own;

    private SessionInUse() {}

    public static synchronized Session get() {
        if (chosen != null) {
            return chosen;
        }
        if (own == null) {
            own = LocalSession.open(options -> options);
        }
        return own;
    }

    public static synchronized void choose(Session session) {
        chosen = session;
        Clocks.use(session);
    }

    /**
     * Closes the verbs' own session, where there is one, and forgets the chosen one, which is for its owner to close: to be
     * called at the end of a program by whoever runs several in this process. A verb called afterwards opens another.
     */
    public static void end() {
        Session last;
        synchronized (SessionInUse.class) {
            last = own;
            own = null;
            chosen = null;
            Clocks.reset();
        }
        if (last != null) {
            last.close();
        }
    }
}
