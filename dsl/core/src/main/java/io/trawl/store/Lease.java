package io.trawl.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a file, held by one process at a time and lost with it: a lock on a file beside it, which names the
 * holder. A lock on the file itself would not do: closing any other channel on it, a reader's too, ends POSIX locks.
 */
final class Lease implements AutoCloseable {
    /** Held by this process. To open the lock file of such a one and close it again, even to read it, would end our own. */
    private static final Map<Path, String> OURS = new HashMap<>();

    /** Locked far behind the text, which others may thus read, on Windows too. */
    private static final long BEYOND = Long.MAX_VALUE - 1;

    private final Path path;
    private final FileChannel channel;

    private Lease(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    private static Path beside(Path file) {
        return file.toAbsolutePath().normalize().resolveSibling(file.getFileName() + ".lock");
    }

    /**
     * @param holder who asks, in words, for others to read
     * @throws JournalException where another holds it, naming him
     */
    static Lease take(Path file, String holder) throws IOException {
        Path path = beside(file);
        String other;
        synchronized (OURS) {
            if (OURS.containsKey(path)) {
                other = OURS.get(path);
            } else {
                var lease = lock(path, holder);
                if (lease != null) {
                    return lease;
                }
                other = holder(path);
            }
        }
        throw new JournalException(
                file + " is in use by " + other,
                "wait until that run is done, or cancel it; or give this one another file");
    }

    /** Null where another process has it. */
    private static @Nullable Lease lock(Path path, String holder) throws IOException {
        while (true) {
            Object before = key(path);
            var channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock(BEYOND, 1, false) == null) {
                    channel.close();
                    return null;
                }
                // Whoever held it before may have removed the file between our opening and locking it: then we hold
                // nothing. As long as we have it open no other file gets its key.
                if (before != null && before.equals(key(path))) {
                    channel.truncate(0);
                    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
                    OURS.put(path, holder);
                    return new Lease(path, channel);
                }
                channel.close();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
    }

    /** What no two files have at a time, where the system tells; null where there is no file. */
    private static @Nullable Object key(Path path) throws IOException {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path : key;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static @Nullable String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return null;
        }
    }

    private static String holder(Path path) {
        String text = read(path);
        return text == null || text.isBlank() ? "another process" : text;
    }

    /** Who holds it; null where nobody does. */
    static @Nullable String holderOf(Path file) throws IOException {
        Path path = beside(file);
        synchronized (OURS) {
            if (OURS.containsKey(path)) {
                return OURS.get(path);
            }
            if (Files.notExists(path)) {
                return null;
            }
            try (var channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return channel.tryLock(BEYOND, 1, false) == null ? holder(path) : null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (OURS) {
            OURS.remove(path);
            Files.deleteIfExists(path);
            channel.close();
        }
    }
}
