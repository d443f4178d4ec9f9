package io.trawl.engine;

import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.site.Urls;
import io.trawl.store.Found;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a job's pages gave, each at the index of its page: in input order, whatever ended first; or in the order in which
 * they ended, where the plan says so. Thread-safe; its lock is not held while calling out.
 */
final class Collected<T> {
    /** Where the pages stand; NOWHERE for those that a reader gets. */
    enum Order {
        INPUT,
        COMPLETED,
        NOWHERE;

        static Order of(Stage<?> stage, @Nullable Outlet<?> reader) {
            return reader != null ? NOWHERE : stage.asCompleted() ? COMPLETED : INPUT;
        }
    }

    private static final int LEFT_OUT = 10_000;

    private record Waiting(int page, Runnable wake) {}

    private final Order order;
    private final List<@Nullable List<Outcome<T>>> pages = new ArrayList<>();
    /** The indexes of the pages in the order in which they ended, where that is asked for. */
    private final List<Integer> ended = new ArrayList<>();

    private final Map<Integer, Found> failed = new TreeMap<>();
    private final Deque<Failure> leftOut = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean over;

    Collected(Order order) {
        this.order = order;
    }

    void keep(Found page, List<Outcome<T>> rows) {
        synchronized (this) {
            if (rows.stream().anyMatch(o -> !o.isOk())) {
                failed.put(page.index(), page);
            }
            if (order == Order.NOWHERE) {
                return;
            }
            while (pages.size() <= page.index()) {
                pages.add(null);
            }
            pages.set(page.index(), List.copyOf(rows));
            if (order == Order.COMPLETED) {
                ended.add(page.index());
            }
        }
        wake();
    }

    private void wake() {
        List<Waiting> ready;
        synchronized (this) {
            if (waiting.isEmpty()) {
                return;
            }
            ready = waiting.stream().filter(w -> over || page(w.page) != null).toList();
            waiting.removeAll(ready);
        }
        ready.forEach(w -> w.wake.run());
    }

    /** Nothing more comes. */
    void end() {
        synchronized (this) {
            over = true;
        }
        wake();
    }

    /** Calls once when that page is there or nothing more comes; false where that is so already. */
    synchronized boolean whenThere(int page, Runnable wake) {
        boolean waits = !over && page(page) == null;
        if (waits) {
            waiting.add(new Waiting(page, wake));
        }
        return waits;
    }

    /** What stands at that place in the order; null where nothing does yet. */
    synchronized @Nullable List<Outcome<T>> page(int place) {
        if (order == Order.COMPLETED) {
            return place < ended.size() ? pages.get(ended.get(place)) : null;
        }
        return place < pages.size() ? pages.get(place) : null;
    }

    synchronized int size() {
        return order == Order.COMPLETED ? ended.size() : pages.size();
    }

    /** Whether rows are kept, for anybody to read at any time. */
    boolean keepsRows() {
        return order != Order.NOWHERE;
    }

    /** What a page gave as one outcome; a row that only the reader gets is not told. */
    Outcome<?> summed(Found page, List<Outcome<T>> rows) {
        boolean told = rows.size() == 1 && (keepsRows() || !rows.get(0).isOk());
        return told ? rows.get(0) : Outcome.ok(rows.size() + " rows of " + Urls.shown(page.url()));
    }

    synchronized List<Outcome<T>> rows() {
        var rows = new ArrayList<Outcome<T>>();
        for (int i = 0; i < size(); i++) {
            var page = page(i);
            if (page != null) {
                rows.addAll(page);
            }
        }
        return rows;
    }

    /** The only row of a page. */
    synchronized Outcome<T> row(int index) {
        return Objects.requireNonNull(pages.get(index)).get(0);
    }

    /** The inputs of the pages that failed, in input order. */
    synchronized List<String> failed() {
        return failed.values().stream().map(Found::url).toList();
    }

    synchronized void leaveOut(Failure why) {
        leftOut.addLast(why);
        if (leftOut.size() > LEFT_OUT) {
            leftOut.removeFirst();
        }
    }

    /** The last 10,000. */
    synchronized List<Failure> leftOut() {
        return List.copyOf(leftOut);
    }
}
