package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Sink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * confirmed on the disk.
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
    private @Nullable Runnable closed;

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
                "the sink " + named(sink) + "failed: " + (error.getMessage() == null ? error : error.getMessage()),
                "mend it, then job.resume(); with .checkpoint(path) the same plan goes on, too",
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
        Runnable then;
        synchronized (waiting) {
            scheduled = false;
            then = closed;
            closed = null;
            if (!over) {
                halted = true;
                for (int i = group.size() - 1; i >= 0; i--) {
                    waiting.addFirst(group.get(i));
                }
            }
        }
        if (then != null) {
            shut(then);
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
        executor.execute(this::work);
    }

    /** Gives up what it refuses: the pages end unconfirmed, so that a run that resumes brings their rows again. */
    void giveUp() {
        List<Delivery> left;
        synchronized (waiting) {
            if (!halted) {
                return;
            }
            over = true;
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(d -> d.confirmed.run());
    }

    private List<Delivery> take() {
        var group = new ArrayList<Delivery>();
        Runnable then = null;
        synchronized (waiting) {
            while (!waiting.isEmpty() && group.size() < GROUP) {
                group.add(waiting.poll());
            }
            if (group.isEmpty()) {
                scheduled = false;
                then = closed;
                closed = null;
            }
        }
        if (then != null) {
            shut(then);
        }
        return group;
    }

    /** Nothing more comes and what waits is dropped; tells when the sink is closed. */
    void close(Runnable then) {
        synchronized (waiting) {
            over = true;
            waiting.clear();
            if (scheduled) {
                closed = then;
                return;
            }
        }
        shut(then);
    }

    private void shut(Runnable then) {
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
        try {
            sink.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(SinkRun.class).warn("a sink could not be closed", e);
        }
        then.run();
    }
}
