package io.trawl.kernel.engine;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Everything a cell shows, in one order. Printed text is gathered and sent when it is large, when it is
 * {@value #DELAY_MILLIS} ms old, when the stream changes, or before anything else is shown.
 */
final class CellOutput {

    private static final int LARGE = 64 * 1024;
    private static final int DELAY_MILLIS = 25;
    private static final int LONGEST_PROMPT = 1000;

    private final CellState cell;
    private final ScheduledExecutorService flusher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<OutputSink.Stream, Utf8> decoders = new EnumMap<>(OutputSink.Stream.class);
    private final StringBuilder text = new StringBuilder();
    private OutputSink.@Nullable Stream stream;
    private boolean scheduled;
    private String lastLine = "";

    CellOutput(CellState cell, ScheduledExecutorService flusher) {
        this.cell = cell;
        this.flusher = flusher;
    }

    void write(OutputSink.Stream to, byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            begin(to);
            decoders.computeIfAbsent(to, s -> new Utf8()).decode(bytes, offset, length, text);
            written();
        } finally {
            lock.unlock();
        }
    }

    void write(OutputSink.Stream to, String words) {
        lock.lock();
        try {
            begin(to);
            text.append(words);
            written();
        } finally {
            lock.unlock();
        }
    }

    private void begin(OutputSink.Stream to) {
        if (stream != to) {
            send();
            stream = to;
        }
    }

    private void written() {
        if (text.length() >= LARGE) {
            send();
        } else if (!scheduled && !text.isEmpty()) {
            scheduled = true;
            flusher.schedule(this::flush, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void flush() {
        inOrder(() -> {});
    }

    /** Shows something else, after all that was printed before. */
    void inOrder(Runnable show) {
        lock.lock();
        try {
            send();
            show.run();
        } finally {
            lock.unlock();
        }
    }

    /** What was printed since the last line break: the prompt of a read that follows. */
    String prompt() {
        flush();
        lock.lock();
        try {
            return lastLine;
        } finally {
            lock.unlock();
        }
    }

    /** The person ended the line by answering. */
    void lineEnded() {
        lock.lock();
        lastLine = "";
        lock.unlock();
    }

    private void send() {
        scheduled = false;
        if (text.isEmpty() || stream == null) {
            return;
        }
        String batch = text.toString();
        text.setLength(0);
        if (stream == OutputSink.Stream.STDOUT) {
            String line = lastLine + batch.substring(Math.max(0, batch.length() - LONGEST_PROMPT));
            lastLine = line.substring(Math.max(line.lastIndexOf('\n') + 1, line.length() - LONGEST_PROMPT));
        }
        cell.sink.stream(cell, stream, batch);
    }

    /** A decoder that keeps the beginning of a character until its end is written. */
    private static final class Utf8 {
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private final CharBuffer chars = CharBuffer.allocate(8192);
        private byte[] rest = new byte[0];

        void decode(byte[] bytes, int offset, int length, StringBuilder to) {
            ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
            if (rest.length > 0) {
                in = ByteBuffer.allocate(rest.length + length).put(rest).put(bytes, offset, length);
                in.flip();
            }
            boolean more;
            do {
                more = decoder.decode(in, chars, false).isOverflow();
                to.append(chars.flip());
                chars.clear();
            } while (more);
            rest = new byte[in.remaining()];
            in.get(rest);
        }
    }
}
