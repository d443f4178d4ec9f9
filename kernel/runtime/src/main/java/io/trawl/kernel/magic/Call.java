package io.trawl.kernel.magic;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One use of a magic in one cell. Methods that run something throw an unchecked exception of the engine's when that fails
 * or is interrupted: it already says all and passes through the magic.
 */
public interface Call {

    /** What follows the name on its line, stripped. */
    Span arguments();

    /** The lines below; empty for a line magic. */
    Optional<Span> body();

    /** The cell it stands in: displays, interrupt hooks. */
    Cell cell();

    /** Prints to the cell. From any thread. */
    void print(String text);

    /** Prints to the cell as an error stream. From any thread. */
    void warn(String text);

    /** Raw output of the cell in UTF-8, from any thread; never fails, needs no closing. */
    OutputStream stream(boolean error);

    /** Shows a page beside the notebook. */
    void page(Bundle page);

    /** Makes a value the cell's value. */
    void answer(Answer answer);

    /** Runs {@code work} on the cell's thread, where an interrupt stops it. */
    <T extends @Nullable Object> T work(Callable<T> work) throws Exception;

    /** Runs a part of this cell as Java, magics included. Errors name its lines. */
    Answer java(Span code);

    /** Runs a text from elsewhere as Java, magics included. Errors name {@code title} and its lines. */
    Answer java(String title, String code);

    /** Runs Java that the magic made up; empty if it does not compile, and then nothing has run. */
    Optional<Answer> tryJava(String code);

    /**
     * Adds jars and folders to the class path of all cells, installs kernel extensions and database drivers that come
     * with them.
     */
    void extendClassPath(List<Path> entries) throws Exception;

    /**
     * What Java code answered.
     *
     * @param value null also where the code has no value
     * @param type its static type as Java writes it, where known
     * @param wallNanos how long the code ran, without compiling
     * @param cpuNanos how much processor time the cell's thread took meanwhile
     */
    record Answer(@Nullable Object value, @Nullable String type, long wallNanos, long cpuNanos) {}
}
