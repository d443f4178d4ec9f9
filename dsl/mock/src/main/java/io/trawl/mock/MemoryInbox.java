package io.trawl.mock;

import java.net.SocketException;
import java.nio.ByteBuffer;

/**
 * The bytes that one end of a connection in memory has not read yet, up to a limit. A reset throws them away, as on the
 * wire; after an end they can still be read. Not thread-safe: as {@link MemorySession}.
 */
final class MemoryInbox {
    private static final int CAPACITY = 65_536;

    private final ByteBuffer unread = ByteBuffer.allocate(CAPACITY);
    private boolean ended;
    private boolean reset;

    /** Returns how many, or -1 after the last one. */
    int read(ByteBuffer into) throws SocketException {
        if (reset) {
            throw new SocketException("Connection reset");
        }
        unread.flip();
        int n = move(unread, into);
        unread.compact();
        return n == 0 && ended && unread.position() == 0 && into.hasRemaining() ? -1 : n;
    }

    /** Takes as many as there is room for. */
    int add(ByteBuffer from) {
        return move(from, unread);
    }

    private static int move(ByteBuffer from, ByteBuffer to) {
        int n = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), n);
        to.position(to.position() + n);
        from.position(from.position() + n);
        return n;
    }

    /** Nothing more comes. */
    void end(boolean byReset) {
        ended = true;
        if (byReset) {
            reset = true;
            unread.clear();
        }
    }

    /** Whether there is something to be told: bytes, or that no more come. */
    boolean isReadable() {
        return unread.position() > 0 || ended || reset;
    }

    boolean hasRoom() {
        return unread.hasRemaining();
    }
}
