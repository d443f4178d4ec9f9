package io.trawl.mock;

import io.trawl.engine.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.jspecify.annotations.Nullable;

/** The body of one answer on its way: bytes, and further ones that have their time. */
final class Outgoing {
    private final Exchange.Site site;
    private final Iterator<Fault.Step> steps;
    private final ReentrantLock producing = new ReentrantLock();
    private volatile ByteBuffer now;
    private boolean waiting;
    private volatile boolean over;
    private volatile Clock.@Nullable Cancellable next;

    private Outgoing(Exchange.Site site, byte[] first, Iterator<Fault.Step> steps) {
        this.site = site;
        this.now = ByteBuffer.wrap(first);
        this.steps = steps;
    }

    static Outgoing whole(Exchange.Site site, byte[] bytes) {
        return new Outgoing(site, bytes, Collections.emptyIterator());
    }

    static Outgoing inSteps(Exchange.Site site, Iterator<Fault.Step> steps) {
        return new Outgoing(site, new byte[0], steps);
    }

    int available() {
        return now.remaining();
    }

    /**
     * Called by the thread that sends and by the I/O thread; whoever comes second has nothing to add.
     *
     * @param last called once, when all is written and before the end is told
     */
    void produce(DataStreamChannel channel, Runnable last) throws IOException {
        if (!producing.tryLock()) {
            return;
        }
        try {
            while (!waiting && !over) {
                channel.write(now);
                if (now.hasRemaining()) {
                    return;
                }
                if (!steps.hasNext()) {
                    over = true;
                    last.run();
                    channel.endStream(null);
                    return;
                }
                Fault.Step step = steps.next();
                if (step.pause().isZero()) {
                    now = ByteBuffer.wrap(step.bytes());
                } else {
                    waiting = true;
                    next = site.later(step.pause(), () -> goOn(step, channel));
                }
            }
        } finally {
            producing.unlock();
        }
    }

    private void goOn(Fault.Step step, DataStreamChannel channel) {
        producing.lock();
        try {
            waiting = false;
            now = ByteBuffer.wrap(step.bytes());
        } finally {
            producing.unlock();
        }
        channel.requestOutput();
    }

    /** Nothing more is sent. */
    void stop() {
        over = true;
        Clock.Cancellable due = next;
        if (due != null) {
            due.cancel();
        }
    }
}
