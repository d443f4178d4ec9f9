package io.trawl.kernel.api;

/**
 * Asking the person at the notebook, from any cell: {@code var name = input("Name? ")}. Cells see these methods without an
 * import. Both wait; an interrupt of the cell ends the waiting. May be called from any thread that works for a cell.
 */
public final class Input {

    private Input() {}

    /** As {@link Cell#input} of the cell that owns what the calling thread does. */
    public static String input(String prompt) {
        return cell().input(prompt);
    }

    /** As {@link Cell#password} of the cell that owns what the calling thread does. */
    public static String password(String prompt) {
        return cell().password(prompt);
    }

    private static Cell cell() {
        return Kernel.current()
                .cell()
                .orElseThrow(() -> new IllegalStateException(
                        "no cell is known for this thread: hand it its work as cell.carry(task)"));
    }
}
