package io.trawl.kernel.guest;

/** Thrown into cell code that is to end. An error of its own, so that {@code catch (Exception e)} lets it pass. */
public final class CellStopped extends Error {

    private static final long serialVersionUID = 1;

    public CellStopped() {
        super("the cell was interrupted", null, false, false);
    }
}
