package io.trawl.kernel.testing;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Comms;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.InputUnavailable;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.api.Renderers;
import io.trawl.kernel.api.widget.Widgets;
import io.trawl.kernel.draw.Drawing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A kernel of one cell that keeps what it is told to show. */
final class TestKernel implements Kernel, Cell {

    private final Drawing drawing;
    private final List<String> imports = new CopyOnWriteArrayList<>();
    private final Comms comms = Comms.none();
    private final List<Shown> displays = new CopyOnWriteArrayList<>();

    TestKernel(Drawing drawing) {
        this.drawing = drawing;
        Kernel.Current.set(this);
        Widgets.install(this);
    }

    Shown show(@Nullable Object value) {
        var shown = new Shown();
        shown.begin(drawing.render(value, shown));
        return shown;
    }

    List<Bundle> displays() {
        return displays.stream().map(Shown::last).toList();
    }

    List<String> imports() {
        return List.copyOf(imports);
    }

    @Override
    public Renderers renderers() {
        return drawing;
    }

    @Override
    public void imports(String... lines) {
        imports.addAll(List.of(lines));
    }

    @Override
    public Optional<Cell> cell() {
        return Optional.of(this);
    }

    @Override
    public Comms comms() {
        return comms;
    }

    @Override
    public void callback(@Nullable Cell cell, Runnable task) {
        task.run();
    }

    @Override
    public void beforeCell(Consumer<Cell> hook) {
        // No cell begins here.
    }

    @Override
    public void beforeReply(Runnable hook) {
        // No cell ends here.
    }

    @Override
    public int number() {
        return 1;
    }

    @Override
    public String id() {
        return "";
    }

    @Override
    public boolean interactive() {
        return true;
    }

    @Override
    public Runnable carry(Runnable task) {
        return task;
    }

    @Override
    public Display display(Bundle bundle) {
        return display((Object) bundle);
    }

    @Override
    public Display display(@Nullable Object value) {
        Shown shown = show(value);
        displays.add(shown);
        return shown;
    }

    @Override
    public void clearOutput(boolean wait) {
        displays.clear();
    }

    @Override
    public String input(String prompt) {
        throw new InputUnavailable();
    }

    @Override
    public String password(String prompt) {
        throw new InputUnavailable();
    }

    @Override
    public void onInterrupt(Runnable hook) {
        // Nothing interrupts a test's cell.
    }

    /** One place: what it showed, in order, and until when it is live. */
    final class Shown implements Display {

        private final List<Bundle> bundles = new ArrayList<>();
        private final List<CompletableFuture<?>> live = new ArrayList<>();

        /** Updates may come while the first picture is still drawn. */
        private synchronized void begin(Bundle first) {
            bundles.add(0, first);
        }

        synchronized List<Bundle> bundles() {
            return List.copyOf(bundles);
        }

        synchronized Bundle last() {
            return bundles.get(bundles.size() - 1);
        }

        synchronized boolean isLive() {
            return !live.isEmpty();
        }

        synchronized CompletableFuture<Void> settled() {
            return CompletableFuture.allOf(live.toArray(CompletableFuture<?>[]::new));
        }

        @Override
        public Cell cell() {
            return TestKernel.this;
        }

        @Override
        public synchronized void update(Bundle bundle) {
            bundles.add(bundle);
        }

        @Override
        public synchronized void liveUntil(CompletionStage<?> done) {
            var ended = new CompletableFuture<Void>();
            done.whenComplete((value, error) -> ended.complete(null));
            live.add(ended);
        }
    }
}
