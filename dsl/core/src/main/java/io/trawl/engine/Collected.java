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
 * What a job's pages gave, each at the index of its page: in input order, whatever ended first. Thread-safe; calls
 * nobody.
 */
final class Collected<T> {
    private static final int LEFT_OUT = 10_000;

    private final List<@Nullable List<Outcome<T>>> pages = new ArrayList<>();
    private final Map<Integer, Found> failed = new TreeMap<>();
    private final Deque<Failure> leftOut = new ArrayDeque<>();

    synchronized void keep(Found page, List<Outcome<T>> rows) {
        while (pages.size() <= page.index()) {
            pages.add(null);
        }
        pages.set(page.index(), List.copyOf(rows));
        if (rows.stream().anyMatch(o -> !o.isOk())) {
            failed.put(page.index(), page);
        }
    }

    /** What a page gave as one outcome. */
    static <T> Outcome<?> summed(Found page, List<Outcome<T>> rows) {
        return rows.size() == 1 ? rows.get(0) : Outcome.ok(rows.size() + " rows of " + Urls.shown(page.url()));
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
