package io.trawl.kernel.magic;

import java.util.Optional;

/** What a cell consists of, in order. */
public sealed interface Part {

    /** Statements that no magic interrupts. */
    record Java(Span code) implements Part {}

    /**
     * A magic as it was written.
     *
     * @param name without {@code %}; {@code !} for a shell command, {@code ?} for a question
     * @param whole from its {@code %} to the end of its line
     * @param arguments what follows the name on its line, stripped
     * @param body the lines after a {@code %%name}; empty for a line magic
     */
    record Command(String name, Span whole, Span arguments, Optional<Span> body) implements Part {}
}
