package io.trawl.kernel.api;

import java.util.Optional;

/** A command that a library adds to cells: {@code %name arguments} on a line, {@code %%name} with the cell as its body. */
public interface Magic {

    /**
     * How it is written and what it does: usage lines, {@code %name …} for a line magic and {@code %%name …} for a cell
     * magic, then a one-sentence summary, then, after a blank line, what else there is to know; options on lines that
     * begin with blanks and {@code -}. The first usage line gives the name.
     */
    String help();

    /**
     * Carries it out, on the cell's thread: what it prints and displays is the cell's, an interrupt stops it.
     *
     * @param arguments what follows the name, stripped
     * @param body the lines below, present exactly for a cell magic
     * @throws Exception shown as the cell's error
     */
    void run(Cell cell, String arguments, Optional<String> body) throws Exception;
}
