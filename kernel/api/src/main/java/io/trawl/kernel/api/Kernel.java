package io.trawl.kernel.api;

import io.trawl.kernel.api.widget.Widgets;
import java.util.Optional;

/** The running kernel, as an extension and a cell see it. All methods may be called from any thread. */
public interface Kernel {

    /** The renderers, to add to. */
    Renderers renderers();

    /**
     * Adds imports that every cell sees, each as Java writes it without the semicolon: {@code import java.util.*},
     * {@code import static io.trawl.Trawl.*}. Must be called from {@link KernelExtension#install}.
     */
    void imports(String... imports);

    /**
     * The cell that owns what the calling thread does: the cell whose thread this is or that was given by
     * {@link Cell#carry}; else the one whose code stands outermost on the stack; empty where neither is known.
     */
    Optional<Cell> cell();

    /** The channels to the pages that show the notebook. */
    Comms comms();

    /** The widgets on those pages. */
    Widgets widgets();

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
        private static volatile @org.jspecify.annotations.Nullable Kernel kernel;

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
