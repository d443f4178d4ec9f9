package io.trawl.kernel.wire;

import io.trawl.kernel.wire.Outbox.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * IOPub, for the I/O thread: an XPUB that refuses instead of dropping when a subscriber's queue is full. Then the message
 * is kept and tried again shortly, the outbox fills, and printing code waits.
 *
 * <p>How long for a subscriber that reads nothing? Where it is the only one, for as long as it stays connected: a front end
 * that was paused finds everything when it goes on. Where there are others, they must not go without for its sake: after
 * {@value #PATIENCE_SECONDS} s without a message taken it is left out until it reads again, and that is logged.
 */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final int PATIENCE_SECONDS = 30;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    private static final int LINGER_MILLIS = 500;

    /** Of at most 64 Ki characters each where text is printed: what a full queue costs in memory. */
    private static final int QUEUED_MESSAGES = 128;

    private static final long FIRST_RETRY_MILLIS = 1;
    private static final long LAST_RETRY_MILLIS = 50;

    private final ZMQ.Socket socket;
    private final Outbox outbox;
    private final Codec codec;
    private boolean started;
    private int subscriptions;
    private @Nullable Outgoing refused;
    private long refusedSince;
    private long retryMillis;

    Publisher(ZMQ.Context context, String address, Outbox outbox, Codec codec) {
        this.outbox = outbox;
        this.codec = codec;
        socket = context.socket(SocketType.XPUB);
        socket.setSndHWM(QUEUED_MESSAGES);
        socket.setLinger(LINGER_MILLIS);
        socket.setTCPKeepAlive(1);
        socket.setXpubNoDrop(true);
        socket.setXpubVerboser(true);
        socket.bind(address);
    }

    ZMQ.Socket socket() {
        return socket;
    }

    /** Greets each new subscriber (JEP 65); the first one learns that the kernel has just started. */
    void readSubscriptions() {
        for (byte[] frame = socket.recv(ZMQ.DONTWAIT); frame != null; frame = socket.recv(ZMQ.DONTWAIT)) {
            if (frame.length == 0 || frame[0] != 1) {
                subscriptions = Math.max(0, subscriptions - 1);
                continue;
            }
            subscriptions++;
            String topic = new String(frame, 1, frame.length - 1, StandardCharsets.UTF_8);
            put("iopub_welcome", Map.of("subscription", topic));
            if (!started) {
                started = true;
                put("status", Map.of("execution_state", "starting"));
            }
        }
    }

    private void put(String type, Map<String, ?> content) {
        outbox.put(new Outgoing(Channel.IOPUB, codec.encode(List.of(), type, Map.of(), Map.of(), content)));
    }

    /** Sends what was kept, if anything was; answers whether nothing is kept now. */
    boolean retry() {
        return refused == null || offer(refused);
    }

    /** When to come again for what is kept. */
    long retryMillis() {
        return retryMillis;
    }

    /**
     * Sends it, or keeps it for {@link #retry}: then it must get no other meanwhile.
     *
     * @return whether it was sent
     */
    boolean offer(Outgoing message) {
        byte[][] frames = message.frames();
        // Only the first frame can be refused: a queue counts whole messages.
        if (!socket.send(frames[0], ZMQ.DONTWAIT | ZMQ.SNDMORE)) {
            if (!isPatienceOver(message)) {
                return false;
            }
            // One message that is dropped for whose queue is full; from then on the socket asks the others only,
            // until the queue has room again.
            socket.setXpubNoDrop(false);
            socket.send(frames[0], ZMQ.DONTWAIT | ZMQ.SNDMORE);
            socket.setXpubNoDrop(true);
        }
        for (int i = 1; i < frames.length; i++) {
            socket.send(frames[i], ZMQ.DONTWAIT | (i < frames.length - 1 ? ZMQ.SNDMORE : 0));
        }
        refused = null;
        return true;
    }

    private boolean isPatienceOver(Outgoing message) {
        long now = System.nanoTime();
        if (refused != message) {
            refused = message;
            refusedSince = now;
            retryMillis = FIRST_RETRY_MILLIS;
            return false;
        }
        retryMillis = Math.min(LAST_RETRY_MILLIS, 2 * retryMillis);
        if (subscriptions < 2 || now - refusedSince < PATIENCE_NANOS) {
            return false;
        }
        LOG.warn("a front end read nothing for {} s: it is left out until it reads again", PATIENCE_SECONDS);
        return true;
    }
}
