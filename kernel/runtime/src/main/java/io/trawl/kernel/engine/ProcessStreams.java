package io.trawl.kernel.engine;

import io.trawl.kernel.api.InputUnavailable;
import io.trawl.kernel.guest.CellRunner;
import io.trawl.kernel.guest.CellStopped;
import io.trawl.kernel.guest.Owners;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * {@code System.out}, {@code System.err} and {@code System.in} of the process, given to cells. What a thread prints goes
 * to the owner of its work, else to the cell that runs (of several the one begun last), else to the last one, else to where it went before. One set for
 * all engines of the process, replaced when the first opens and given back when the last closes.
 */
final class ProcessStreams {

    private static int users;
    private static @Nullable PrintStream out;
    private static @Nullable PrintStream err;
    private static @Nullable InputStream in;
    private static final Deque<CellState> RUNNING = new ConcurrentLinkedDeque<>();
    private static volatile @Nullable CellState last;

    private ProcessStreams() {}

    static synchronized void acquire() {
        if (users++ > 0) {
            return;
        }
        PrintStream oldOut = System.out;
        PrintStream oldErr = System.err;
        out = oldOut;
        err = oldErr;
        in = System.in;
        System.setOut(stream(OutputSink.Stream.STDOUT, oldOut));
        System.setErr(stream(OutputSink.Stream.STDERR, oldErr));
        System.setIn(new Input());
    }

    static synchronized void release() {
        if (--users > 0) {
            return;
        }
        RUNNING.clear();
        last = null;
        System.setOut(out);
        System.setErr(err);
        System.setIn(in);
    }

    static void begin(CellState cell) {
        RUNNING.push(cell);
        last = cell;
    }

    static void end(CellState cell) {
        RUNNING.remove(cell);
    }

    static @Nullable CellState owner() {
        if (Owners.current() instanceof CellState cell) {
            return cell;
        }
        CellState running = RUNNING.peek();
        return running != null ? running : last;
    }

    private static PrintStream stream(OutputSink.Stream stream, PrintStream old) {
        return new PrintStream(new Routed(stream, old), false, StandardCharsets.UTF_8);
    }

    private static final class Routed extends OutputStream {
        private final OutputSink.Stream stream;
        private final PrintStream old;

        Routed(OutputSink.Stream stream, PrintStream old) {
            this.stream = stream;
            this.old = old;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (CellRunner.isAbandoned(Thread.currentThread())) {
                return;
            }
            CellState cell = owner();
            if (cell == null) {
                old.write(bytes, offset, length);
            } else {
                cell.output.write(stream, bytes, offset, length);
            }
        }
    }

    /** Asks the front end of the cell that reads, a line at a time. */
    private static final class Input extends InputStream {
        private byte[] line = new byte[0];
        private int next;

        @Override
        public synchronized int read() {
            fill();
            return line[next++] & 0xFF;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            fill();
            int n = Math.min(length, line.length - next);
            System.arraycopy(line, next, bytes, offset, n);
            next += n;
            return n;
        }

        @Override
        public synchronized int available() {
            return line.length - next;
        }

        private void fill() {
            if (next < line.length) {
                return;
            }
            CellState cell = owner();
            if (cell == null) {
                throw new InputUnavailable();
            }
            try {
                String answer = cell.sink.input(cell, cell.output.prompt(), false);
                cell.output.lineEnded();
                line = (answer + "\n").getBytes(StandardCharsets.UTF_8);
                next = 0;
            } catch (InterruptedException e) {
                throw new CellStopped();
            }
        }
    }
}
