package io.trawl.kernel.wire;

import io.trawl.kernel.wire.Outbox.Outgoing;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** The kernel's side of a connection. All methods may be called from any thread, interrupted or not. */
public final class Connection implements AutoCloseable {

    /** The version of the messaging protocol that is spoken. */
    public static final String PROTOCOL = "5.5";

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long CLOSE_MILLIS = 1000;

    private final ZMQ.Context context = ZMQ.context(1);
    private final Semaphore wake = new Semaphore(0);
    private final Outbox outbox = new Outbox(wake);
    private final Codec codec;
    private final Thread io;
    private final SocketLoop loop;

    private Connection(ConnectionFile file, Consumer<Request> requests) throws GeneralSecurityException {
        // Else JeroMQ prints a stack trace where its threads end in an unlucky order.
        context.setUncaughtExceptionHandler((thread, e) -> LOG.info("{} of JeroMQ failed", thread.getName(), e));
        var properties = file.properties();
        this.codec = new Codec(properties);
        ZMQ.Socket beat = context.socket(SocketType.ROUTER);
        beat.setLinger(0);
        beat.bind(file.address(properties.getHbPort()));
        ZMQ.Socket wakeOut = context.socket(SocketType.PAIR);
        wakeOut.bind("inproc://wake");
        this.loop = new SocketLoop(context, file, codec, outbox, requests);
        this.io = start("trawl-io", loop);
        start("trawl-wake", () -> wakeUp(wakeOut));
        start("trawl-heartbeat", () -> echo(beat));
    }

    /**
     * Binds all sockets and begins to read.
     *
     * @param requests called on the I/O thread for each request: must hand it on and return
     * @throws IllegalArgumentException if the signature scheme is unknown
     */
    public static Connection open(ConnectionFile file, Consumer<Request> requests) {
        try {
            return new Connection(file, requests);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the signature scheme is not known here", e);
        }
    }

    private static Thread start(String name, Runnable body) {
        var thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Ends when the context does, like {@link #wakeUp}: each thread closes the socket it owns. */
    private static void echo(ZMQ.Socket beat) {
        try (beat) {
            ZMQ.proxy(beat, beat, null);
        } catch (ZMQException e) {
            LOG.debug("no more heartbeats", e);
        }
    }

    private void wakeUp(ZMQ.Socket wakeOut) {
        try (wakeOut) {
            while (!outbox.isClosed()) {
                wake.acquire();
                wakeOut.send(new byte[0], ZMQ.DONTWAIT);
            }
            wakeOut.send(new byte[0], ZMQ.DONTWAIT);
        } catch (InterruptedException | ZMQException e) {
            LOG.debug("no more wake-ups", e);
        }
    }

    /** Answers a request on the channel it came by. */
    public void reply(Request request, String type, Map<String, ?> content) {
        outbox.put(answer(request, type, content));
    }

    /** Answers a request and says that it is done with; a front end that has the answer need not wait for the latter. */
    public void replyAndIdle(Request request, String type, Map<String, ?> content) {
        outbox.put(answer(request, type, content), iopub(request, "status", Map.of("execution_state", "idle")));
    }

    private Outgoing answer(Request request, String type, Map<String, ?> content) {
        return new Outgoing(
                request.channel(), codec.encode(request.identities(), type, request.header(), Map.of(), content));
    }

    /**
     * Asks the front end that sent {@code parent} for input, on the stdin channel.
     *
     * @param id of the question, to tell its answer by; must not have been used before
     */
    public void ask(Request parent, String id, Map<String, ?> content) {
        outbox.put(new Outgoing(
                Channel.STDIN,
                codec.encode(parent.identities(), id, "input_request", parent.header(), Map.of(), content, List.of())));
    }

    /** Tells all front ends something small: status, errors. Never waits. */
    public void publish(@Nullable Request parent, String type, Map<String, ?> content) {
        outbox.put(iopub(parent, type, content));
    }

    /**
     * Tells all front ends what user code shows; waits while too much is on its way.
     *
     * @param hurried whether the cell is to end though nobody reads: it then waits only beyond a reserve; asked again
     *     after each {@link #hurry}
     */
    public void publishWhenRoom(
            @Nullable Request parent, String type, Map<String, ?> content, BooleanSupplier hurried) {
        outbox.putWhenRoom(iopub(parent, type, content), hurried);
    }

    /** As {@code publishWhenRoom} for nobody in a hurry, with metadata, and bytes beside the JSON. */
    public void publishWhenRoom(
            @Nullable Request parent,
            String type,
            Map<String, ?> content,
            Map<String, ?> metadata,
            List<byte[]> buffers) {
        outbox.putWhenRoom(iopub(parent, type, content, metadata, buffers), () -> false);
    }

    /** Lets those who wait for room ask again whether they are in a hurry. */
    public void hurry() {
        outbox.hurry();
    }

    /**
     * Completes when all that has come in until now was handed on: what the front end has sent before it could know of
     * an error, for one. Completes on the I/O thread, which must not be held.
     */
    public CompletableFuture<Void> whenRead() {
        return outbox.whenRead();
    }

    /** Completes when no more messages come: normally after {@link #close}, exceptionally where the wire failed. */
    public CompletableFuture<Void> ended() {
        return loop.ended();
    }

    private Outgoing iopub(@Nullable Request parent, String type, Map<String, ?> content) {
        return iopub(parent, type, content, Map.of(), List.of());
    }

    private Outgoing iopub(
            @Nullable Request parent,
            String type,
            Map<String, ?> content,
            Map<String, ?> metadata,
            List<byte[]> buffers) {
        Map<String, Object> header = parent == null ? Map.of() : parent.header();
        return new Outgoing(
                Channel.IOPUB,
                codec.encode(List.of(), UUID.randomUUID().toString(), type, header, metadata, content, buffers));
    }

    /** Sends what is waiting, for a second at most, and closes the sockets. */
    @Override
    public void close() {
        outbox.close();
        try {
            io.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
