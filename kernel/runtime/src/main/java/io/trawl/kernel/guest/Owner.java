package io.trawl.kernel.guest;

/** Whose work a thread does: one execution of one cell. Compared by identity. */
public interface Owner {

    /** Whether it was interrupted: nothing more is run for it. Set before {@link CellRunner#interrupt} is called. */
    boolean stopRequested();
}
