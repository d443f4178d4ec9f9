package io.trawl.kernel;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.engine.ErrorReport;
import io.trawl.kernel.engine.OutputSink;
import io.trawl.kernel.engine.StdinUnavailable;
import io.trawl.kernel.wire.Connection;
import io.trawl.kernel.wire.Request;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The outputs of one execute request, published with it as parent, during the cell and ever after. */
final class JupyterSink implements OutputSink {

    private static final Map<String, Object> NOTHING = Map.of();

    private final Connection connection;
    private final Request request;
    private final Executions executions;
    private final boolean allowStdin;

    JupyterSink(Connection connection, Request request, Executions executions) {
        this.connection = connection;
        this.request = request;
        this.executions = executions;
        this.allowStdin = request.flag("allow_stdin", true);
    }

    Request request() {
        return request;
    }

    /** Whether nobody watches: the front end runs the notebook and takes only what the running cell sends. */
    boolean unattended() {
        return !allowStdin;
    }

    @Override
    public void started(Cell cell) {
        connection.publish(
                request, "execute_input", Map.of("code", request.string("code", ""), "execution_count", cell.number()));
    }

    @Override
    public void stream(Cell cell, Stream stream, String text) {
        connection.publishWhenRoom(request, "stream", Map.of("name", stream.wireName(), "text", text));
    }

    @Override
    public void display(Cell cell, Bundle bundle, String displayId) {
        connection.publishWhenRoom(request, "display_data", content(bundle, displayId));
    }

    @Override
    public void updateDisplay(Cell cell, Bundle bundle, String displayId) {
        connection.publishWhenRoom(
                executions.parentOfUpdate(request), "update_display_data", content(bundle, displayId));
    }

    private static Map<String, Object> content(Bundle bundle, String displayId) {
        return Map.of(
                "data", bundle.data(), "metadata", bundle.metadata(), "transient", Map.of("display_id", displayId));
    }

    @Override
    public void result(Cell cell, Bundle bundle) {
        connection.publishWhenRoom(
                request,
                "execute_result",
                Map.of(
                        "execution_count", cell.number(),
                        "data", bundle.data(),
                        "metadata", bundle.metadata(),
                        "transient", NOTHING));
    }

    @Override
    public void error(Cell cell, ErrorReport error) {
        connection.publish(request, "error", content(error));
    }

    static Map<String, Object> content(ErrorReport error) {
        return Map.of("ename", error.name(), "evalue", error.message(), "traceback", error.traceback());
    }

    @Override
    public void clearOutput(Cell cell, boolean wait) {
        connection.publishWhenRoom(request, "clear_output", Map.of("wait", wait));
    }

    @Override
    public String input(Cell cell, String prompt, boolean password) throws InterruptedException {
        if (!allowStdin) {
            throw new StdinUnavailable();
        }
        CompletableFuture<String> answer = executions.awaitInput();
        connection.ask(request, Map.of("prompt", prompt, "password", password));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
