package io.trawl.kernel;

import io.trawl.kernel.engine.ExecuteResult;
import io.trawl.kernel.engine.ExecuteResult.Status;
import io.trawl.kernel.wire.Connection;
import io.trawl.kernel.wire.Request;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cells of one shell, the main one or a subshell (JEP 91): a queue and the thread that works it off, in order. An error
 * with {@code stop_on_error} and an interrupt abort what this lane has received until then, and nothing that comes after
 * the answer; a silent cell's error aborts nothing.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int MOST_WAITING = 10_000;

    /** Guards {@link #waiting} and {@link #closed}. */
    private final Object lock = new Object();

    private final Queue<Request> waiting = new ArrayDeque<>();
    private final Executions executions;
    private boolean closed;
    private volatile @Nullable JupyterSink running;

    Lane(Executions executions, String name) {
        this.executions = executions;
        var thread = new Thread(() -> run(executions.whenStarted().join()), name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a request; one too many, and one for a closed lane, is answered as aborted. Never waits. */
    void add(Request request) {
        synchronized (lock) {
            if (!closed && waiting.size() < MOST_WAITING) {
                waiting.add(request);
                lock.notifyAll();
                return;
            }
        }
        LOG.warn("a cell is refused: {} are waiting already, or its subshell is gone", MOST_WAITING);
        abort(List.of(request));
    }

    /** What runs now, null between cells. */
    @Nullable
    JupyterSink running() {
        return running;
    }

    /** Takes back what waits, for {@link #abort}; what runs may end though nobody reads. */
    List<Request> interrupted() {
        JupyterSink now = running;
        if (now != null) {
            now.stop();
        }
        return drain();
    }

    /** Aborts what waits; the thread ends after the cell that runs. */
    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        abort(drain());
    }

    private List<Request> drain() {
        synchronized (lock) {
            var drained = List.copyOf(waiting);
            waiting.clear();
            return drained;
        }
    }

    private void run(Executions.Running kernel) {
        try {
            for (Request next = take(); next != null; next = take()) {
                try {
                    execute(kernel, next);
                } catch (RuntimeException | Error e) {
                    LOG.error("a cell could not be executed", e);
                    refuse(kernel.wire(), next, "KernelError", String.valueOf(e));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no more cells", e);
        }
    }

    private @Nullable Request take() throws InterruptedException {
        synchronized (lock) {
            while (waiting.isEmpty() && !closed) {
                lock.wait();
            }
            return waiting.poll();
        }
    }

    private void execute(Executions.Running kernel, Request request) {
        Connection wire = kernel.wire();
        wire.publish(request, "status", Map.of("execution_state", "busy"));
        if (!(request.content().get("code") instanceof String)) {
            refuse(wire, request, "InvalidRequest", "an execute_request needs its code, a string");
            return;
        }
        var sink = new JupyterSink(wire, request, executions);
        running = sink;
        ExecuteResult result;
        try {
            result = kernel.engine().execute(ExecuteMessages.cell(request), sink);
        } finally {
            running = null;
        }
        executions.counted(result.count());
        List<Request> dropped = stopsOnError(request, result) ? received(wire) : List.of();
        wire.replyAndIdle(request, "execute_reply", ExecuteMessages.reply(result));
        abort(dropped);
    }

    private static boolean stopsOnError(Request request, ExecuteResult result) {
        return result.status() == Status.ERROR && request.flag("stop_on_error", true) && !request.flag("silent", false);
    }

    /** All that was sent before the front end could know of the error, also what is still in the socket. */
    private List<Request> received(Connection wire) {
        wire.whenRead().join();
        return drain();
    }

    private void refuse(Connection wire, Request request, String name, String message) {
        wire.replyAndIdle(request, "execute_reply", ExecuteMessages.failed(executions.count(), name, message));
    }

    /** Answers requests that will not run. */
    void abort(List<Request> requests) {
        CompletableFuture<Executions.Running> started = executions.whenStarted();
        for (Request request : requests) {
            started.thenAccept(kernel -> {
                kernel.wire().publish(request, "status", Map.of("execution_state", "busy"));
                kernel.wire().replyAndIdle(request, "execute_reply", ExecuteMessages.aborted(executions.count()));
            });
        }
    }
}
