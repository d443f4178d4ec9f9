package io.trawl.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A growing set of 64-bit fingerprints: open addressing in 64 parts that double one by one, so that no insertion waits
 * for all of it. Beyond a size it lives in a mapped file, where the system's page cache decides what stays in memory.
 * Two of ten million URLs have the same fingerprint with a probability of 3e-6. Not thread-safe.
 */
public final class SeenSet implements AutoCloseable {
    private static final int PARTS = 64;
    private static final int FIRST_SLOTS = 16;
    private static final double FULL = 0.7;

    private final LongBuffer[] parts = new LongBuffer[PARTS];
    private final int[] sizes = new int[PARTS];
    private final Path folder;
    private final int inHeap;
    private int size;
    private @Nullable FileChannel file;
    private long fileEnd;

    /**
     * @param folder where the file is made once it is needed
     * @param inHeap how many fingerprints the heap may hold
     */
    public SeenSet(Path folder, int inHeap) {
        this.folder = folder;
        this.inHeap = inHeap;
        for (int i = 0; i < PARTS; i++) {
            parts[i] = LongBuffer.allocate(FIRST_SLOTS);
        }
    }

    /** The first 64 bits of the SHA-256: no site can make two of its URLs look like one. */
    public static long fingerprint(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    /** Adds a fingerprint; false where it was there. */
    public boolean add(long fingerprint) {
        long key = fingerprint == 0 ? 1 : fingerprint;
        int part = (int) (key >>> 58);
        if (!insert(parts[part], key)) {
            return false;
        }
        size++;
        if (++sizes[part] > parts[part].capacity() * FULL) {
            grow(part);
        }
        return true;
    }

    public boolean contains(long fingerprint) {
        long key = fingerprint == 0 ? 1 : fingerprint;
        LongBuffer slots = parts[(int) (key >>> 58)];
        int mask = slots.capacity() - 1;
        for (int at = (int) key & mask; slots.get(at) != 0; at = at + 1 & mask) {
            if (slots.get(at) == key) {
                return true;
            }
        }
        return false;
    }

    public int size() {
        return size;
    }

    /** Whether it has outgrown the heap. */
    public boolean onDisk() {
        return file != null;
    }

    /** What it takes of the disk, the parts it has outgrown included. */
    public long bytesOnDisk() {
        return fileEnd;
    }

    private static boolean insert(LongBuffer slots, long key) {
        int mask = slots.capacity() - 1;
        int at = (int) key & mask;
        while (true) {
            long there = slots.get(at);
            if (there == key) {
                return false;
            }
            if (there == 0) {
                slots.put(at, key);
                return true;
            }
            at = at + 1 & mask;
        }
    }

    private void grow(int part) {
        LongBuffer old = parts[part];
        LongBuffer twice = slots(old.capacity() * 2);
        for (int i = 0; i < old.capacity(); i++) {
            if (old.get(i) != 0) {
                insert(twice, old.get(i));
            }
        }
        parts[part] = twice;
    }

    private LongBuffer slots(int count) {
        if (size <= inHeap) {
            return LongBuffer.allocate(count);
        }
        try {
            if (file == null) {
                file = Scratch.open(folder, "seen");
            }
            long bytes = count * 8L;
            var mapped = file.map(FileChannel.MapMode.READ_WRITE, fileEnd, bytes);
            fileEnd += bytes;
            return mapped.order(ByteOrder.nativeOrder()).asLongBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException("no room for the URLs seen: " + folder, e);
        }
    }

    @Override
    public void close() {
        Scratch.close(file);
    }
}
