package io.trawl.kernel.wire;

import io.trawl.kernel.wire.Outbox.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * The I/O thread's life: poll, read requests, send what the outbox holds. IOPub is an XPUB that refuses instead of
 * dropping when a subscriber's queue is full; then the loop keeps the message and tries again shortly, the outbox fills,
 * and printing code waits. A subscriber that took nothing for 30 s is let go: messages are dropped for it, and logged,
 * until somebody subscribes anew.
 */
final class SocketLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SocketLoop.class);
    private static final int QUEUED_MESSAGES = 1000;
    private static final int LINGER_MILLIS = 500;
    private static final long RETRY_MILLIS = 5;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Channel[] READ = {Channel.SHELL, Channel.CONTROL, Channel.STDIN};

    private final ZMQ.Context context;
    private final Codec codec;
    private final Outbox outbox;
    private final Consumer<Request> requests;
    private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
    private final ZMQ.Socket wake;
    private boolean started;
    private @Nullable Outgoing refused;
    private int refusedFrame;
    private long refusedSince;

    SocketLoop(ZMQ.Context context, ConnectionFile file, Codec codec, Outbox outbox, Consumer<Request> requests) {
        this.context = context;
        this.codec = codec;
        this.outbox = outbox;
        this.requests = requests;
        var properties = file.properties();
        bind(Channel.SHELL, SocketType.ROUTER, file.address(properties.getShellPort()));
        bind(Channel.CONTROL, SocketType.ROUTER, file.address(properties.getControlPort()));
        bind(Channel.STDIN, SocketType.ROUTER, file.address(properties.getStdinPort()));
        ZMQ.Socket iopub = context.socket(SocketType.XPUB);
        iopub.setSndHWM(QUEUED_MESSAGES);
        iopub.setLinger(LINGER_MILLIS);
        iopub.setXpubNoDrop(true);
        iopub.setXpubVerbose(true);
        iopub.bind(file.address(properties.getIopubPort()));
        sockets.put(Channel.IOPUB, iopub);
        wake = context.socket(SocketType.PAIR);
        wake.setLinger(0);
        wake.connect("inproc://wake");
    }

    private void bind(Channel channel, SocketType type, String address) {
        ZMQ.Socket socket = context.socket(type);
        socket.setSndHWM(0);
        socket.setRcvHWM(0);
        socket.setRouterHandover(true);
        socket.setLinger(LINGER_MILLIS);
        socket.bind(address);
        sockets.put(channel, socket);
    }

    @Override
    public void run() {
        try (ZMQ.Poller poller = context.poller(sockets.size() + 1)) {
            poller.register(wake, ZMQ.Poller.POLLIN);
            sockets.values().forEach(s -> poller.register(s, ZMQ.Poller.POLLIN));
            while (!outbox.isClosed()) {
                poller.poll(refused == null ? -1 : RETRY_MILLIS);
                while (wake.recv(ZMQ.DONTWAIT) != null) {
                    // Each says only: look into the outbox.
                }
                for (Channel channel : READ) {
                    read(channel);
                }
                subscriptions();
                send();
            }
            send();
        } catch (RuntimeException e) {
            LOG.error("the I/O thread ends", e);
        } finally {
            sockets.values().forEach(ZMQ.Socket::close);
            wake.close();
            context.term();
        }
    }

    private void read(Channel channel) {
        ZMQ.Socket socket = sockets.get(channel);
        for (List<byte[]> frames = receive(socket); !frames.isEmpty(); frames = receive(socket)) {
            try {
                requests.accept(codec.decode(channel, frames));
            } catch (Codec.Malformed e) {
                LOG.warn("a message on {} is dropped: {}", channel, e.getMessage());
            } catch (RuntimeException e) {
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

    /** Greets each new subscriber (JEP 65); the first one learns that the kernel has just started. */
    private void subscriptions() {
        ZMQ.Socket iopub = sockets.get(Channel.IOPUB);
        for (byte[] frame = iopub.recv(ZMQ.DONTWAIT); frame != null; frame = iopub.recv(ZMQ.DONTWAIT)) {
            if (frame.length == 0 || frame[0] != 1) {
                continue;
            }
            iopub.setXpubNoDrop(true);
            String topic = new String(frame, 1, frame.length - 1, StandardCharsets.UTF_8);
            publish("iopub_welcome", Map.of("subscription", topic));
            if (!started) {
                started = true;
                publish("status", Map.of("execution_state", "starting"));
            }
        }
    }

    private void publish(String type, Map<String, ?> content) {
        outbox.put(new Outgoing(Channel.IOPUB, codec.encode(List.of(), type, Map.of(), Map.of(), content)));
    }

    private void send() {
        if (refused != null && !trySend(refused)) {
            return;
        }
        for (Outgoing next = outbox.poll(); next != null; next = outbox.poll()) {
            if (!trySend(next)) {
                return;
            }
        }
    }

    /** Sends the frames not yet sent; false if the socket takes no more now. */
    private boolean trySend(Outgoing message) {
        ZMQ.Socket socket = sockets.get(message.channel());
        byte[][] frames = message.frames();
        for (int i = message == refused ? refusedFrame : 0; i < frames.length; i++) {
            int more = i < frames.length - 1 ? ZMQ.SNDMORE : 0;
            if (!socket.send(frames[i], ZMQ.DONTWAIT | more) && message.channel() == Channel.IOPUB) {
                return refuse(message, i, socket);
            }
        }
        refused = null;
        return true;
    }

    private boolean refuse(Outgoing message, int frame, ZMQ.Socket iopub) {
        if (refused != message) {
            refused = message;
            refusedSince = System.nanoTime();
        } else if (System.nanoTime() - refusedSince > PATIENCE_NANOS) {
            LOG.warn("a front end read nothing for 30 s: output is dropped for it from now on");
            iopub.setXpubNoDrop(false);
        }
        refusedFrame = frame;
        return false;
    }
}
