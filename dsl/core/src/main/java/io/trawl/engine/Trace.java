package io.trawl.engine;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * When one exchange reached what, by the session's clock. Written by the threads of the client, each step once and in
 * order; read when the exchange is over, or to say where it hangs.
 */
public final class Trace {
    /** The steps of an exchange on the wire, in their order. */
    enum Step {
        CONNECT("connect"),
        TLS("tls"),
        WAITING("waiting"),
        BODY("body");

        /** As {@link io.trawl.Failure#phase} names it. */
        final String phase;

        Step(String phase) {
            this.phase = phase;
        }
    }

    private final Clock clock;
    private final long[] spent = new long[Step.values().length];
    private Step step = Step.CONNECT;
    private long since;
    private boolean connected;
    private long bytes;
    private String protocol = "";

    /** An exchange that begins now. */
    public Trace(Clock clock) {
        this.clock = clock;
        this.since = clock.nanos();
    }

    /** What a source of traces has now, from now on. */
    static Supplier<Trace> last(Supplier<Trace> source) {
        Trace trace = source.get();
        return () -> trace;
    }

    /** From now on its time is that of another step. */
    synchronized void enter(Step next) {
        long now = clock.nanos();
        spent[step.ordinal()] += now - since;
        since = now;
        step = next;
        connected |= next == Step.TLS;
    }

    /** A connection was opened for it. */
    synchronized void opened() {
        connected = true;
    }

    synchronized void received(int more) {
        bytes += more;
    }

    public synchronized void spoke(String version) {
        protocol = version;
    }

    /** The exchange is over: no step goes on. */
    public synchronized void end() {
        enter(step);
    }

    synchronized Step step() {
        return step;
    }

    synchronized boolean reused() {
        return !connected;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized String protocol() {
        return protocol;
    }

    synchronized Duration spent(Step which) {
        return Duration.ofNanos(spent[which.ordinal()]);
    }
}
