package io.trawl.kernel.wire;

import io.trawl.kernel.wire.Outbox.Outgoing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** The I/O thread's life: poll, hand on requests, send answers, publish. */
final class SocketLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SocketLoop.class);
    private static final int LINGER_MILLIS = 500;
    /** Messages sent between two looks at what comes in. */
    private static final int BATCH = 256;

    /** Answers of {@link #send}: wait for what comes, do not wait. */
    private static final long NOTHING_LEFT = -1;

    private static final long MORE = 0;
    private static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** A message above is not read and its sender disconnected: better than a kernel without memory. */
    private static final long LONGEST_REQUEST =
            Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4);

    private final ZMQ.Context context;
    private final Codec codec;
    private final Outbox outbox;
    private final Consumer<Request> requests;
    private final Map<Channel, ZMQ.Socket> routers = new EnumMap<>(Channel.class);
    private final Publisher publisher;
    private final ZMQ.Socket wake;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    SocketLoop(ZMQ.Context context, ConnectionFile file, Codec codec, Outbox outbox, Consumer<Request> requests) {
        this.context = context;
        this.codec = codec;
        this.outbox = outbox;
        this.requests = requests;
        var properties = file.properties();
        bind(Channel.SHELL, file.address(properties.getShellPort()));
        bind(Channel.CONTROL, file.address(properties.getControlPort()));
        bind(Channel.STDIN, file.address(properties.getStdinPort()));
        publisher = new Publisher(context, file.address(properties.getIopubPort()), outbox, codec);
        wake = context.socket(SocketType.PAIR);
        wake.setLinger(0);
        wake.connect("inproc://wake");
    }

    private void bind(Channel channel, String address) {
        ZMQ.Socket socket = context.socket(SocketType.ROUTER);
        socket.setSndHWM(0);
        socket.setRcvHWM(0);
        socket.setMaxMsgSize(LONGEST_REQUEST);
        socket.setTCPKeepAlive(1);
        socket.setRouterHandover(true);
        socket.setLinger(LINGER_MILLIS);
        socket.bind(address);
        routers.put(channel, socket);
    }

    /** Completes when the loop has ended; exceptionally where it had to. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void run() {
        try {
            loop();
            ended.complete(null);
        } catch (RuntimeException | Error e) {
            LOG.error("the I/O thread ends", e);
            outbox.close();
            ended.completeExceptionally(e);
        } finally {
            routers.values().forEach(ZMQ.Socket::close);
            publisher.socket().close();
            wake.close();
            context.term();
        }
    }

    private void loop() {
        try (ZMQ.Poller poller = context.poller(routers.size() + 2)) {
            poller.register(wake, ZMQ.Poller.POLLIN);
            poller.register(publisher.socket(), ZMQ.Poller.POLLIN);
            routers.values().forEach(s -> poller.register(s, ZMQ.Poller.POLLIN));
            long wait = NOTHING_LEFT;
            while (!outbox.isClosed()) {
                poller.poll(wait);
                turn();
                wait = send();
            }
            lastWords();
        }
    }

    private void turn() {
        while (wake.recv(ZMQ.DONTWAIT) != null) {
            // Each says only: look into the outbox.
        }
        List<CompletableFuture<Void>> waiting = outbox.looked();
        routers.forEach(this::read);
        waiting.forEach(read -> read.complete(null));
        publisher.readSubscriptions();
    }

    /** What was put before the end is sent if it is taken soon. */
    private void lastWords() {
        long deadline = System.nanoTime() + LAST_WORDS_NANOS;
        while (send() == MORE && System.nanoTime() < deadline) {
            // The next batch.
        }
    }

    private void read(Channel channel, ZMQ.Socket socket) {
        for (List<byte[]> frames = receive(socket); !frames.isEmpty(); frames = receive(socket)) {
            try {
                requests.accept(codec.decode(channel, frames));
            } catch (Codec.Malformed e) {
                LOG.warn("a message on {} is dropped: {}", channel, e.getMessage());
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("a message on {} could not be handed on", channel, e);
            }
        }
    }

    private static List<byte[]> receive(ZMQ.Socket socket) {
        var frames = new ArrayList<byte[]>();
        for (byte[] frame = socket.recv(ZMQ.DONTWAIT); frame != null; frame = socket.recv()) {
            frames.add(frame);
            if (!socket.hasReceiveMore()) {
                break;
            }
        }
        return frames;
    }

    /** Sends a batch; answers after how many milliseconds to come again. */
    private long send() {
        boolean published = publisher.retry();
        for (int i = 0; i < BATCH; i++) {
            Outgoing next = outbox.next(!published);
            if (next == null) {
                return published ? NOTHING_LEFT : publisher.retryMillis();
            }
            if (next.channel() == Channel.IOPUB) {
                published = publisher.offer(next);
            } else {
                answer(next);
            }
        }
        return MORE;
    }

    private void answer(Outgoing message) {
        ZMQ.Socket socket = routers.get(message.channel());
        byte[][] frames = message.frames();
        for (int i = 0; i < frames.length; i++) {
            socket.send(frames[i], ZMQ.DONTWAIT | (i < frames.length - 1 ? ZMQ.SNDMORE : 0));
        }
    }
}
