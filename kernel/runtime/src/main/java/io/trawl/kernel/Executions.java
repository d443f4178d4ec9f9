package io.trawl.kernel;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.engine.Engine;
import io.trawl.kernel.engine.ExecuteRequest;
import io.trawl.kernel.engine.ExecuteResult;
import io.trawl.kernel.engine.ExecuteResult.Expression;
import io.trawl.kernel.engine.ExecuteResult.Status;
import io.trawl.kernel.wire.Connection;
import io.trawl.kernel.wire.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of execute requests and the thread that works it off, in order. An error with {@code stop_on_error} and an
 * interrupt abort what has been received until then, and nothing that comes after the answer.
 */
final class Executions {

    private static final Logger LOG = LoggerFactory.getLogger(Executions.class);
    private static final int MOST_WAITING = 10_000;

    private final BlockingQueue<Request> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final CompletableFuture<Connection> connection = new CompletableFuture<>();
    private volatile @Nullable Engine engine;
    private volatile @Nullable JupyterSink running;
    private volatile CompletableFuture<String> input = new CompletableFuture<>();
    private volatile int count;

    /** Begins to work; requests may have come before. */
    void start(Connection wire, Engine engine) {
        this.engine = engine;
        connection.complete(wire);
        var thread = new Thread(() -> run(wire, engine), "trawl-cells");
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a request; one too many is answered as aborted. Never waits. */
    void add(Request request) {
        if (!waiting.offer(request)) {
            LOG.warn("{} cells are waiting already: one more is refused", MOST_WAITING);
            connection.thenAccept(wire -> abort(wire, List.of(request)));
        }
    }

    /** Stops the running cell and aborts those that wait. */
    void interrupt() {
        List<Request> dropped = drain();
        Engine started = engine;
        if (started != null) {
            started.interrupt();
        }
        connection.thenAccept(wire -> abort(wire, dropped));
    }

    private List<Request> drain() {
        var drained = new ArrayList<Request>();
        waiting.drainTo(drained);
        return drained;
    }

    CompletableFuture<String> awaitInput() {
        input = new CompletableFuture<>();
        return input;
    }

    void inputArrived(String value) {
        input.complete(value);
    }

    /**
     * Whom an update of a display belongs to: the cell that made it; but a front end that only runs the notebook drops
     * what is not the running cell's, and takes an update from it for any display ({@code reference/widgets.md} §0.9).
     */
    Request parentOfUpdate(Request origin) {
        JupyterSink now = running;
        return now != null && now.unattended() ? now.request() : origin;
    }

    /** The request of the running cell, null where none runs. */
    @Nullable
    Request running() {
        JupyterSink now = running;
        return now == null ? null : now.request();
    }

    private void run(Connection wire, Engine java) {
        try {
            while (true) {
                Request request = waiting.take();
                try {
                    execute(wire, java, request);
                } catch (RuntimeException | Error e) {
                    LOG.error("a cell could not be executed", e);
                    wire.reply(request, "execute_reply", failed("KernelError", String.valueOf(e)));
                    wire.publish(request, "status", Map.of("execution_state", "idle"));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no more cells", e);
        }
    }

    private void execute(Connection wire, Engine java, Request request) {
        wire.publish(request, "status", Map.of("execution_state", "busy"));
        var sink = new JupyterSink(wire, request, this);
        running = sink;
        ExecuteResult result;
        try {
            result = java.execute(cell(request), sink);
        } finally {
            running = null;
        }
        count = result.count();
        boolean stop = result.status() == Status.ERROR && request.flag("stop_on_error", true);
        List<Request> dropped = stop ? drain() : List.of();
        wire.reply(request, "execute_reply", content(result));
        wire.publish(request, "status", Map.of("execution_state", "idle"));
        abort(wire, dropped);
    }

    private void abort(Connection wire, List<Request> requests) {
        for (Request request : requests) {
            wire.publish(request, "status", Map.of("execution_state", "busy"));
            wire.reply(request, "execute_reply", Map.of("status", "aborted", "execution_count", count));
            wire.publish(request, "status", Map.of("execution_state", "idle"));
        }
    }

    private static ExecuteRequest cell(Request request) {
        Map<String, String> expressions = request.map("user_expressions").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> String.valueOf(e.getValue())));
        Set<String> tags = request.metadata().get("tags") instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
        return new ExecuteRequest(
                request.string("code", ""),
                request.flag("silent", false),
                request.flag("store_history", true),
                request.flag("allow_stdin", true),
                expressions,
                tags);
    }

    private static Map<String, Object> content(ExecuteResult result) {
        var content = new LinkedHashMap<String, Object>();
        content.put("status", result.status().name().toLowerCase(Locale.ROOT));
        content.put("execution_count", result.count());
        result.error().ifPresent(error -> content.putAll(JupyterSink.content(error)));
        var answers = new LinkedHashMap<String, Object>();
        result.expressions().forEach((name, answer) -> answers.put(name, content(answer)));
        content.put("user_expressions", answers);
        content.put(
                "payload",
                result.page()
                        .map(page -> List.of(Map.of("source", "page", "data", page.data(), "start", 0)))
                        .orElse(List.of()));
        return content;
    }

    private static Map<String, Object> content(Expression answer) {
        var content = new LinkedHashMap<String, Object>();
        if (answer instanceof Expression.Value value) {
            Bundle bundle = value.bundle();
            content.put("status", "ok");
            content.put("data", bundle.data());
            content.put("metadata", bundle.metadata());
        } else if (answer instanceof Expression.Failed failed) {
            content.put("status", "error");
            content.putAll(JupyterSink.content(failed.error()));
        }
        return content;
    }

    private Map<String, Object> failed(String name, String message) {
        return Map.of(
                "status",
                "error",
                "execution_count",
                count,
                "ename",
                name,
                "evalue",
                message,
                "traceback",
                List.of(name + ": " + message),
                "user_expressions",
                Map.of(),
                "payload",
                List.of());
    }
}
