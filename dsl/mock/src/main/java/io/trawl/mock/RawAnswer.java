package io.trawl.mock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A fault on the wire: takes a connection away from HTTP and writes what the fault says, as fast as the client reads.
 * Its lock guards what is being written; steps come from the I/O thread and the site's timer.
 */
final class RawAnswer implements IOEventHandler {
    private final IOSession session;
    private final Fault fault;
    private final Iterator<Fault.Step> steps;
    private final Exchange.Site site;
    private final Consumer<Boolean> over;
    private @Nullable ByteBuffer writing;
    private boolean waiting;
    private boolean ended;

    private RawAnswer(IOSession session, Fault fault, String path, Exchange.Site site, Consumer<Boolean> over) {
        this.session = session;
        this.fault = fault;
        this.steps = fault.steps(path);
        this.site = site;
        this.over = over;
    }

    /** @param over told once whether the client was gone before the end */
    static void start(IOSession session, Fault fault, String path, Exchange.Site site, Consumer<Boolean> over) {
        // HTTP first has to come to rest: it is called by whoever calls this.
        site.later(Duration.ofMillis(10), () -> {
            var answer = new RawAnswer(session, fault, path, site, over);
            session.upgrade(answer);
            if (session.isOpen()) {
                answer.write();
            } else {
                answer.end(true);
            }
        });
    }

    private synchronized void write() {
        try {
            while (!ended && !waiting) {
                if (writing == null) {
                    if (!steps.hasNext()) {
                        finish();
                        return;
                    }
                    Fault.Step next = steps.next();
                    writing = ByteBuffer.wrap(next.bytes());
                    if (!next.pause().isZero()) {
                        waiting = true;
                        site.later(next.pause(), this::resume);
                        return;
                    }
                }
                session.channel().write(writing);
                if (writing.hasRemaining()) {
                    session.setEvent(SelectionKey.OP_WRITE);
                    return;
                }
                writing = null;
            }
        } catch (IOException | RejectedExecutionException e) {
            session.close(CloseMode.IMMEDIATE);
            end(true);
        }
    }

    private void resume() {
        synchronized (this) {
            waiting = false;
        }
        write();
    }

    private void finish() {
        session.clearEvent(SelectionKey.OP_WRITE);
        if (fault.end != Fault.End.HANG) {
            end(false);
            session.close(fault.end == Fault.End.RESET ? CloseMode.IMMEDIATE : CloseMode.GRACEFUL);
        }
    }

    private synchronized void end(boolean aborted) {
        if (!ended) {
            ended = true;
            over.accept(aborted);
        }
    }

    @Override
    public void connected(IOSession same) {
        session.setEvent(SelectionKey.OP_READ);
    }

    @Override
    public void inputReady(IOSession same, @Nullable ByteBuffer ignored) throws IOException {
        if (session.channel().read(ByteBuffer.allocate(1024)) < 0) {
            session.close(CloseMode.IMMEDIATE);
            end(true);
        }
    }

    @Override
    public void outputReady(IOSession same) {
        session.clearEvent(SelectionKey.OP_WRITE);
        write();
    }

    @Override
    public void timeout(IOSession same, Timeout timeout) {
        session.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void exception(IOSession same, Exception cause) {
        session.close(CloseMode.IMMEDIATE);
        end(true);
    }

    @Override
    public void disconnected(IOSession same) {
        end(true);
    }
}
