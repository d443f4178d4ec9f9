package io.trawl.mock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy on loopback that leads every host to 127.0.0.1; the user is ann, her password proxy-secret. */
final class Proxy implements AutoCloseable {
    private static final String AUTHORIZED = "Proxy-Authorization: Basic YW5uOnByb3h5LXNlY3JldA==";

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Proxy() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    threads.execute(() -> serve(client));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** The request lines that were let through, without version. */
    List<String> asked() {
        return asked;
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String line = head.substring(0, head.lastIndexOf(" HTTP/1.1", head.indexOf("\r\n")));
            if (!head.contains(AUTHORIZED)) {
                client.getOutputStream()
                        .write(("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                                        + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            asked.add(line);
            boolean tunnel = line.startsWith("CONNECT ");
            URI to = URI.create((tunnel ? "https://" : "") + line.substring(line.indexOf(' ') + 1));
            try (var host = new Socket(InetAddress.getLoopbackAddress(), to.getPort())) {
                if (tunnel) {
                    client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } else {
                    String path = "GET " + to.getRawPath();
                    host.getOutputStream().write(head.replace(line, path).getBytes(StandardCharsets.ISO_8859_1));
                }
                var back = threads.submit(() -> host.getInputStream().transferTo(client.getOutputStream()));
                client.getInputStream().transferTo(host.getOutputStream());
                back.cancel(true);
            }
        } catch (IOException e) {
            // One of the two is gone.
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no head");
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
