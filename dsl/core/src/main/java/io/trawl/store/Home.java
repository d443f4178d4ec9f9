package io.trawl.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The user's data folder: {@code TRAWL_HOME}, else where the system keeps such data. Journals of jobs stand in it by the
 * job's id, and pointers to the checkpoints that stand elsewhere. Only its owner may enter.
 */
public final class Home {
    static final Duration KEPT = Duration.ofDays(14);
    static final long MOST_BYTES = 2_000_000_000L;
    private static final String JOURNAL = ".trawl";
    private static final String POINTER = ".path";

    private final Path folder;

    public Home(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The system property {@code trawl.data}, else the variable {@code TRAWL_HOME}, else the platform's usual place. */
    public static Home ofUser() {
        String set = System.getProperty("trawl.data", System.getenv("TRAWL_HOME"));
        return new Home(set == null || set.isBlank() ? usual() : Path.of(set));
    }

    private static Path usual() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Path user = Path.of(System.getProperty("user.home"));
        if (os.contains("mac")) {
            return user.resolve("Library/Application Support/trawl");
        }
        boolean windows = os.contains("win");
        String data = System.getenv(windows ? "LOCALAPPDATA" : "XDG_DATA_HOME");
        Path base = data != null && !data.isBlank()
                ? Path.of(data)
                : user.resolve(windows ? "AppData/Local" : ".local/share");
        return base.resolve("trawl");
    }

    private Path jobs() {
        return folder.resolve("jobs");
    }

    /** Where what is too big for the heap goes while a job runs. */
    public Path scratch() {
        return folder.resolve("scratch");
    }

    /** Where the journal of a new job belongs; the folder is made. */
    public Path journal(String id) {
        try {
            return Folders.create(jobs()).resolve(id + JOURNAL);
        } catch (IOException e) {
            throw cannot("write to " + jobs(), e);
        }
    }

    /** Whether an id is taken by an earlier job. */
    public boolean knows(String id) {
        return find(id).isPresent();
    }

    /** The journal of an earlier job. */
    public Optional<Path> find(String id) {
        if (!id.matches("[a-z0-9]{1,16}")) {
            return Optional.empty();
        }
        Path own = jobs().resolve(id + JOURNAL);
        return Files.exists(own) ? Optional.of(own) : target(jobs().resolve(id + POINTER));
    }

    private static Optional<Path> target(Path pointer) {
        try {
            Path target = Path.of(Files.readString(pointer));
            return Files.exists(target) ? Optional.of(target) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Remembers where the checkpoint of a job stands. */
    public void point(String id, Path checkpoint) {
        try {
            Files.writeString(
                    Folders.create(jobs()).resolve(id + POINTER),
                    checkpoint.toAbsolutePath().normalize().toString(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw cannot("write to " + jobs(), e);
        }
    }

    /** Removes the journal of a job, unless somebody uses it, or the pointer to its checkpoint; whether there was one. */
    public boolean forget(String id) {
        if (!id.matches("[a-z0-9]{1,16}")) {
            return false;
        }
        Path own = jobs().resolve(id + JOURNAL);
        Path pointer = jobs().resolve(id + POINTER);
        boolean known = Files.exists(own) || Files.exists(pointer);
        if (Files.exists(own)) {
            remove(own);
        }
        delete(pointer);
        return known && Files.notExists(own);
    }

    /** The journals of earlier jobs and of those that run elsewhere, newest first. */
    public synchronized List<Path> journals() {
        var all = new ArrayList<Path>();
        for (Path file : files(jobs())) {
            String name = file.getFileName().toString();
            if (name.endsWith(JOURNAL)) {
                all.add(file);
            } else if (name.endsWith(POINTER)) {
                target(file).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparing(Home::changed).reversed());
        return all;
    }

    /**
     * Removes journals in this folder that nobody uses and that are older than 14 days, then the oldest until the rest is
     * below 2 GB; pointers that lead nowhere; and scratch files of processes that were killed. Checkpoints elsewhere are
     * their owner's.
     */
    public void clean(Instant now) {
        long bytes = 0;
        for (Path file : journals()) {
            if (file.startsWith(jobs())) {
                bytes += size(file);
                boolean old = changed(file).toInstant().isBefore(now.minus(KEPT));
                if (old || bytes > MOST_BYTES) {
                    remove(file);
                }
            }
        }
        for (Path file : files(jobs())) {
            if (file.toString().endsWith(POINTER) && target(file).isEmpty()) {
                delete(file);
            }
        }
        for (Path file : files(scratch())) {
            if (file.toString().endsWith(Scratch.SUFFIX)
                    && changed(file).toInstant().isBefore(now.minus(KEPT))) {
                delete(file);
            }
        }
    }

    private static void remove(Path journal) {
        try (var lease = Lease.take(journal, "a clean-up")) {
            JournalFile.delete(journal);
        } catch (JournalException inUse) {
            // Then it stays.
        } catch (IOException e) {
            LoggerFactory.getLogger(Home.class).warn("an old journal could not be removed: {}", journal, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LoggerFactory.getLogger(Home.class).warn("could not be removed: {}", file, e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private UncheckedIOException cannot(String what, IOException e) {
        return new UncheckedIOException("cannot " + what + ": set TRAWL_HOME to a folder of yours", e);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
