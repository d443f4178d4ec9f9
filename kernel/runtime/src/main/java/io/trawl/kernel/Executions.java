package io.trawl.kernel;

import io.trawl.kernel.engine.Engine;
import io.trawl.kernel.wire.Connection;
import io.trawl.kernel.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who executes: the main {@link Lane}, and one for each subshell that a front end has made (JEP 91). Cells of different
 * lanes run side by side, in one Java session.
 */
final class Executions {

    /** More are a front end that forgets to delete them. */
    private static final int MOST_SUBSHELLS = 100;

    /** Both are there. */
    record Running(Connection wire, Engine engine) {}

    private final CompletableFuture<Running> started = new CompletableFuture<>();
    private final Map<String, Lane> subshells = new ConcurrentHashMap<>();
    private final Inputs inputs = new Inputs();
    private final Lane main = new Lane(this, "trawl-cells");
    private volatile int count;

    /** Begins to work; requests may have come before. */
    void start(Connection wire, Engine engine) {
        started.complete(new Running(wire, engine));
    }

    CompletableFuture<Running> whenStarted() {
        return started;
    }

    Inputs inputs() {
        return inputs;
    }

    /** The number of the last cell, for answers to those that did not run. */
    int count() {
        return count;
    }

    void counted(int last) {
        count = last;
    }

    /** The lane that a request names; empty where it names a subshell that does not exist. */
    Optional<Lane> lane(Request request) {
        return request.subshell().isEmpty()
                ? Optional.of(main)
                : Optional.ofNullable(subshells.get(request.subshell().get()));
    }

    /** Stops the cells that run and aborts those that wait. */
    void interrupt() {
        var dropped = new LinkedHashMap<Lane, List<Request>>();
        dropped.put(main, main.interrupted());
        subshells.values().forEach(lane -> dropped.put(lane, lane.interrupted()));
        Running kernel = started.getNow(null);
        if (kernel != null) {
            kernel.wire().hurry();
            kernel.engine().interrupt();
        }
        dropped.forEach(Lane::abort);
    }

    Map<String, Object> createSubshell() {
        if (subshells.size() >= MOST_SUBSHELLS) {
            return Answers.failed(
                    "TooManySubshells", "there are " + MOST_SUBSHELLS + " subshells already: delete one first");
        }
        String id = UUID.randomUUID().toString();
        subshells.put(id, new Lane(this, "trawl-cells-" + id.substring(0, 8)));
        return Map.of("status", "ok", "subshell_id", id);
    }

    Map<String, Object> listSubshells() {
        return Map.of("status", "ok", "subshell_id", List.copyOf(subshells.keySet()));
    }

    Map<String, Object> deleteSubshell(Request request) {
        String id = request.string("subshell_id", "");
        Lane lane = subshells.remove(id);
        if (lane == null) {
            return noSuchSubshell(id);
        }
        lane.close();
        return Map.of("status", "ok");
    }

    static Map<String, Object> noSuchSubshell(String id) {
        return Answers.failed(
                "NoSuchSubshell", "there is no subshell '" + id + "': it was deleted, or create_subshell made none");
    }

    /** The request of the cell that runs on the main lane, null where none does. */
    @Nullable
    Request running() {
        JupyterSink now = main.running();
        return now == null ? null : now.request();
    }

    /**
     * Whom an update of a display belongs to: the cell that made it; but a front end that only runs the notebook drops
     * what is not the running cell's, and takes an update from it for any display ({@code reference/widgets.md} §0.9).
     */
    Request parentOfUpdate(Request origin) {
        JupyterSink now = main.running();
        return now != null && now.unattended() && origin.subshell().isEmpty() ? now.request() : origin;
    }
}
