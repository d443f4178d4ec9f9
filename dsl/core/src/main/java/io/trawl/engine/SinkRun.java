package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Sink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A sink at work: rows go to it in the order in which their pages ended, of up to 100 pages at once, by one thread at a
 * time; what it has taken is confirmed in the history. What waits for it is bounded by the pages under way.
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
    private boolean scheduled;
    private boolean over;
    private @Nullable Runnable closed;

    /** @param sink open */
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
                "the sink " + sink + " failed: " + error.getMessage(),
                "mend it; with .checkpoint(path) the same plan then goes on where it stopped",
                null);
    }

    void deliver(int page, List<Object> rows, Runnable confirmed) {
        synchronized (waiting) {
            if (over) {
                return;
            }
            waiting.add(new Delivery(page, rows, confirmed));
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        executor.execute(this::work);
    }

    private void work() {
        List<Delivery> group = take();
        if (group.isEmpty()) {
            return;
        }
        try {
            var rows = new ArrayList<Object>();
            group.forEach(d -> rows.addAll(d.rows));
            if (!rows.isEmpty()) {
                sink.write(rows);
            }
            history.delivered(
                    number,
                    group.stream().map(Delivery::page).toList(),
                    sink.position(),
                    () -> group.forEach(d -> d.confirmed.run()));
        } catch (Exception e) {
            failed.accept(failure(sink, e));
        }
        executor.execute(this::work);
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
            sink.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(SinkRun.class).warn("a sink could not be closed", e);
        }
        then.run();
    }
}
