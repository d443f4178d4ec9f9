package io.trawl.kernel.magic;

import io.trawl.kernel.api.Bundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session as magics see it. Thread-safe. */
public interface Workspace {

    /** What cells declare. */
    enum Kind {
        IMPORT,
        METHOD,
        TYPE
    }

    /** The variables that cells defined, in order; values as they are, not drawn. */
    List<Variable> variables();

    /** A variable with its static type. */
    record Variable(String name, String type, @Nullable Object value) {}

    /** A value as bounded text. Runs its {@code toString()}: to be called in {@link Call#work}. */
    String text(@Nullable Object value);

    /** Declarations as Java writes them, in order. */
    List<String> declared(Kind kind);

    /** Whether cells defined a variable, method or type by this name. */
    boolean isDefined(String name);

    /** Forgets all that cells declared, their results too. The class path and the kernel's own imports stay. */
    void reset();

    /** The last {@code n} executed cells, the oldest first. */
    List<Executed> history(int n);

    /** An executed cell. */
    record Executed(int session, int number, String source) {}

    /** What is known of a name, as inspection shows it. */
    Optional<Bundle> describe(String name);

    /** The class file of a class that a cell defined; empty for others. */
    Optional<byte[]> classFile(Class<?> type);

    /** The user's class path now. */
    List<Path> classPath();

    /** Whether unattended cells await displays that still change. */
    void awaitDisplays(boolean await);
}
