package io.trawl.mock;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSessionListener;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.reactor.ssl.SSLSessionInitializer;
import org.apache.hc.core5.reactor.ssl.SSLSessionVerifier;
import org.apache.hc.core5.reactor.ssl.TlsDetails;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection in memory, as HttpCore knows connections: bytes that wait to be read, and a handler that is told
 * when it can read and write. What a handler is told, it is told on the thread of virtual time. Not thread-safe: that
 * thread, or who has entered its time.
 */
final class MemorySession implements ProtocolIOSession {
    /** How TLS is begun: where this end is a client's. */
    interface Tls {
        @Nullable
        TlsDetails shake(
                SSLContext context,
                NamedEndpoint endpoint,
                @Nullable SSLSessionInitializer initializer,
                @Nullable SSLSessionVerifier verifier)
                throws SSLException;
    }

    private final VirtualTime time;
    private final String id;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final @Nullable IOSessionListener listener;
    private final Lock lock = new ReentrantLock();
    private final Deque<Command> commands = new ConcurrentLinkedDeque<>();
    private final MemoryInbox inbox = new MemoryInbox();
    private final IdleTimer idle;
    private @Nullable MemorySession peer;
    private @Nullable IOEventHandler handler;
    private @Nullable Tls tls;
    private Duration roundTrip = Duration.ZERO;
    private @Nullable TlsDetails details;
    private int events = SelectionKey.OP_READ;
    private boolean woken;
    private Status status = Status.ACTIVE;

    private MemorySession(
            VirtualTime time,
            String id,
            SocketAddress local,
            SocketAddress remote,
            @Nullable IOSessionListener listener) {
        this.time = time;
        this.id = id;
        this.local = local;
        this.remote = remote;
        this.listener = listener;
        this.idle = new IdleTimer(time, this::silent);
    }

    /** @return the client's end; the server's is its {@link #peer} */
    static MemorySession pair(
            VirtualTime time,
            String id,
            SocketAddress client,
            SocketAddress server,
            IOSessionListener listener,
            Duration roundTrip,
            Tls tls) {
        var one = new MemorySession(time, id, client, server, null);
        var two = new MemorySession(time, id + "-server", server, client, listener);
        one.peer = two;
        two.peer = one;
        one.tls = tls;
        one.roundTrip = roundTrip;
        return one;
    }

    MemorySession peer() {
        return java.util.Objects.requireNonNull(peer);
    }

    /** The connection is open. */
    void connected(IOEventHandler first) throws IOException {
        handler = first;
        if (listener != null) {
            listener.connected(this);
        }
        first.connected(this);
    }

