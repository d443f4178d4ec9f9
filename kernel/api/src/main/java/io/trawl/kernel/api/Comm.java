package io.trawl.kernel.api;

import java.util.Map;

/**
 * The kernel's end of a channel between the kernel and every page that shows the notebook (Jupyter messaging, "Custom
 * Messages"); several pages share one comm. Thread-safe. Ends when either side closes it.
 */
public interface Comm {

    /** Unique across kernels. */
    String id();

    /** The name of what the other end is, for example {@code jupyter.widget}. */
    String target();

    /**
     * Sends to every page; does nothing once closed. Messages of one thread keep their order. While a message is being
     * handled, what its handler sends answers it (has that message as parent). May wait for a slow front end.
     */
    void send(CommMessage message);

    /**
     * Sends data alone.
     *
     * @throws IllegalArgumentException as {@link CommMessage}
     */
    default void send(Map<String, ?> data) {
        send(CommMessage.of(data));
    }

    boolean isOpen();

    /** Closes it for every page. Idempotent; the handler is not told. */
    void close();

    /**
     * Gets what the pages send. Called on the one thread that serves all comms, in the order of arrival, also while a cell
     * runs; so hand what takes longer to {@link Kernel#callback}. It works in the name of the cell that made it: what it
     * prints and throws is shown there.
     */
    @FunctionalInterface
    interface Handler {
        void message(Comm comm, CommMessage message);

        /** A page closed the comm. */
        default void closed(Comm comm, CommMessage message) {}
    }
}
