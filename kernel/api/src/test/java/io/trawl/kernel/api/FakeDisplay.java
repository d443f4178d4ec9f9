package io.trawl.kernel.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A display that remembers what it was told. */
public final class FakeDisplay implements Display {
    public final List<Bundle> updates = new CopyOnWriteArrayList<>();

    /** How many updates had come when the display was declared final. */
    public final CompletableFuture<Integer> settled = new CompletableFuture<>();

    public boolean live;

    @Override
    public Cell cell() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void update(Bundle bundle) {
        updates.add(bundle);
    }

    @Override
    public void liveUntil(CompletionStage<?> done) {
        live = true;
        done.whenComplete((v, e) -> settled.complete(updates.size()));
    }

    public Bundle last() {
        return updates.get(updates.size() - 1);
    }

    public static String html(Bundle bundle) {
        return String.valueOf(bundle.data().get(Bundle.HTML));
    }
}