    // Bytes

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (status == Status.CLOSED) {
            throw new ClosedChannelException();
        }
        idle.touched();
        int n = inbox.read(into);
        if (n > 0) {
            peer().wake();
        }
        return n;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (status == Status.CLOSED) {
            throw new ClosedChannelException();
        }
        MemorySession there = peer();
        if (there.status == Status.CLOSED) {
            throw new IOException("Broken pipe");
        }
        idle.touched();
        int n = there.inbox.add(from);
        there.wake();
        return n;
    }

    private boolean isReadable() {
        return (events & SelectionKey.OP_READ) != 0 && inbox.isReadable();
    }

    private boolean isWritable() {
        return (events & SelectionKey.OP_WRITE) != 0 && (peer().inbox.hasRoom() || peer().status == Status.CLOSED);
    }

    /** Something may be possible that was not. */
    private void wake() {
        if (!woken && status != Status.CLOSED && handler != null && (isReadable() || isWritable())) {
            woken = true;
            time.execute(this::dispatch);
        }
    }

    private void dispatch() {
        woken = false;
        IOEventHandler told = handler;
        if (told == null) {
            return;
        }
        try {
            if (status != Status.CLOSED && isReadable()) {
                if (listener != null) {
                    listener.inputReady(this);
                }
                handler().inputReady(this, null);
            }
            if (status != Status.CLOSED && isWritable()) {
                handler().outputReady(this);
            }
        } catch (IOException | RuntimeException e) {
            told.exception(this, e);
            close(CloseMode.GRACEFUL);
        }
        wake();
    }

    private void silent() {
        IOEventHandler told = handler;
        if (told == null) {
            return;
        }
        try {
            told.timeout(this, idle.limit());
        } catch (IOException | RuntimeException e) {
            told.exception(this, e);
            close(CloseMode.GRACEFUL);
        }
    }

    // The end

    @Override
    public void close(CloseMode mode) {
        if (status == Status.CLOSED) {
            return;
        }
        status = Status.CLOSED;
        idle.stop();
        MemorySession there = peer();
        there.inbox.end(mode == CloseMode.IMMEDIATE);
        there.wake();
        time.execute(() -> {
            if (listener != null) {
                listener.disconnected(this);
            }
            if (handler != null) {
                handler.disconnected(this);
            }
            for (Command command = commands.poll(); command != null; command = commands.poll()) {
                command.cancel();
            }
        });
    }

    @Override
    public void close() {
        close(CloseMode.GRACEFUL);
    }

    @Override
    public boolean isOpen() {
        return status != Status.CLOSED;
    }

    @Override
    public Status getStatus() {
        return status;
    }

    // TLS

    @Override
    public void startTls(
            SSLContext context,
            NamedEndpoint endpoint,
            SSLBufferMode buffers,
            SSLSessionInitializer initializer,
            SSLSessionVerifier verifier,
            Timeout limit) {
        startTls(context, endpoint, buffers, initializer, verifier, limit, null);
    }

    @Override
    public void startTls(
            SSLContext context,
            NamedEndpoint endpoint,
            @Nullable SSLBufferMode buffers,
            @Nullable SSLSessionInitializer initializer,
            @Nullable SSLSessionVerifier verifier,
            @Nullable Timeout limit,
            @Nullable FutureCallback<TransportSecurityLayer> callback) {
        time.schedule(roundTrip, () -> {
            try {
                details = java.util.Objects.requireNonNull(tls).shake(context, endpoint, initializer, verifier);
                peer().details = details;
            } catch (SSLException e) {
                if (callback != null) {
                    callback.failed(e);
                }
                close(CloseMode.IMMEDIATE);
                return;
            }
            if (callback != null) {
                callback.completed(this);
            }
        });
    }

    @Override
    public @Nullable TlsDetails getTlsDetails() {
        return details;
    }

    // As HttpCore wants it

    @Override
    public void upgrade(IOEventHandler next) {
        handler = next;
        wake();
    }

    @Override
    public IOEventHandler getHandler() {
        return handler();
    }

    private IOEventHandler handler() {
        return java.util.Objects.requireNonNull(handler);
    }

    @Override
    public void enqueue(Command command, Command.Priority priority) {
        if (priority == Command.Priority.IMMEDIATE) {
            commands.addFirst(command);
        } else {
            commands.add(command);
        }
        if (status == Status.CLOSED) {
            command.cancel();
        } else {
            setEvent(SelectionKey.OP_WRITE);
        }
    }

    @Override
    public boolean hasCommands() {
        return !commands.isEmpty();
    }

    @Override
    public @Nullable Command poll() {
        return commands.poll();
    }

    @Override
    public int getEventMask() {
        return events;
    }

    @Override
    public void setEventMask(int mask) {
        events = mask;
        wake();
    }

    @Override
    public void setEvent(int event) {
        setEventMask(events | event);
    }

    @Override
    public void clearEvent(int event) {
        events &= ~event;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public Lock getLock() {
        return lock;
    }

    @Override
    public ByteChannel channel() {
        return this;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return local;
    }

    @Override
    public @Nullable NamedEndpoint getInitialEndpoint() {
        return null;
    }

    @Override
    public Timeout getSocketTimeout() {
        return idle.limit();
    }

    @Override
    public void setSocketTimeout(@Nullable Timeout limit) {
        idle.limit(limit);
    }

    @Override
    public long getLastReadTime() {
        return getLastEventTime();
    }

    @Override
    public long getLastWriteTime() {
        return getLastEventTime();
    }

    @Override
    public long getLastEventTime() {
        return idle.lastEvent();
    }

    @Override
    public void updateReadTime() {
        idle.touched();
    }

    @Override
    public void updateWriteTime() {
        idle.touched();
    }

    @Override
    public String toString() {
        return id + " " + status;
    }
}
