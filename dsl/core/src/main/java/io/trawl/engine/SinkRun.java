package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Sink;
import io.trawl.table.Trouble;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A sink at work: rows go to it in the order in which their pages ended, of up to 100 pages at once, by one thread at a
 * time; what it has taken is confirmed in the history. What it refuses is kept, and offered again by {@link #retry}. What
 * waits for it is bounded by the pages under way.
 *
 * <p>Of a job that may be resumed, each write has a receipt: the pages of these rows, and of those before that are not yet
 * confirmed on the disk. After a write that failed it is asked for, as a database may have taken the rows all the same: a
 * connection that ends during a commit tells nothing.
 *
 * <p>Closing is the last that may fail, since a file gets its place then: that too waits to be mended.
 */
final class SinkRun {
    private static final int GROUP = 100;

    private record Delivery(int page, List<Object> rows, Runnable confirmed) {}

    private final int number;
    private final Sink<Object> sink;
    private final History history;
    private final Executor executor;
    private final Consumer<Failure> failed;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final Set<Integer> unconfirmed = new LinkedHashSet<>();
    private boolean scheduled;
    private boolean halted;
    private boolean over;
    private boolean abandoned;
    private @Nullable Consumer<@Nullable Failure> closed;
    private @Nullable Failure unclosed;

    /**
     * @param sink open
     * @param failed told why the sink refuses rows
     */
    SinkRun(int number, Sink<Object> sink, History history, Executor executor, Consumer<Failure> failed) {
        this.number = number;
        this.sink = sink;
        this.history = history;
        this.executor = executor;
        this.failed = failed;
    }

    static Failure failure(Sink<?> sink, Throwable error) {
        return new Failure(
                ErrorKind.UNKNOWN,
                "",
                0,
                0,
                "sink",
                "the sink " + named(sink) + "failed: " + Trouble.what(error),
                Trouble.remedy(error) + ", then job.resume(); with .checkpoint(path) the same plan goes on, too",
                null);
    }

    /** A lambda has no name that says anything. */
    private static String named(Sink<?> sink) {
        return sink.getClass().isHidden() ? "" : sink + " ";
    }

    /** Pages of which only the sink knows that it has them: that they are is recorded now. */
    void confirm(Set<Integer> pages) {
        if (!pages.isEmpty()) {
            synchronized (waiting) {
                unconfirmed.addAll(pages);
            }
            confirm(List.copyOf(pages), () -> {});
        }
    }

    private void confirm(List<Integer> pages, Runnable then) {
        history.delivered(number, pages, sink.position(), () -> {
            synchronized (waiting) {
                pages.forEach(unconfirmed::remove);
            }
            then.run();
        });
    }

    void deliver(int page, List<Object> rows, Runnable confirmed) {
        boolean late;
        synchronized (waiting) {
            late = over;
            if (!late) {
                waiting.add(new Delivery(page, rows, confirmed));
                if (scheduled || halted) {
                    return;
                }
                scheduled = true;
            }
        }
        if (late) {
            confirmed.run();
        } else {
            executor.execute(this::work);
        }
    }

    private void work() {
        List<Delivery> group = take();
        if (group.isEmpty()) {
            return;
        }
        try {
            write(group);
        } catch (Exception e) {
            halt(group, failure(sink, e));
            return;
        }
        confirm(group.stream().map(Delivery::page).toList(), () -> group.forEach(d -> d.confirmed.run()));
        executor.execute(this::work);
    }

    /** After a write that failed: what the sink has all the same is not offered again. */
    private void workAgain() {
        try {
            Set<Integer> kept = history.isResumable() ? Deliveries.pages(sink.receipt()) : Set.of();
            List<Delivery> there = there(kept);
            if (!there.isEmpty()) {
                confirm(there.stream().map(Delivery::page).toList(), () -> there.forEach(d -> d.confirmed.run()));
            }
        } catch (Exception e) {
            halt(List.of(), failure(sink, e));
            return;
        }
        work();
    }

    private List<Delivery> there(Set<Integer> kept) {
        var there = new ArrayList<Delivery>();
        synchronized (waiting) {
            for (Iterator<Delivery> all = waiting.iterator(); all.hasNext(); ) {
                Delivery one = all.next();
                if (kept.contains(one.page)) {
                    all.remove();
                    unconfirmed.add(one.page);
                    there.add(one);
                }
            }
        }
        return there;
    }

    private void write(List<Delivery> group) throws Exception {
        var rows = new ArrayList<Object>();
        group.forEach(d -> rows.addAll(d.rows));
        if (rows.isEmpty()) {
            return;
        }
        if (!history.isResumable()) {
            sink.write(rows);
            return;
        }
        var receipt = new TreeSet<Integer>();
        synchronized (waiting) {
            receipt.addAll(unconfirmed);
        }
        group.forEach(d -> receipt.add(d.page));
        sink.write(rows, receipt.stream().map(String::valueOf).collect(Collectors.joining(",")));
        synchronized (waiting) {
            group.forEach(d -> unconfirmed.add(d.page));
        }
    }

    private void halt(List<Delivery> group, Failure why) {
        boolean closes;
        synchronized (waiting) {
            closes = closed != null;
            scheduled = closes;
            if (!over) {
                halted = true;
                for (int i = group.size() - 1; i >= 0; i--) {
                    waiting.addFirst(group.get(i));
                }
            }
        }
        if (closes) {
            shut();
        } else {
            failed.accept(why);
        }
    }

    /** Offers again what the sink refused. */
    void retry() {
        synchronized (waiting) {
            if (!halted) {
                return;
            }
            halted = false;
            scheduled = true;
        }
        executor.execute(this::workAgain);
    }

    /** Gives up what it refuses: the pages end unconfirmed, so that a run that resumes brings their rows again. */
    void giveUp() {
        List<Delivery> left;
        Consumer<@Nullable Failure> then;
        synchronized (waiting) {
            abandoned = true;
            if (!halted) {
                return;
            }
            over = true;
            left = List.copyOf(waiting);
            waiting.clear();
            then = unclosed == null ? null : closed;
            closed = then == null ? closed : null;
        }
        left.forEach(d -> d.confirmed.run());
        if (then != null) {
            then.accept(unclosed);
        }
    }

    private List<Delivery> take() {
        var group = new ArrayList<Delivery>();
        boolean closes;
        synchronized (waiting) {
            while (!waiting.isEmpty() && group.size() < GROUP) {
                group.add(waiting.poll());
            }
            closes = group.isEmpty() && closed != null;
            scheduled = !group.isEmpty() || closes;
        }
        if (closes) {
            shut();
        }
        return group;
    }

    /**
     * Nothing more comes and what waits is dropped.
     *
     * @param then told when the sink is closed; with the reason where it could not be, and nobody mended it
     */
    void close(Consumer<@Nullable Failure> then) {
        synchronized (waiting) {
            over = true;
            waiting.clear();
            closed = then;
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        executor.execute(this::shut);
    }

    private void shut() {
        try {
            boolean kept;
            synchronized (waiting) {
                kept = unconfirmed.isEmpty() && !halted;
            }
            if (kept && history.isResumable()) {
                sink.write(List.of(), "");
            }
        } catch (Exception e) {
            LoggerFactory.getLogger(SinkRun.class).warn("a receipt could not be taken back", e);
        }
        Failure why = null;
        try {
            sink.close();
        } catch (Exception e) {
            why = failure(sink, e);
        }
        Consumer<@Nullable Failure> then = null;
        synchronized (waiting) {
            scheduled = false;
            unclosed = why;
            if (why == null || abandoned) {
                then = closed;
                closed = null;
            } else {
                halted = true;
            }
        }
        if (then != null) {
            then.accept(why);
        } else if (why != null) {
            failed.accept(why);
        }
    }
}
