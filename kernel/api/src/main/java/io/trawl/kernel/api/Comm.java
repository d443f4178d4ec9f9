package io.trawl.kernel.api;

import java.util.Map;

/**
 * The kernel's end of a channel between the kernel and every page that shows the notebook; several pages share one comm.
 * Thread-safe. Ends when either side closes it.
 */
public interface Comm {

    /** Unique across kernels. */
    String id();

    /** The name of what the other end is, for example {@code jupyter.widget}. */
    String target();

    /**
     * Sends to every page; does nothing once closed. Messages of one thread keep their order. While a message is being
     * handled, what the handler sends answers it (it has that message as parent).
     *
     * @throws IllegalArgumentException if the data is not JSON, for example NaN
     */
    void send(CommMessage message);

    /** Sends data alone. */
    default void send(Map<String, ?> data) {
        send(CommMessage.of(data));
    }

    boolean isOpen();

    /** Closes it for every page. Idempotent; the handler is not told, it knows. */
    void close();

    /**
     * Gets what the pages send. Called on the one thread that serves all comms, in the order of arrival, also while a cell
     * runs; so start long work elsewhere. What it throws is shown in the cell that set it. It works in the name of that
     * cell: what it prints appears there.
     */
    @FunctionalInterface
    interface Handler {
        void message(Comm comm, CommMessage message);

        /** A page closed the comm. */
        default void closed(Comm comm, CommMessage message) {}
    }
}
