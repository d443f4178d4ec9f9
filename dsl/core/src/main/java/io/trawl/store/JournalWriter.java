package io.trawl.store;

import io.trawl.Failure;
import io.trawl.page.Fetched;
import io.trawl.store.JournalFile.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts frames together and appends them, all that one commit has at once. Used by one thread at a time. */
final class JournalWriter {
    private static final int FIRST = 65_536;
    private static final int MOST_KEPT = 1_048_576;

    private final RandomAccessFile file;
    private final Secrets secrets;
    private ByteBuffer frames = ByteBuffer.allocate(FIRST);
    /** Where the frame begins that is being put together. */
    private int start;

    /** @param end where the last frame ends; what follows is torn, and dropped */
    JournalWriter(RandomAccessFile file, long end, Secrets secrets) throws IOException {
        this.file = file;
        this.secrets = secrets;
        file.setLength(end);
        file.seek(end);
    }

    void fact(String key, String value) {
        begin(Kind.FACT);
        text(key);
        text(secrets.hide(value));
        end();
    }

    void head(Head head) {
        fact("id", head.id());
        fact("name", head.name());
        fact("plan", head.plan());
        fact("state", head.state());
        fact("reason", head.reason());
        fact("started", head.started().toString());
    }

    void found(Found found) {
        begin(Kind.FOUND);
        room(9).putInt(found.index()).putInt(found.depth()).put((byte) (found.first() ? 1 : 0));
        text(secrets.hide(found.url()));
        end();
    }

    void ended(Ended ended) {
        Failure failure = ended.failure();
        Fetched fetched = ended.page();
        int body = fetched == null ? 0 : body(fetched);
        begin(Kind.ENDED);
        room(9).putInt(ended.index()).put((byte) How.of(failure).ordinal()).putInt(body);
        if (failure != null) {
            room(8).putInt(failure.status()).putInt(failure.attempts());
            text(failure.kind().name());
            text(secrets.hide(failure.url()));
            text(failure.phase());
            text(secrets.hide(failure.message()));
            text(secrets.hide(failure.advice()));
        }
        if (fetched != null) {
            room(20).putInt(fetched.status())
                    .putLong(fetched.at().toEpochMilli())
                    .putLong(fetched.elapsed().toNanos());
            text(secrets.hide(fetched.requestedUrl()));
            text(secrets.hide(fetched.url()));
        }
        text(secrets.hide(ended.title()));
        room(4).putInt(ended.words());
        end();
    }

    void beside(int forPage, String url, Ended ended) {
        begin(Kind.BESIDE);
        room(8).putInt(ended.index()).putInt(forPage);
        text(secrets.hide(url));
        end();
        ended(ended);
    }

    private int body(Fetched fetched) {
        begin(Kind.BODY);
        int count = room(4).position();
        frames.putInt(0);
        int kept = 0;
        for (Map.Entry<String, List<String>> header : fetched.headers().entrySet()) {
            if (Secrets.mayKeep(header.getKey())) {
                text(header.getKey());
                room(4).putInt(header.getValue().size());
                header.getValue().forEach(value -> text(secrets.hide(value)));
                kept++;
            }
        }
        frames.putInt(count, kept);
        byte[] body = secrets.hide(fetched.body());
        room(body.length).put(body);
        return end();
    }

    void delivered(int sink, List<Integer> indexes, @Nullable String position) {
        begin(Kind.DELIVERED);
        room(4).putInt(sink);
        text(position);
        indexes.forEach(index -> room(4).putInt(index));
        end();
    }

    private void begin(Kind kind) {
        start = room(JournalFile.BEFORE).position();
        frames.putLong(0).put((byte) kind.ordinal());
    }

    /** Returns how long the frame is. */
    private int end() {
        int content = frames.position() - start - JournalFile.BEFORE;
        frames.putInt(start, content);
        frames.putInt(start + 4, JournalFile.checksum(frames.array(), start + 8, content + 1));
        return content + JournalFile.BEFORE;
    }

    private void text(@Nullable String text) {
        if (text == null) {
            room(4).putInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(4 + bytes.length).putInt(bytes.length).put(bytes);
    }

    private ByteBuffer room(int more) {
        if (frames.remaining() < more) {
            int wanted = Math.max(Math.addExact(frames.position(), more), 2 * frames.capacity());
            frames = ByteBuffer.allocate(wanted).put(frames.flip());
        }
        return frames;
    }

    /** All since the last one is durable when this returns. */
    void commit() throws IOException {
        int length = frames.position();
        // In pieces: for large ones the JDK asks the system for memory each time.
        for (int at = 0; at < length; at += FIRST) {
            file.write(frames.array(), at, Math.min(FIRST, length - at));
        }
        file.getFD().sync();
        frames = frames.capacity() > MOST_KEPT ? ByteBuffer.allocate(FIRST) : frames.clear();
    }

    void close() throws IOException {
        file.close();
    }

    /** How a page ended, as far as pages are counted. */
    enum How {
        OK,
        FAILED,
        LEFT_OUT;

        static How of(@Nullable Failure failure) {
            return failure == null ? OK : failure.kind() == io.trawl.ErrorKind.DUPLICATE ? LEFT_OUT : FAILED;
        }
    }
}
