package io.trawl.engine;

import io.trawl.store.BlockFile;
import io.trawl.store.Found;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pages that wait, taken in input order, for a reader who gets them in that order: none too far beyond the one that
 * the reader waits for, and that one always. However many wait, about 50,000 of them are in the heap.
 */
final class InputOrder implements Waitlist {
    private static final int NEAR = 50_000;

    private final IntSupplier end;
    private final BlockFile file;
    private final PriorityQueue<Found> near = new PriorityQueue<>(Comparator.comparingInt(Found::index));
    private Line far;
    private int waiting;

    /**
     * @param scratch where what is too much for the heap goes
     * @param end the first index that is too far
     */
    InputOrder(Path scratch, IntSupplier end) {
        this.file = new BlockFile(scratch);
        this.far = new Line(file);
        this.end = end;
    }

    @Override
    public void add(Found page) {
        waiting++;
        if (near.size() < NEAR && far.isEmpty()) {
            near.add(page);
        } else {
            far.add(page);
        }
    }

    @Override
    public @Nullable Found take() {
        int tooFar = end.getAsInt();
        // Pages are found by several at once: one that comes first may have been found a little later.
        while (!far.isEmpty() && (near.isEmpty() || near.peek().index() >= tooFar)) {
            near.add(far.poll());
        }
        return near.isEmpty() || near.peek().index() >= tooFar ? null : next();
    }

    private @Nullable Found next() {
        Found page = near.poll();
        waiting -= page == null ? 0 : 1;
        return page;
    }

    @Override
    public void ended(Found page) {
        // The reader's place alone decides.
    }

    @Override
    public int waiting() {
        return waiting;
    }

    @Override
    public @Nullable Found drop() {
        if (near.isEmpty() && !far.isEmpty()) {
            near.add(far.poll());
        }
        return next();
    }

    @Override
    public void close() {
        file.close();
    }
}
