package io.trawl.kernel.engine;

import io.trawl.kernel.guest.CellRunner;
import io.trawl.kernel.guest.CellRunner.Outcome;
import io.trawl.kernel.guest.CellStopped;
import io.trawl.kernel.guest.Owner;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people set off on pages: user code beside the cells, one task after another, to be interrupted like a cell. Its
 * output and its errors go to the cell that it works for.
 */
final class Callbacks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final int MOST_WAITING = 1000;
    private static final Owner NOBODY = () -> false;

    private final CellRunner runner;
    private final RuntimeErrors errors;
    private final ThreadPoolExecutor waiting =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                var thread = new Thread(task, "trawl-callbacks");
                thread.setDaemon(true);
                return thread;
            });

    Callbacks(CellRunner runner, RuntimeErrors errors) {
        this.runner = runner;
        this.errors = errors;
    }

    /** Never waits; one too many is dropped. */
    void add(@Nullable CellState cell, Runnable task) {
        try {
            waiting.execute(() -> run(cell, task));
        } catch (RejectedExecutionException e) {
            LOG.warn("{} callbacks wait already: one more is dropped", MOST_WAITING);
        }
    }

    private void run(@Nullable CellState cell, Runnable task) {
        Outcome<Boolean> outcome = runner.runLater(cell == null ? NOBODY : cell, () -> {
            task.run();
            return true;
        });
        if (outcome instanceof Outcome.Thrown<Boolean> thrown) {
            failed(cell, thrown.error());
        } else if (outcome instanceof Outcome.Abandoned<Boolean> abandoned) {
            say(cell, errors.abandoned(abandoned));
        }
    }

    private void failed(@Nullable CellState cell, Throwable error) {
        boolean stopped = error instanceof CellStopped || error instanceof InterruptedException;
        say(cell, stopped ? errors.interrupted(error) : errors.thrown(error));
    }

    private static void say(@Nullable CellState cell, ErrorReport report) {
        if (cell == null) {
            LOG.warn("a callback failed: {}", report.plainText());
        } else {
            cell.output.write(OutputSink.Stream.STDERR, String.join("\n", report.traceback()) + "\n");
        }
    }

    @Override
    public void close() {
        waiting.shutdownNow();
    }
}
