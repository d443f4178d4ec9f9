package io.trawl.kernel.api;

/**
 * The comms of a kernel. All methods may be called from any thread. In a run without a front end everything works and
 * nobody answers: see {@link #connected}.
 */
public interface Comms {

    /**
     * Lets pages open comms on a name; a later target of the same name replaces an earlier one. A comm on an unknown name
     * is closed at once.
     */
    void target(String name, Target target);

    /** Refuses the name from now on; open comms stay. */
    void removeTarget(String name);

    /** Opens a comm to every page; a page that does not know the target closes it again. */
    Comm open(String target, CommMessage opening, Comm.Handler handler);

    /** Whether there is a front end to talk to; false under {@code trawl run}. */
    boolean connected();

    /**
     * Whether a front end has shown that it knows this target: it opened a comm on it, asked for those that are open, or
     * sent something over one. A client that merely runs notebooks does none of these. Once true it stays true.
     */
    boolean spoken(String target);

    /** The comms of a run without a front end. */
    static Comms none() {
        return new NoComms();
    }

    /** What answers when a page opens a comm. */
    @FunctionalInterface
    interface Target {
        /** Called like a {@link Comm.Handler}; returns what gets the messages of this comm. */
        Comm.Handler opened(Comm comm, CommMessage opening);
    }
}
