package io.trawl.mock;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;
import org.jspecify.annotations.Nullable;

/**
 * The open connections by the client's address. Drops the exchanges of a client that closed its end: HttpCore takes that
 * for a half-close and would send the answer, minutes later, to nobody; it leaves the connection open for output only,
 * which is what the next readiness shows.
 */
final class Clients implements IOSessionListener {
    private final Map<SocketAddress, IOSession> open = new ConcurrentHashMap<>();

    @Nullable
    IOSession of(@Nullable SocketAddress client) {
        return client == null ? null : open.get(client);
    }

    @Override
    public void connected(IOSession session) {
        open.put(session.getRemoteAddress(), session);
    }

    @Override
    public void inputReady(IOSession session) {
        if (session.getHandler() instanceof HttpConnection connection && !connection.isOpen()) {
            session.close(CloseMode.IMMEDIATE);
        }
    }

    @Override
    public void disconnected(IOSession session) {
        open.values().remove(session);
    }

    @Override
    public void startTls(IOSession session) {}

    @Override
    public void outputReady(IOSession session) {}

    @Override
    public void timeout(IOSession session) {}

    @Override
    public void exception(IOSession session, Exception cause) {}
}
