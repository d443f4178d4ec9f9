package io.trawl.engine;

import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.store.Found;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
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
        NOWHERE
    }

    private static final int LEFT_OUT = 10_000;

    private record Waiting(int page, Runnable wake) {}

    private final Order order;
    private final List<@Nullable List<Outcome<T>>> pages = new ArrayList<>();
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
            int at = order == Order.INPUT ? page.index() : pages.size();
            while (pages.size() <= at) {
                pages.add(null);
            }
            pages.set(at, List.copyOf(rows));
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

    /** What stands there; null where nothing does yet. */
    synchronized @Nullable List<Outcome<T>> page(int at) {
        return at < pages.size() ? pages.get(at) : null;
    }

    synchronized int size() {
        return pages.size();
    }

    /** Whether rows are kept, for anybody to read at any time. */
    boolean keepsRows() {
        return order != Order.NOWHERE;
    }

    synchronized List<Outcome<T>> rows() {
        var rows = new ArrayList<Outcome<T>>();
        for (var page : pages) {
            if (page != null) {
                rows.addAll(page);
            }
        }
        return rows;
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
