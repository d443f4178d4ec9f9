package io.trawl.kernel.guest;

/** What {@code System.exit} in a cell becomes: the cell ends with an error, the kernel lives on. */
public final class ExitAttempted extends Error {

    private static final long serialVersionUID = 1;

    ExitAttempted(int status) {
        super("System.exit(" + status + ") was called; the kernel goes on. To end it, shut it down or restart it");
    }
}
