package io.trawl.mock;

import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;

/**
 * Drops the exchanges of a client that closed its end. HttpCore takes that for a half-close and would send the answer,
 * minutes later, to nobody: it leaves the connection open for output only, which is what the next readiness shows.
 */
final class GoneClients implements IOSessionListener {

    @Override
    public void inputReady(IOSession session) {
        if (session.getHandler() instanceof HttpConnection connection && !connection.isOpen()) {
            session.close(CloseMode.IMMEDIATE);
        }
    }

    @Override
    public void connected(IOSession session) {}

    @Override
    public void startTls(IOSession session) {}

    @Override
    public void outputReady(IOSession session) {}

    @Override
    public void timeout(IOSession session) {}

    @Override
    public void exception(IOSession session, Exception cause) {}

    @Override
    public void disconnected(IOSession session) {}
}
