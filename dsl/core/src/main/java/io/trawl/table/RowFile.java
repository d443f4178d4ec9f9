package io.trawl.table;

import io.trawl.Sink;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
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
 * where it once stood: its length in bytes. A draft that somebody removes while it is written is put back with all its rows,
 * once its folder is there.
 */
public final class RowFile implements Sink<Object> {

    /** How rows are kept until the file is there. */
    public interface Form {
        /**
         * Rows as text.
         *
         * @param head what the draft begins with, its first 64 kB; empty for a new one
         */
        void write(Writer out, List<?> rows, String head) throws IOException;

        /** Makes the file of the draft, which may be gone then: at once, or not at all. */
        default void finish(Path draft, Path file) throws IOException {
            TableFiles.move(draft, file);
        }

        /** Whether each write is to outlive the process, so that a run that resumes goes on from there. */
        default boolean outlives() {
            return true;
        }
    }

    private final Path file;
    private final Form form;

    /** A file that is made of drafts in this form. */
    public RowFile(Path file, Form form) {
        this.file = file;
        this.form = form;
    }

    public static Sink<Object> csv(Path file, CsvForm csv) {
        return new RowFile(file, csv::rows);
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
        private static final int HEAD = 65_536;

        private final Path draft = TableFiles.draft(file);
        private FileChannel channel;
        private String head = "";
        private long end;
        private boolean done;

        Open(long end) throws IOException {
            if (Files.isDirectory(file)) {
                throw new IOException(file + " is a folder: give the sink the name of a file in it");
            }
            this.end = end;
            if (end > 0 && !Files.exists(draft) && Files.exists(file)) {
                Files.copy(file, draft);
            }
            this.channel = locked();
            try {
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

        private FileChannel locked() throws IOException {
            var opened = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (opened.tryLock() != null) {
                    return opened;
                }
            } catch (OverlappingFileLockException e) {
                // As another process.
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            opened.close();
            throw new IOException(file + " is being written by another job: give this one another file");
        }

        private void readHead() throws IOException {
            var bytes = ByteBuffer.allocate((int) Math.min(end, HEAD));
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
                // Until it is full.
            }
            head = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }

        /** What was removed is still readable here as long as it is open. */
        private void putBack() throws IOException {
            if (Files.exists(draft)) {
                return;
            }
            FileChannel fresh = locked();
            try {
                for (long at = 0; at < end; ) {
                    at += channel.transferTo(at, end - at, fresh);
                }
                fresh.force(false);
            } catch (IOException e) {
                fresh.close();
                Files.deleteIfExists(draft);
                throw e;
            }
            channel.close();
            channel = fresh;
        }

        @Override
        public void write(List<?> rows) throws IOException {
            if (rows.isEmpty()) {
                return;
            }
            putBack();
            // What a write that failed left behind goes.
            channel.truncate(end);
            channel.position(end);
            // Not closed, as that would close the channel.
            Writer out = TableFiles.writer(Channels.newOutputStream(channel));
            form.write(out, rows, head);
            out.flush();
            if (form.outlives()) {
                channel.force(false);
            }
            end = channel.position();
            if (head.isEmpty()) {
                readHead();
            }
        }

        @Override
        public String position() {
            return Long.toString(end);
        }

        /** May be called again where it failed. */
        @Override
        public void close() throws IOException {
            if (done) {
                return;
            }
            if (channel.isOpen()) {
                if (end > 0) {
                    putBack();
                }
                channel.truncate(end);
                channel.close();
            }
            if (end > 0) {
                form.finish(draft, file);
            }
            done = true;
            Files.deleteIfExists(draft);
        }

        @Override
        public String toString() {
            return RowFile.this.toString();
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
