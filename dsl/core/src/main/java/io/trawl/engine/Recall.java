package io.trawl.engine;

import io.trawl.Failure;
import io.trawl.store.Found;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Going on where an earlier run stopped: the pages that ended then, brought again in input order as fast as there is room
 * for them. Thread-safe; {@link #goOn} may be called from what it brings.
 */
final class Recall {
    /** A page that ended in an earlier run; {@code page} is null where nothing came over the wire. */
    record Page(
            Found found,
            @Nullable Failure failure,
            @Nullable KeptPage page) {}

    private final Deque<Page> pages = new ArrayDeque<>();
    private final BooleanSupplier room;
    private final Consumer<Page> bring;
    private final AtomicInteger asked = new AtomicInteger();

    Recall(BooleanSupplier room, Consumer<Page> bring) {
        this.room = room;
        this.bring = bring;
    }

    /**
     * Tells the source of all pages, and of those that wait whoever takes them: they may go on at once.
     *
     * @return how many ended, and are to be brought
     */
    int read(History history, Source source, Consumer<Found> waiting) {
        history.past((found, ended, page) -> {
            synchronized (source) {
                source.known(found, page == null ? "" : page.url());
            }
            if (ended == null) {
                waiting.accept(found);
            } else {
                synchronized (pages) {
                    pages.add(new Page(found, ended.failure(), page));
                }
            }
        });
        synchronized (pages) {
            return pages.size();
        }
    }

    /** Brings what there is room for. By one thread at a time: the others leave it to that one. */
    void goOn() {
        if (asked.getAndIncrement() > 0) {
            return;
        }
        int answered = 1;
        while (answered > 0) {
            Page next = room.getAsBoolean() ? poll() : null;
            while (next != null) {
                bring.accept(next);
                next = room.getAsBoolean() ? poll() : null;
            }
            answered = asked.addAndGet(-answered);
        }
    }

    private @Nullable Page poll() {
        synchronized (pages) {
            return pages.poll();
        }
    }
}
