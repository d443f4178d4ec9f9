package io.trawl.mock;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.SSLSessionInitializer;
import org.apache.hc.core5.reactor.ssl.SSLSessionVerifier;
import org.apache.hc.core5.reactor.ssl.TlsDetails;
import org.jspecify.annotations.Nullable;

/** A real TLS handshake between two engines in memory; what is said after it needs no disguise there. */
final class Handshake {
    private static final int MOST_STEPS = 200;

    private final SSLEngine client;
    private final SSLEngine server;

    private Handshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    /** @throws SSLException as the client sees it */
    static TlsDetails of(
            SSLContext ours,
            NamedEndpoint endpoint,
            @Nullable SSLSessionInitializer initializer,
            @Nullable SSLSessionVerifier verifier,
            SSLContext theirs)
            throws SSLException {
        SSLEngine client = ours.createSSLEngine(endpoint.getHostName(), endpoint.getPort());
        client.setUseClientMode(true);
        if (initializer != null) {
            initializer.initialize(endpoint, client);
        }
        SSLEngine server = theirs.createSSLEngine();
        server.setUseClientMode(false);
        new Handshake(client, server).shake();
        TlsDetails details = verifier == null ? null : verifier.verify(endpoint, client);
        return details == null ? new TlsDetails(client.getSession(), client.getApplicationProtocol()) : details;
    }

    private void shake() throws SSLException {
        int packet = client.getSession().getPacketBufferSize();
        ByteBuffer toServer = ByteBuffer.allocate(4 * packet);
        ByteBuffer toClient = ByteBuffer.allocate(4 * packet);
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < MOST_STEPS && !(isOver(client) && isOver(server)); i++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
    }

    private static boolean isOver(SSLEngine engine) {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
                in.compact();
            }
            default -> {
                // It waits for the other.
            }
        }
    }
}
