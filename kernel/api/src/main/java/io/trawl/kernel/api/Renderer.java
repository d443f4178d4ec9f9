package io.trawl.kernel.api;

/** Draws values of one type. Must be fast, must not block, and must not start what it shows. */
@FunctionalInterface
public interface Renderer<T> {

    /**
     * The bundle to show for a value. For a value that goes on changing, keep {@code display} and call
     * {@link Display#update} and {@link Display#liveUntil}; a renderer that leaves it alone draws once.
     *
     * @throws Exception logged; the value is then shown by its {@code toString()}
     */
    Bundle render(T value, Display display) throws Exception;
}
