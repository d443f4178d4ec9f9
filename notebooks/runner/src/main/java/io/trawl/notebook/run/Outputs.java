package io.trawl.notebook.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.engine.ErrorReport;
import io.trawl.kernel.engine.OutputSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects outputs as a notebook keeps them: streams merged, a display replaced by its updates wherever it stands, no
 * {@code transient}. Work that outlives its cell writes here from its own threads, so everything happens under one lock,
 * the one of the notebook; the terminal is told in the same order.
 */
final class Outputs {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Terminal terminal;
    private final Map<String, List<ObjectNode>> displays = new HashMap<>();
    private boolean closed;

    Outputs(Terminal terminal) {
        this.terminal = terminal;
    }

    OutputSink of(Notebook.Cell cell) {
        return new CellOutputs(cell);
    }

    /** What comes later is dropped: the notebook is about to be written. */
    synchronized void close() {
        closed = true;
    }

    private final class CellOutputs implements OutputSink {
        private final Notebook.Cell cell;
        private final ArrayNode outputs;

        /** The stream output that further text of its kind is added to: only the last output may grow. */
        private @Nullable ObjectNode open;

        private StringBuilder openText = new StringBuilder();
        private boolean clearNext;

        CellOutputs(Notebook.Cell cell) {
            this.cell = cell;
            this.outputs = cell.outputs();
        }

        @Override
        public void started(Cell running) {
            synchronized (Outputs.this) {
                cell.number(running.number());
            }
        }

        @Override
        public void stream(Cell running, Stream stream, String text) {
            synchronized (Outputs.this) {
                if (closed) {
                    return;
                }
                clearIfAsked();
                if (open == null || !open.path("name").asText().equals(stream.wireName())) {
                    open = outputs.addObject();
                    open.put("name", stream.wireName()).put("output_type", "stream");
                    openText = new StringBuilder();
                }
                openText.append(text);
                open.put("text", openText.toString());
                terminal.stream(text);
            }
        }

        @Override
        public void display(Cell running, Bundle bundle, String displayId) {
            synchronized (Outputs.this) {
                ObjectNode output = add("display_data", bundle);
                displays.computeIfAbsent(displayId, id -> new ArrayList<>()).add(output);
                terminal.shown(displayId, bundle.text());
            }
        }

        @Override
        public void updateDisplay(Cell running, Bundle bundle, String displayId) {
            synchronized (Outputs.this) {
                if (!closed) {
                    displays.getOrDefault(displayId, List.of()).forEach(output -> put(output, bundle));
                    terminal.updated(displayId, bundle.text());
                }
            }
        }

        @Override
        public void result(Cell running, Bundle bundle) {
            synchronized (Outputs.this) {
                add("execute_result", bundle).put("execution_count", running.number());
                terminal.shown("", bundle.text());
            }
        }

        @Override
        public void error(Cell running, ErrorReport error) {
            synchronized (Outputs.this) {
                clearIfAsked();
                open = null;
                ObjectNode output = outputs.addObject();
                output.put("output_type", "error").put("ename", error.name()).put("evalue", error.message());
                error.traceback().forEach(output.putArray("traceback")::add);
                terminal.error(error);
            }
        }

        @Override
        public void clearOutput(Cell running, boolean wait) {
            synchronized (Outputs.this) {
                clearNext = true;
                if (!wait) {
                    clearIfAsked();
                }
            }
        }

        private void clearIfAsked() {
            if (clearNext) {
                clearNext = false;
                open = null;
                outputs.removeAll();
            }
        }

        private ObjectNode add(String type, Bundle bundle) {
            clearIfAsked();
            open = null;
            // A detached node takes what comes after the end.
            ObjectNode output = closed ? JSON.createObjectNode() : outputs.addObject();
            output.put("output_type", type);
            put(output, bundle);
            return output;
        }

        private static void put(ObjectNode output, Bundle bundle) {
            output.set("data", JSON.valueToTree(bundle.data()));
            output.set("metadata", JSON.valueToTree(bundle.metadata()));
        }
    }
}
