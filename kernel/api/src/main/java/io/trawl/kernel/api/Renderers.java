package io.trawl.kernel.api;

/**
 * The kernel's renderers by type. For a value the renderer of its class is taken, else of the nearest superclass, else
 * of the interface added last; a later one for the same type replaces an earlier one. Thread-safe.
 */
public interface Renderers {

    /** Adds a renderer; closing the registration removes it again. */
    <T> Registration add(Class<T> type, Renderer<? super T> renderer);

    /** Renders any value (null included) by these rules; for renderers of containers that show what they hold. */
    Bundle render(@org.jspecify.annotations.Nullable Object value, Display display);

    /** Undoes an {@link #add}. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
