package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Display;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A place in a cell that keeps what it was told to show. */
final class RecordingDisplay implements Display {

    final List<Bundle> updates = new ArrayList<>();
    boolean live;

    Bundle last() {
        return updates.get(updates.size() - 1);
    }

    @Override
    public Cell cell() {
        throw new UnsupportedOperationException("not in a cell");
    }

    @Override
    public void update(Bundle bundle) {
        updates.add(bundle);
    }

    @Override
    public void liveUntil(CompletionStage<?> done) {
        live = true;
    }
}
