package io.trawl.kernel.api;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The running kernel, as an extension and a cell see it. All methods may be called from any thread. */
public interface Kernel {

    /** The renderers, to add to. */
    Renderers renderers();

    /**
     * Adds imports that every cell sees, each as Java writes it without the semicolon: {@code import java.util.*},
     * {@code import static io.trawl.Trawl.*}. Must be called from {@link KernelExtension#install}.
     */
    void imports(String... imports);

    /** Adds a magic; one of the same name is replaced. Where cells have no magics, as in a test kit, it does nothing. */
    default void add(Magic magic) {}

    /**
     * The cell that owns what the calling thread does: the cell whose thread this is or that was given by
     * {@link Cell#carry}; else the one whose code stands outermost on the stack; empty where neither is known.
     */
    Optional<Cell> cell();

    /**
     * The line of a cell that a stack frame stands in, as in {@code cell 3, line 4: Thread.sleep(200);}; empty for a
     * frame of anything else, and of code since replaced. Waits while the compiler works.
     */
    default Optional<String> place(StackTraceElement frame) {
        return Optional.empty();
    }

    /** The channels to the pages that show the notebook. */
    Comms comms();

    /**
     * Runs what a person set off on a page, such as a click: one task after another, on a thread of its own that an
     * interrupt of the kernel reaches. In the name of {@code cell}, where its output appears and what it throws. Never
     * waits; where a thousand wait already, the task is dropped and logged.
     */
    void callback(@Nullable Cell cell, Runnable task);

    /** Runs before the first statement of each cell that is not silent, on the thread that executes: what it shows there comes first. */
    void beforeCell(Consumer<Cell> hook);

    /** Runs before each cell is answered, on the thread that answers: the place to send what was held back. */
    void beforeReply(Runnable hook);

    /**
     * Runs once when the kernel ends, after its cells were stopped and before its classes are gone: the place to close what
     * a library holds open. The process may be halted two seconds later. Where nothing ends, as in a test kit, it never runs.
     */
    default void atEnd(Runnable hook) {}

    /** The kernel of this process where there is one. */
    static Optional<Kernel> running() {
        return Optional.ofNullable(Current.kernel);
    }

    /** The kernel of this process, set before the first extension is installed. */
    static Kernel current() {
        return Current.get();
    }

    /** Where the kernel runtime puts itself, once, at start. */
    final class Current {
        private static volatile @Nullable Kernel kernel;

        private Current() {}

        static Kernel get() {
            Kernel k = kernel;
            if (k == null) {
                throw new IllegalStateException("no kernel runs in this process");
            }
            return k;
        }

        /** For the kernel runtime only. */
        public static void set(Kernel k) {
            kernel = k;
        }
    }
}
