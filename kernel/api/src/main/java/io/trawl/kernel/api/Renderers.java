package io.trawl.kernel.api;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's renderers by type. Which one draws a value is decided in this order, the last one added for a type before
 * earlier ones for the same type:
 *
 * <ol>
 *   <li>the one for its class, else for the nearest superclass below {@code Object};
 *   <li>of those for interfaces it implements, the one added last;
 *   <li>one for {@code Object};
 *   <li>the kernel's own drawing: bundles and {@link Grid}s as they are, futures live, pictures, collections, maps,
 *       arrays and records as tables or bounded text, throwables as errors read, anything else by {@code toString()}.
 * </ol>
 *
 * A value inside a collection, map, array or record is drawn by its renderer too, live ones included. Streams, iterators
 * and publishers are shown without being consumed or subscribed to. Thread-safe.
 */
public interface Renderers {

    /** Adds a renderer; closing the registration removes it again. */
    <T> Registration add(Class<T> type, Renderer<? super T> renderer);

    /** Renders any value (null included) by these rules; for renderers of containers that show what they hold. */
    Bundle render(@Nullable Object value, Display display);

    /**
     * Says how values of a type are rows and columns, for {@link Show#browse}; how they draw themselves is not changed. The
     * last one added that a value fits wins.
     */
    <T> Registration rows(Class<T> type, Function<? super T, ? extends Rows> rows);

    /** A value's rows: as {@link #rows(Class, Function)} says, else those of a collection, map, array or {@link Grid}. */
    Optional<Rows> rows(@Nullable Object value);

    /** Undoes an {@link #add}. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
