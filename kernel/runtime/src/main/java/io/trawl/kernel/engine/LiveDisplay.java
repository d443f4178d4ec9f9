package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Display;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One output that may change. While its renderer draws, updates wait for the first picture; a value whose renderer left
 * it alone becomes the cell's plain result, without an id, and only a late update opens a display for it.
 */
final class LiveDisplay implements Display {

    private enum State {
        DRAWING,
        STATIC,
        OPEN
    }

    private final CellState cell;
    private final String id = "trawl-" + UUID.randomUUID();
    private State state = State.DRAWING;
    private boolean live;
    private @Nullable Bundle waiting;

    LiveDisplay(CellState cell) {
        this.cell = cell;
    }

    @Override
    public Cell cell() {
        return cell;
    }

    /** Shows the first picture as a display. */
    void open(Bundle first) {
        cell.output.inOrder(() -> {
            cell.sink.display(cell, first, id);
            state = State.OPEN;
            if (waiting != null) {
                cell.sink.updateDisplay(cell, waiting, id);
                waiting = null;
            }
        });
    }

    /** Shows the value of a cell: as a display if its renderer made it live, else as the result. */
    void show(Bundle first) {
        cell.output.inOrder(() -> {
            if (live) {
                open(first);
            } else {
                cell.sink.result(cell, first);
                state = State.STATIC;
            }
        });
    }

    @Override
    public void update(Bundle bundle) {
        cell.output.inOrder(() -> {
            live = true;
            switch (state) {
                case DRAWING -> waiting = bundle;
                case STATIC -> open(bundle);
                case OPEN -> cell.sink.updateDisplay(cell, bundle, id);
            }
        });
    }

    @Override
    public void liveUntil(CompletionStage<?> done) {
        cell.output.inOrder(() -> live = true);
        cell.awaitBeforeReply(done);
    }
}
