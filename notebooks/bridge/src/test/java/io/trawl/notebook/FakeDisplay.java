package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Display;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A display that remembers what it was told. */
final class FakeDisplay implements Display {
    final List<Bundle> updates = new CopyOnWriteArrayList<>();

    /** How many updates had come when the display was declared final. */
    final CompletableFuture<Integer> settled = new CompletableFuture<>();

    boolean live;

    @Override
    public Cell cell() {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void update(Bundle bundle) {
        updates.add(bundle);
        notifyAll();
    }

    /** Waits for a frame like that. */
    synchronized Bundle until(Predicate<Bundle> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (updates.isEmpty() || !wanted.test(last())) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            assertThat(left)
                    .as("no such frame, the last of %s: %s", updates.size(), updates.isEmpty() ? "" : last())
                    .isPositive();
            wait(left);
        }
        return last();
    }

    @Override
    public void liveUntil(CompletionStage<?> done) {
        live = true;
        done.whenComplete((v, e) -> settled.complete(updates.size()));
    }

    Bundle last() {
        return updates.get(updates.size() - 1);
    }

    static String html(Bundle bundle) {
        return String.valueOf(bundle.data().get(Bundle.HTML));
    }
}
