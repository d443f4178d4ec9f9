package io.trawl.kernel;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.InputUnavailable;
import io.trawl.kernel.engine.ErrorReport;
import io.trawl.kernel.engine.OutputSink;
import io.trawl.kernel.wire.Connection;
import io.trawl.kernel.wire.Request;
import java.util.Map;

/** The outputs of one execute request, published with it as parent, during the cell and ever after. */
final class JupyterSink implements OutputSink {

    private static final Map<String, Object> NOTHING = Map.of();

    private final Connection connection;
    private final Request request;
    private final Executions executions;
    private final boolean allowStdin;
    private volatile boolean stopped;

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

    /** The cell is to end, though no front end may read what it shows; follow with {@link Connection#hurry}. */
    void stop() {
        stopped = true;
    }

    private void show(Request parent, String type, Map<String, ?> content) {
        connection.publishWhenRoom(parent, type, content, () -> stopped);
    }

    @Override
    public void started(Cell cell) {
        connection.publish(
                request, "execute_input", Map.of("code", request.string("code", ""), "execution_count", cell.number()));
    }

    @Override
    public void stream(Cell cell, Stream stream, String text) {
        show(request, "stream", Map.of("name", stream.wireName(), "text", text));
    }

    @Override
    public void display(Cell cell, Bundle bundle, String displayId) {
        show(request, "display_data", content(bundle, displayId));
    }

    @Override
    public void updateDisplay(Cell cell, Bundle bundle, String displayId) {
        show(executions.parentOfUpdate(request), "update_display_data", content(bundle, displayId));
    }

    private static Map<String, Object> content(Bundle bundle, String displayId) {
        return Map.of(
                "data", bundle.data(), "metadata", bundle.metadata(), "transient", Map.of("display_id", displayId));
    }

    @Override
    public void result(Cell cell, Bundle bundle) {
        show(
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
        connection.publish(request, "error", ExecuteMessages.error(error));
    }

    @Override
    public void clearOutput(Cell cell, boolean wait) {
        show(request, "clear_output", Map.of("wait", wait));
    }

    @Override
    public String input(Cell cell, String prompt, boolean password) throws InterruptedException {
        if (!allowStdin) {
            throw new InputUnavailable();
        }
        return executions.inputs().ask(connection, request, prompt, password);
    }
}
