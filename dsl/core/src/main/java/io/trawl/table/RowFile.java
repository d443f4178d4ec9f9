package io.trawl.table;

import io.trawl.Sink;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows row by row in a draft beside it, and is there once its writer is done. The draft can be cut back to
 * where it once stood: its length in bytes.
 */
public final class RowFile implements Sink<Object> {

    /** Rows as text; one of these serves one opening of the file. */
    private interface Form {
        /** @param head what the file begins with; empty for a new one */
        void write(Writer out, List<?> rows, String head) throws IOException;
    }

    private final Path file;
    private final Form form;

    private RowFile(Path file, Form form) {
        this.file = file;
        this.form = form;
    }

    public static Sink<Object> csv(Path file, CsvForm csv) {
        return new RowFile(file, (out, values, head) -> {
            Columns columns = Columns.of(values);
            var header = new StringBuilder();
            csv.line(header, columns.names());
            if (head.isEmpty()) {
                out.append(header);
            } else if (!head.startsWith(header.substring(0, Math.min(header.length(), head.length())))) {
                throw new IllegalArgumentException("the file begins with the columns "
                        + head.lines().findFirst().orElse("")
                        + ", and these rows have " + header.toString().strip()
                        + ": rows of one kind go to one file; .jsonl takes them all");
            }
            for (Object value : values) {
                csv.line(out, columns.cells(value));
            }
        });
    }

    public static Sink<Object> jsonl(Path file) {
        return new RowFile(file, (out, values, head) -> {
            for (Object value : values) {
                out.write(Json.text(value));
                out.write('\n');
            }
        });
    }

    @Override
    public void write(List<?> rows) {
        throw new IllegalStateException("it is not open");
    }

    @Override
    public Sink<Object> open(String job, @Nullable String position) throws IOException {
        return new Open(position == null ? 0 : Long.parseLong(position));
    }

    /** The draft while one job writes to it. */
    private final class Open implements Sink<Object> {
        private static final int HEAD = 8_192;

        private final Path draft = TableFiles.draft(file);
        private final FileChannel channel;
        private String head = "";
        private long end;

        Open(long end) throws IOException {
            this.end = end;
            if (end > 0 && !Files.exists(draft) && Files.exists(file)) {
                Files.copy(file, draft);
            }
            this.channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock();
                if (channel.size() < end) {
                    throw new IOException(file + " is shorter than it was when its last row was confirmed: put it back,"
                            + " or begin again with .checkpoint(path, RESTART)");
                }
                channel.truncate(end);
                readHead();
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

        private void readHead() throws IOException {
            var bytes = java.nio.ByteBuffer.allocate((int) Math.min(end, HEAD));
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
                // Until it is full.
            }
            head = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }

        @Override
        public void write(List<?> rows) throws IOException {
            // What a write that failed left behind goes.
            channel.truncate(end);
            channel.position(end);
            // Not closed, as that would close the channel.
            var out = new BufferedWriter(
                    new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8), 65_536);
            form.write(out, rows, head);
            out.flush();
            channel.force(false);
            end = channel.position();
            if (head.isEmpty()) {
                readHead();
            }
        }

        @Override
        public String position() {
            return Long.toString(end);
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                channel.truncate(end);
                channel.close();
                if (end > 0) {
                    TableFiles.move(draft, file);
                } else {
                    Files.deleteIfExists(draft);
                }
            }
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
