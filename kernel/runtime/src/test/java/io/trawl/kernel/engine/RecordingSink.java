package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a cell showed, in order, as {@code kind:text}. */
final class RecordingSink implements OutputSink {

    final List<String> shown = new CopyOnWriteArrayList<>();
    final CompletableFuture<String> first = new CompletableFuture<>();
    final List<Bundle> bundles = new CopyOnWriteArrayList<>();

    @Override
    public void stream(Cell cell, Stream stream, String text) {
        say(stream.wireName() + ":" + text);
    }

    @Override
    public void display(Cell cell, Bundle bundle, String displayId) {
        add("display", bundle);
    }

    @Override
    public void updateDisplay(Cell cell, Bundle bundle, String displayId) {
        add("update", bundle);
    }

    @Override
    public void result(Cell cell, Bundle bundle) {
        add("result", bundle);
    }

    private void add(String kind, Bundle bundle) {
        bundles.add(bundle);
        say(kind + ":" + bundle.text());
    }

    private void say(String line) {
        shown.add(line);
        first.complete(line);
    }

    @Override
    public void error(Cell cell, ErrorReport error) {
        say("error:" + error.name());
    }
}
