package io.trawl.kernel.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The history on disk: lines {@code session TAB line TAB source TAB output}, readable by its owner only. Kernels that run
 * at once share it: each takes a session number of its own, and all that touches the file holds the lock of the file
 * beside it. It is cut to its newer half when it grows beyond {@value #MOST_BYTES} bytes; a line that cannot be read is
 * passed over.
 */
final class HistoryFile {

    /** Entries that are read, and that are left when the file is cut. */
    static final int MOST = 10_000;

    static final int MOST_BYTES = 16 << 20;

    /** A longer cell is no history, but data. */
    private static final int LONGEST = 1 << 20;

    private static final int LONGEST_OUTPUT = 10_000;

    /** A file lock is the process's; this one is for its threads. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path path;
    private final Path lockPath;
    private int session;

    HistoryFile(Path path) {
        this.path = path.toAbsolutePath();
        this.lockPath = this.path.resolveSibling(path.getFileName() + ".lock");
    }

    /** @param session the number of this session, nobody else's */
    record Opened(int session, List<HistoryEntry> entries) {}

    Opened open() throws IOException {
        Files.createDirectories(path.getParent(), onlyOwner("rwx------"));
        try (var locked = new Locked()) {
            List<String> lines = lines();
            session = 1 + lines.stream().mapToInt(HistoryFile::session).max().orElse(0);
            // Line 0 only takes the number.
            append(line(new HistoryEntry(session, 0, "", Optional.empty())));
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            }
            List<HistoryEntry> entries = lines.stream()
                    .flatMap(line -> entry(line).stream())
                    .filter(e -> e.line() > 0)
                    .collect(Collectors.toCollection(ArrayList::new));
            return new Opened(session, entries.subList(Math.max(0, entries.size() - MOST), entries.size()));
        }
    }

    void append(HistoryEntry entry) throws IOException {
        if (entry.source().length() > LONGEST) {
            return;
        }
        try (var locked = new Locked()) {
            append(line(entry));
            if (Files.size(path) > MOST_BYTES) {
                cut();
            }
        }
    }

    private void append(String line) throws IOException {
        Set<StandardOpenOption> how = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try (var channel = FileChannel.open(path, how, onlyOwner("rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Whole or not at all. */
    private void cut() throws IOException {
        List<String> lines = lines();
        int first = lines.size();
        long bytes = 0;
        while (first > Math.max(0, lines.size() - MOST) && bytes < MOST_BYTES / 2) {
            bytes += lines.get(--first).getBytes(StandardCharsets.UTF_8).length;
        }
        Path part = path.resolveSibling(path.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, onlyOwner("rw-------"));
        Files.writeString(part, String.join("\n", lines.subList(first, lines.size())) + "\n");
        Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> lines() throws IOException {
        try {
            // Malformed bytes are replaced: one bad line must not cost the others.
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private FileAttribute<?>[] onlyOwner(String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static int session(String line) {
        return entry(line).map(HistoryEntry::session).orElse(0);
    }

    private static Optional<HistoryEntry> entry(String line) {
        String[] parts = line.split("\t", -1);
        try {
            Optional<String> output = parts.length > 3 ? Optional.of(unescape(parts[3])) : Optional.empty();
            return parts.length < 3
                    ? Optional.empty()
                    : Optional.of(new HistoryEntry(
                            Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), unescape(parts[2]), output));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String line(HistoryEntry entry) {
        String output = entry.output()
                .map(o -> "\t" + escape(o.length() > LONGEST_OUTPUT ? o.substring(0, LONGEST_OUTPUT) + "…" : o))
                .orElse("");
        return entry.session() + "\t" + entry.line() + "\t" + escape(entry.source()) + output + "\n";
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static String unescape(String text) {
        var source = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                source.append(c);
                continue;
            }
            char next = text.charAt(++i);
            source.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next);
        }
        return source.toString();
    }

    /** Among the threads of this process and among processes. */
    private final class Locked implements Closeable {
        private final FileChannel channel;

        Locked() throws IOException {
            THREADS.lock();
            FileChannel opened = null;
            try {
                opened = FileChannel.open(
                        lockPath, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), onlyOwner("rw-------"));
                opened.lock();
            } catch (IOException | RuntimeException e) {
                if (opened != null) {
                    opened.close();
                }
                THREADS.unlock();
                throw e;
            }
            channel = opened;
        }

        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                THREADS.unlock();
            }
        }
    }
}
