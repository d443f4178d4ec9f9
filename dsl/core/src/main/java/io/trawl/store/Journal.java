package io.trawl.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The record of one job, written in groups: the first that comes goes to disk at once, and whatever has come in until a
 * short pause later is the next group. Nobody waits for it, unless more than 16 MB do: then whoever brings more writes
 * them himself. What is told to be durable has reached the disk. Thread-safe.
 */
public final class Journal {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GROUP = 256;
    private static final long GROUP_BYTES = 4_000_000;
    private static final long BACKLOG = 16_000_000;

    private interface Write {
        void to(JournalWriter writer);
    }

    private record Entry(Write write, Runnable durable, long bytes) {}

    private final Path file;
    private final Lease lease;
    private final JournalWriter writer;
    private final JournalReader reader;
    private final Head head;
    private final Executor executor;
    private final Executor pause;
    private final Consumer<Throwable> broken;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final Object writing = new Object();
    private long bytes;
    private boolean scheduled;
    private boolean over;

    private Journal(
            Path file,
            Lease lease,
            JournalWriter writer,
            JournalReader reader,
            Executor executor,
            Executor pause,
            Consumer<Throwable> broken) {
        this.file = file;
        this.lease = lease;
        this.writer = writer;
        this.reader = reader;
        this.head = reader.head();
        this.executor = executor;
        this.pause = pause;
        this.broken = broken;
    }

