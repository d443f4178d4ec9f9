package io.trawl.mock;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A server of HTTP/2 (RFC 9113), frame by frame: it answers each request with a page, but every third as its whim has it.
 * It reads no header, and so knows no paths.
 */
final class FrameServer implements AutoCloseable {
    enum Whim {
        /** It answers, and takes no more requests on this connection: how servers end them in peace. */
        GOES_AWAY_AFTERWARDS,
        /** It says that it did not take this request, nor any later one. */
        GOES_AWAY_BEFORE,
        /** It did not take this one. */
        REFUSES,
        /** It breaks off in the body. */
        RESETS_IN_BODY,
        /** It hangs up. */
        HANGS_UP
    }

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int REFUSED_STREAM = 7;
    private static final int INTERNAL_ERROR = 2;
    /** HPACK: the static table's ":status 200", then "content-type" by its place there with a literal value. */
    private static final byte[] OK = ("\u0088\u000f\u0010\ttext/html").getBytes(StandardCharsets.ISO_8859_1);

    private static final byte[] PAGE = "<title>Framed</title>".getBytes(StandardCharsets.US_ASCII);

    private final Whim whim;
    private final SSLServerSocket server;
    private final AtomicInteger requests = new AtomicInteger();
    private final List<Socket> open = new ArrayList<>();

    FrameServer(Whim whim) throws IOException {
        this.whim = whim;
        this.server = (SSLServerSocket) Certificate.VALID
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        server.setSSLParameters(parameters);
        daemon(this::accept);
    }

    private static void daemon(Runnable body) {
        var thread = new Thread(body, "frames");
        thread.setDaemon(true);
        thread.start();
    }

    String url(String path) {
        return "https://127.0.0.1:" + server.getLocalPort() + path;
    }

    int requests() {
        return requests.get();
    }

    private void accept() {
        try {
            while (true) {
                var socket = (SSLSocket) server.accept();
                synchronized (open) {
                    open.add(socket);
                }
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void serve(SSLSocket socket) {
        try (socket;
                var in = new DataInputStream(socket.getInputStream());
                var out = new DataOutputStream(socket.getOutputStream())) {
            // The client's preface.
            in.readNBytes(24);
            frame(out, SETTINGS, 0, 0);
            while (true) {
                int head = in.readInt();
                int type = head & 0xFF;
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                in.skipNBytes(head >>> 8);
                if (type == SETTINGS && flags == 0) {
                    frame(out, SETTINGS, 1, 0);
                } else if (type == HEADERS) {
                    boolean odd = requests.incrementAndGet() % 3 == 0;
                    if (odd && whim == Whim.HANGS_UP) {
                        return;
                    }
                    answer(out, stream, odd);
                    if (odd && whim == Whim.GOES_AWAY_BEFORE) {
                        // Nothing is left to be answered here.
                        return;
                    }
                }
            }
        } catch (IOException gone) {
            // The client hung up.
        }
    }

    private void answer(DataOutputStream out, int stream, boolean odd) throws IOException {
        boolean answers = !odd || whim == Whim.GOES_AWAY_AFTERWARDS;
        if (answers || whim == Whim.RESETS_IN_BODY) {
            frame(out, HEADERS, 4, stream, OK);
            frame(out, DATA, answers ? 1 : 0, stream, PAGE);
        }
        if (!odd) {
            return;
        }
        switch (whim) {
            case GOES_AWAY_AFTERWARDS -> frame(out, GOAWAY, 0, 0, numbers(stream, 0));
            case GOES_AWAY_BEFORE -> frame(out, GOAWAY, 0, 0, numbers(Math.max(0, stream - 2), 0));
            case REFUSES -> frame(out, RESET, 0, stream, numbers(REFUSED_STREAM));
            default -> frame(out, RESET, 0, stream, numbers(INTERNAL_ERROR));
        }
    }

    private static byte[] numbers(int... numbers) {
        var bytes = java.nio.ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte... content)
            throws IOException {
        out.writeInt(content.length << 8 | type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(content);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (open) {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
