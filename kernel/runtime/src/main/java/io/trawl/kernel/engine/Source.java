package io.trawl.kernel.engine;

/**
 * A text that runs, and how errors name it.
 *
 * @param title as {@code cell 3} or {@code prices.jsh}; empty for a cell without a number
 */
record Source(String title, String code) {

    static Source of(CellState cell) {
        return new Source(cell.number() > 0 ? "cell " + cell.number() : "", cell.code);
    }
}