    /**
     * Opens the journal of a job, or makes it. Reads and writes a file.
     *
     * @param head of a new one; where there is one, it must have the same plan and all else is its own
     * @param restart whether one that exists is to be begun again, whatever its plan
     * @param executor where it writes
     * @param pause where it writes on, a little later, after a group
     * @param broken told once if it cannot be written any more; nothing is durable from then on
     * @throws JournalException if it is in use, is none, or is one of another plan or version
     */
    public static Journal open(
            Path file,
            Head head,
            boolean restart,
            Secrets secrets,
            Executor executor,
            Executor pause,
            Consumer<Throwable> broken) {
        Lease lease = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Folders.create(folder);
            }
            lease = Lease.take(
                    file,
                    "job " + head.id() + " of process "
                            + ProcessHandle.current().pid());
            if (restart && Files.exists(file)) {
                if (!JournalFile.isOurs(file)) {
                    throw new JournalException(file + " is no checkpoint of Trawl", "another file");
                }
                JournalFile.delete(file);
            }
            return open(file, lease, head, secrets, executor, pause, broken);
        } catch (IOException | RuntimeException e) {
            close(lease);
            throw e instanceof JournalException j ? j : unwritable(file, e);
        }
    }

    private static Journal open(
            Path path,
            Lease lease,
            Head head,
            Secrets secrets,
            Executor executor,
            Executor pause,
            Consumer<Throwable> broken)
            throws IOException {
        var file = JournalFile.openToWrite(path);
        try {
            var reader = JournalReader.open(path, secrets);
            long end = reader.whole();
            long torn = file.length() - end;
            if (torn > 0) {
                LoggerFactory.getLogger(Journal.class).info("{}: the last {} bytes are torn, and dropped", path, torn);
            }
            var writer = new JournalWriter(file, end, secrets);
            if (reader.isEmpty()) {
                writer.head(head);
                writer.commit();
            }
            String ours = Secrets.starred(secrets.hide(head.plan()));
            String theirs = reader.head().plan();
            if (!ours.equals(theirs)) {
                throw new JournalException(
                        path + " belongs to another plan: " + difference(theirs, ours),
                        "the same plan; another file; or .checkpoint(path, RESTART) to begin again");
            }
            writer.fact("state", head.state());
            writer.fact("reason", "");
            writer.commit();
            return new Journal(path, lease, writer, reader, executor, pause, broken);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static JournalException unwritable(Path file, Throwable e) {
        return new JournalException(
                file + " cannot be written: " + e.getMessage(), "a folder that is yours, with room on its disk", e);
    }

    private static String difference(String theirs, String ours) {
        try {
            JsonNode a = JSON.readTree(theirs);
            JsonNode b = JSON.readTree(ours);
            var names = new TreeSet<String>();
            a.fieldNames().forEachRemaining(names::add);
            b.fieldNames().forEachRemaining(names::add);
            var parts = new ArrayList<String>();
            for (String name : names) {
                if (!a.path(name).equals(b.path(name))) {
                    parts.add(name + " is " + text(a.path(name)) + " there and " + text(b.path(name)) + " here");
                }
            }
            return String.join("; ", parts);
        } catch (JsonProcessingException e) {
            return "it cannot be compared";
        }
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "not set" : value.isTextual() ? value.asText() : value.toString();
    }

    /** Who writes a journal now, in words; null where nobody does. */
    public static @Nullable String holder(Path file) {
        try {
            return Lease.holderOf(file);
        } catch (IOException e) {
            return null;
        }
    }

    /** What the file says of the job: of its first run, where there were several. */
    public Head head() {
        return head;
    }

    public JournalReader reader() {
        return reader;
    }

    public Path file() {
        return file;
    }

    // Writing

    /** Pages found: they are there before any outcome that is told later. */
    public void found(List<Found> found) {
        if (!found.isEmpty()) {
            var all = List.copyOf(found);
            add(
                    w -> {
                        for (Found one : all) {
                            w.found(one);
                        }
                    },
                    () -> {},
                    100L * all.size());
        }
    }

    public void ended(Ended ended, Runnable durable) {
        add(w -> w.ended(ended), durable, size(ended));
    }

    /**
     * A page that a stage fetched for another of the job's.
     *
     * @param ended with an index below 0, that no other has
     */
    public void beside(int forPage, String url, Ended ended, Runnable durable) {
        add(w -> w.beside(forPage, url, ended), durable, size(ended));
    }

    private static long size(Ended ended) {
        return ended.page() == null ? 200 : 200 + ended.page().body().length;
    }

    /** @param position where the sink stands now, for a run that resumes */
    public void delivered(int sink, List<Integer> indexes, @Nullable String position, Runnable durable) {
        add(w -> w.delivered(sink, indexes, position), durable, 50L * indexes.size());
    }

    /** The last entry; frees the file, and then tells. */
    public void close(String state, String reason, Runnable closed) {
        Runnable end = () -> {
            release();
            closed.run();
        };
        boolean late;
        synchronized (waiting) {
            late = over;
        }
        if (late) {
            closed.run();
            return;
        }
        add(
                w -> {
                    w.fact("state", state);
                    w.fact("reason", reason);
                },
                end,
                50);
        synchronized (waiting) {
            over = true;
        }
        executor.execute(this::flush);
    }

    private void add(Write write, Runnable durable, long size) {
        boolean schedule;
        boolean full;
        synchronized (waiting) {
            if (over) {
                return;
            }
            waiting.add(new Entry(write, durable, size));
            bytes += size;
            full = bytes > BACKLOG;
            schedule = !scheduled;
            scheduled = true;
        }
        if (full) {
            flush();
        } else if (schedule) {
            executor.execute(this::flush);
        }
    }

    /** Until nothing waits. What is a full group goes at once; of less more is to come, as each costs a wait for the disk. */
    private void flush() {
        do {
            List<Entry> group;
            synchronized (writing) {
                group = take();
                if (group.isEmpty()) {
                    return;
                }
                try {
                    group.forEach(entry -> entry.write.to(writer));
                    writer.commit();
                } catch (IOException | RuntimeException e) {
                    fail(e);
                    return;
                }
            }
            group.forEach(Journal::tell);
        } while (isFull());
        pause.execute(this::flush);
    }

    private boolean isFull() {
        synchronized (waiting) {
            return over || waiting.size() >= GROUP || bytes >= GROUP_BYTES;
        }
    }

    private static void tell(Entry entry) {
        try {
            entry.durable.run();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Journal.class).warn("what followed a commit threw", e);
        }
    }

    private List<Entry> take() {
        var group = new ArrayList<Entry>();
        synchronized (waiting) {
            long size = 0;
            while (!waiting.isEmpty() && group.size() < GROUP && size < GROUP_BYTES) {
                Entry entry = waiting.poll();
                size += entry.bytes;
                group.add(entry);
            }
            bytes -= size;
            if (group.isEmpty()) {
                scheduled = false;
            }
        }
        return group;
    }

    private void fail(Exception e) {
        synchronized (waiting) {
            waiting.clear();
            over = true;
        }
        release();
        broken.accept(unwritable(file, e));
    }

    private void release() {
        synchronized (waiting) {
            over = true;
        }
        synchronized (writing) {
            try {
                writer.close();
            } catch (IOException e) {
                LoggerFactory.getLogger(Journal.class).warn("{} could not be closed", file, e);
            }
        }
        close(lease);
    }

    private static void close(@Nullable Lease lease) {
        try {
            if (lease != null) {
                lease.close();
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(Journal.class).warn("a lock could not be freed", e);
        }
    }

    @Override
    public String toString() {
        return "journal " + file;
    }
}
