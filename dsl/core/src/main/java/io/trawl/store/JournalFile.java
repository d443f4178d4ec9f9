package io.trawl.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file of a journal: eight bytes that say what it is, then frames, which are appended and never changed. A frame is
 * the length of its content, a CRC-32C of kind and content, its kind, its content; numbers are big-endian, texts UTF-8
 * after their length. The first frame that is not whole is the torn tail of a process that was killed.
 *
 * <pre>
 * FACT       key, value                         about the job; the last of a key holds
 * FOUND      index, depth, first, url           a page found; the first of an index holds
 * BODY       headers, body                      what came over the wire: of the ENDED right after it
 * ENDED      index, how, length of BODY, …      how a page ended; the last of an index holds
 * DELIVERED  sink, position, indexes            pages whose rows that sink has confirmed
 * BESIDE     index, page, url                   a page that a stage fetches for another; its index is below 0
 * </pre>
 *
 * <p>{@link RandomAccessFile} and no channel: a channel is closed under everybody where one reader is interrupted.
 */
final class JournalFile {
    enum Kind {
        FACT,
        FOUND,
        BODY,
        ENDED,
        DELIVERED,
        BESIDE;

        private static final Kind[] ALL = values();
    }

    /**
     * A frame that is whole.
     *
     * @param length with what stands before its content
     */
    record Frame(Kind kind, int length, ByteBuffer content) {}

    /** 1 was a database of SQLite. */
    static final int VERSION = 2;

    /** In place of a version: its process was killed before there was one. */
    private static final int UNBORN = 0;

    private static final int FOREIGN = -1;

    /** "Trwl", so that we know our own. */
    private static final int OURS = 0x5472776C;

    static final int HEAD = 8;
    /** Of a frame: length, checksum, kind. */
    static final int BEFORE = 9;

    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int WINDOW = 4_096;

    private final RandomAccessFile file;
    private final byte[] window = new byte[WINDOW];
    private long windowAt;
    private int windowLength;

    private JournalFile(RandomAccessFile file) {
        this.file = file;
    }

    /** To be read; who drops it closes it. */
    static JournalFile open(Path path) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "r");
        try {
            check(path, version(file), false);
            return new JournalFile(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** To be appended to; a new one has its head. */
    static RandomAccessFile openToWrite(Path path) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            int version = version(file);
            check(path, version, true);
            if (version == UNBORN) {
                file.seek(0);
                file.write(head());
                syncFolder(path);
            }
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static byte[] head() {
        return ByteBuffer.allocate(HEAD).putInt(OURS).putInt(VERSION).array();
    }

    /** That the file is there must be durable too; where a folder cannot be opened, as on Windows, the system sees to it. */
    private static void syncFolder(Path path) {
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // As said.
        }
    }

    private static void check(Path path, int version, boolean unbornToo) {
        if (version == UNBORN && unbornToo || version == VERSION) {
            return;
        }
        if (version == UNBORN || version == FOREIGN) {
            throw new JournalException(
                    path + " is no checkpoint of Trawl", "another file, or remove this one if nobody needs it");
        }
        throw new JournalException(
                path + " was written by another Trawl (format " + version + "; this one knows " + VERSION + ")",
                (version > VERSION ? "a newer Trawl" : "the Trawl that wrote it")
                        + ", or .checkpoint(path, RESTART) to begin again");
    }

    private static int version(RandomAccessFile file) throws IOException {
        var start = new byte[72];
        file.seek(0);
        int n = Math.max(0, file.read(start));
        var numbers = ByteBuffer.wrap(start);
        if (Arrays.equals(start, 0, SQLITE.length, SQLITE, 0, SQLITE.length)) {
            return numbers.getInt(68) == OURS ? numbers.getInt(60) : FOREIGN;
        }
        if (n < HEAD) {
            return Arrays.equals(start, 0, n, head(), 0, n) ? UNBORN : FOREIGN;
        }
        return numbers.getInt(0) == OURS ? numbers.getInt(4) : FOREIGN;
    }

    /** Whether it is ours, of whatever version: only such a one may be begun again. */
    static boolean isOurs(Path path) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            return version(file) != FOREIGN;
        }
    }

    /** With what the first format kept beside it. */
    static void delete(Path path) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(path.resolveSibling(path.getFileName() + suffix));
        }
    }

    static int checksum(byte[] bytes, int from, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }

    /** How long it is now. */
    long length() throws IOException {
        return file.length();
    }

    /** The frame there; null where none is, or not all of it. */
    @Nullable
    Frame frame(long at, long end) throws IOException {
        return frame(at, end, true);
    }

    /** The same, but of a BODY neither content nor check: for whoever passes by. */
    @Nullable
    Frame past(long at, long end) throws IOException {
        return frame(at, end, false);
    }

    private @Nullable Frame frame(long at, long end, boolean bodies) throws IOException {
        if (at + BEFORE > end) {
            return null;
        }
        var before = ByteBuffer.wrap(read(at, BEFORE));
        int length = before.getInt();
        int checksum = before.getInt();
        int kind = before.get();
        if (length < 0 || at + BEFORE + length > end || kind < 0 || kind >= Kind.ALL.length) {
            return nothing();
        }
        if (Kind.ALL[kind] == Kind.BODY && !bodies) {
            return new Frame(Kind.BODY, BEFORE + length, ByteBuffer.allocate(0));
        }
        byte[] all = read(at + BEFORE - 1, 1 + length);
        return checksum(all, 0, all.length) == checksum
                ? new Frame(
                        Kind.ALL[kind],
                        BEFORE + length,
                        ByteBuffer.wrap(all, 1, length).slice())
                : nothing();
    }

    /** What is read here may be written anew: it is read again the next time. */
    private @Nullable Frame nothing() {
        windowLength = 0;
        return null;
    }

    private byte[] read(long at, int length) throws IOException {
        if (length > WINDOW) {
            var bytes = new byte[length];
            file.seek(at);
            file.readFully(bytes);
            return bytes;
        }
        if (at < windowAt || at + length > windowAt + windowLength) {
            file.seek(at);
            windowAt = at;
            windowLength = Math.max(0, file.read(window));
            if (windowLength < length) {
                windowLength = 0;
                throw new IOException("cut short at byte " + at);
            }
        }
        int from = (int) (at - windowAt);
        return Arrays.copyOfRange(window, from, from + length);
    }
}
