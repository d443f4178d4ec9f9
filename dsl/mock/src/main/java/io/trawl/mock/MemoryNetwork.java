package io.trawl.mock;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.apache.hc.core5.concurrent.BasicFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpResponseInterceptor;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.nio.ClientHttp1IOEventHandler;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexerFactory;
import org.apache.hc.core5.http.impl.nio.ServerHttp1IOEventHandler;
import org.apache.hc.core5.http.impl.nio.ServerHttp1StreamDuplexerFactory;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The network of virtual time. Each name but those below {@code .invalid} leads to the site, which listens on the ports
 * 80 and 443; other ports refuse. HTTP is spoken by HttpCore's own two ends, so that what is wrong with an answer is
 * found by the same code as on sockets; there is no HTTP/2.
 */
final class MemoryNetwork {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final VirtualTime time;
    private final Exchange.Site site;
    private final @Nullable Certificate certificate;
    private final Duration roundTrip;
    private final ServerHttp1StreamDuplexerFactory servers;
    private int connections;

    /** @param certificate null where https is taken without looking at one */
    MemoryNetwork(VirtualTime time, Exchange.Site site, @Nullable Certificate certificate, Duration roundTrip) {
        this.time = time;
        this.site = site;
        this.certificate = certificate;
        this.roundTrip = roundTrip;
        HttpResponseInterceptor date = (response, entity, context) ->
                response.setHeader("Date", DATE.format(time.now().atOffset(ZoneOffset.UTC)));
        this.servers = new ServerHttp1StreamDuplexerFactory(
                HttpProcessors.customServer("MockSite").addLast(date).build(),
                (request, context) -> new Exchange(site),
                Http1Config.DEFAULT,
                CharCodingConfig.DEFAULT,
                null,
                null);
    }

    /** Of a host, the same each time; none of those that are special. */
    static InetAddress[] lookup(String host) throws UnknownHostException {
        if (host.endsWith(".invalid")) {
            throw new UnknownHostException(host);
        }
        int h = host.hashCode();
        return new InetAddress[] {
            InetAddress.getByAddress(host, new byte[] {93, (byte) (h >> 16), (byte) (h >> 8), (byte) h})
        };
    }

    /** A name is known after one round trip. */
    Executor lookups() {
        return task -> time.schedule(roundTrip, task);
    }

    ConnectionInitiator connecting(Http1Config limits) {
        var clients = new ClientHttp1StreamDuplexerFactory(
                HttpProcessorBuilder.create().build(), limits, CharCodingConfig.DEFAULT);
        return (endpoint, remote, local, timeout, attachment, callback) ->
                connect(clients, (InetSocketAddress) remote, callback);
    }

    private Future<IOSession> connect(
            ClientHttp1StreamDuplexerFactory clients, InetSocketAddress remote, FutureCallback<IOSession> callback) {
        var future = new BasicFuture<>(callback);
        time.schedule(roundTrip, () -> {
            if (future.isDone()) {
                return;
            }
            if (remote.getPort() != 80 && remote.getPort() != 443) {
                future.failed(new ConnectException("Connection refused"));
                return;
            }
            try {
                future.completed(open(clients, remote));
            } catch (IOException e) {
                future.failed(e);
            }
        });
        return future;
    }

    private IOSession open(ClientHttp1StreamDuplexerFactory clients, SocketAddress remote) throws IOException {
        int n = connections++;
        // A client can be told from another by its port alone for as many connections as there are ports.
        var local = new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {10, 0, (byte) (n >> 24), (byte) (n >> 16)}), n & 0xFFFF);
        var client = MemorySession.pair(
                time,
                "memory-" + n,
                local,
                remote,
                site.clients(),
                roundTrip,
                (context, endpoint, initializer, verifier) -> certificate == null
                        ? null
                        : Handshake.of(context, endpoint, initializer, verifier, certificate.server()));
        client.peer().connected(new FirstByte());
        client.connected(new ClientHttp1IOEventHandler(clients.create(client)));
        return client;
    }

    /** HTTP begins when something comes: only then is it known whether TLS came before it. */
    private final class FirstByte implements IOEventHandler {
        @Override
        public void connected(IOSession session) {
            // The client speaks first.
        }

        @Override
        public void inputReady(IOSession session, @Nullable ByteBuffer none) throws IOException {
            var server = (ProtocolIOSession) session;
            var http = new ServerHttp1IOEventHandler(
                    servers.create(server.getTlsDetails() == null ? "http" : "https", server));
            session.upgrade(http);
            http.connected(session);
            http.inputReady(session, null);
        }

        @Override
        public void outputReady(IOSession session) {
            // It has nothing to say.
        }

        @Override
        public void timeout(IOSession session, Timeout timeout) {
            session.close();
        }

        @Override
        public void exception(IOSession session, Exception cause) {
            session.close();
        }

        @Override
        public void disconnected(IOSession session) {
            // Nothing was begun.
        }
    }
}
