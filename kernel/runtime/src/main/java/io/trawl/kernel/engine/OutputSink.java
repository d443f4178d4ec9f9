package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.InputUnavailable;

/**
 * Where the outputs of one execution go, in order, during and after it: work that a cell started keeps writing here
 * when the cell is done. Called from several threads, never from two at once for one cell. A method may wait (that is
 * the back-pressure on printing code) and must not throw. Only {@link #input} may take long. What a sink does not
 * implement is not shown.
 */
public interface OutputSink {

    /** A stream of a cell, by its name on the wire. */
    enum Stream {
        STDOUT("stdout"),
        STDERR("stderr");

        private final String wireName;

        Stream(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** The cell got its number and begins. Not called for a silent one. */
    default void started(Cell cell) {}

    /** Printed text: many writes joined, never a part of a character. */
    void stream(Cell cell, Stream stream, String text);

    /** A new output that {@link #updateDisplay} may replace; the id is unique across kernels. */
    default void display(Cell cell, Bundle bundle, String displayId) {}

    /** Replaces a display of this cell. */
    default void updateDisplay(Cell cell, Bundle bundle, String displayId) {}

    /** The value of the cell's last expression; at most one. */
    default void result(Cell cell, Bundle bundle) {}

    /** The cell failed; at most one. */
    default void error(Cell cell, ErrorReport error) {}

    /** Removes the outputs so far, at once or when the next one comes. */
    default void clearOutput(Cell cell, boolean wait) {}

    /**
     * Asks the person for a line, for {@code System.in} and {@link Cell#input}.
     *
     * @throws InputUnavailable where nobody can be asked, the default
     * @throws InterruptedException when the cell is interrupted meanwhile
     */
    default String input(Cell cell, String prompt, boolean password) throws InterruptedException {
        throw new InputUnavailable();
    }
}
