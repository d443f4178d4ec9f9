package io.trawl.kernel.api;

import org.jspecify.annotations.Nullable;

/**
 * One execution of one cell: the owner of all output that it, or work it started, makes. Stays valid after the cell
 * ended, for as long as anything of it still runs. Immutable, thread-safe.
 */
public interface Cell {

    /** The execution count shown as {@code [n]}; 0 for a silent execution. */
    int number();

    /** Which cell of the notebook it is, the same at each of its executions; empty where the front end does not say. */
    String id();

    /** Whether somebody watches: false under nbclient, papermill and {@code trawl run} (the front end allows no stdin). */
    boolean interactive();

    /** Wraps a task so that, on whatever thread it runs, its output belongs to this cell. */
    Runnable carry(Runnable task);

    /** Shows a bundle in this cell, now or long after it ended; the handle updates it in place. */
    Display display(Bundle bundle);

    /** Shows any other value, drawn by its renderer; live where the value is. */
    Display display(@Nullable Object value);

    /**
     * Removes what this cell shows, at once, or where {@code wait} is set when its next output comes (Jupyter messaging,
     * {@code clear_output}).
     */
    void clearOutput(boolean wait);

    /**
     * Asks the person for a line and waits for it.
     *
     * @throws InputUnavailable where the front end takes no input
     */
    String input(String prompt);

    /** As {@link #input}, and the front end does not show what is typed. */
    String password(String prompt);

    /** Runs once if this cell is interrupted while it runs; for closing what the interrupted work holds open. */
    void onInterrupt(Runnable hook);
}
