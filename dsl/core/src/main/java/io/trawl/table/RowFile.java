package io.trawl.table;

import io.trawl.Sink;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that grows row by row and can be cut back to where it once stood: its length in bytes. */
public final class RowFile implements Sink<Object> {

    /** Rows as text. */
    private interface Lines {
        void write(Writer out, List<?> rows, boolean first) throws IOException;
    }

    private final Path file;
    private final Lines lines;

    private RowFile(Path file, Lines lines) {
        this.file = file;
        this.lines = lines;
    }

    public static Sink<Object> csv(Path file) {
        return new RowFile(file, (out, values, first) -> {
            Rows rows = Rows.of(values);
            if (first) {
                TableFiles.line(out, rows.columns());
            }
            for (var row : rows.rows()) {
                TableFiles.line(out, row);
            }
        });
    }

    public static Sink<Object> jsonl(Path file) {
        return new RowFile(file, (out, values, first) -> {
            for (Object value : values) {
                TableFiles.object(out, value);
            }
        });
    }

    @Override
    public void write(List<?> rows) {
        throw new IllegalStateException("it is not open");
    }

    @Override
    public Sink<Object> open(@Nullable String position) throws IOException {
        return new Open(position == null ? 0 : Long.parseLong(position));
    }

    /** The file while one job writes to it. */
    private final class Open implements Sink<Object> {
        private final FileChannel channel;
        private long end;

        Open(long end) throws IOException {
            this.end = end;
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                lock();
                if (channel.size() < end) {
                    throw new IOException(file + " is shorter than it was when its last row was confirmed: put it back,"
                            + " or begin again with .checkpoint(path, RESTART)");
                }
                channel.truncate(end);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        private void lock() throws IOException {
            try {
                if (channel.tryLock() != null) {
                    return;
                }
            } catch (OverlappingFileLockException e) {
                // As another process.
            }
            throw new IOException(file + " is being written by another job: give this one another file");
        }

        @Override
        public void write(List<?> rows) throws IOException {
            var text = new StringWriter();
            lines.write(text, rows, end == 0);
            var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            long at = end;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            channel.force(false);
            end = at;
        }

        @Override
        public String position() {
            return Long.toString(end);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
