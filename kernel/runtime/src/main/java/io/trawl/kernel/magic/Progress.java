package io.trawl.kernel.magic;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Display;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transfer.TransferResource;

/**
 * The one line of a cell that shows what is being fetched, and at the end what was added. Told by the resolver's several
 * threads; shown at most ten times a second.
 */
final class Progress extends AbstractTransferListener {

    private static final long FRAME_NANOS = 100_000_000;

    private final Call call;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Bytes so far and in all (or -1) of what is being fetched. */
    private final Map<String, long[]> running = new LinkedHashMap<>();

    private int fetched;
    private long bytes;
    private long nextFrame;
    private @org.jspecify.annotations.Nullable Display display;

    Progress(Call call) {
        this.call = call;
        call.cell().onInterrupt(() -> stopped.set(true));
    }

    @Override
    public synchronized void transferInitiated(TransferEvent event) throws TransferCancelledException {
        progress(event);
    }

    @Override
    public synchronized void transferProgressed(TransferEvent event) throws TransferCancelledException {
        progress(event);
    }

    private void progress(TransferEvent event) throws TransferCancelledException {
        if (stopped.get()) {
            throw new TransferCancelledException("the cell was stopped");
        }
        running.put(
                key(event),
                new long[] {event.getTransferredBytes(), event.getResource().getContentLength()});
        draw(System.nanoTime());
    }

    @Override
    public synchronized void transferSucceeded(TransferEvent event) {
        running.remove(key(event));
        fetched++;
        bytes += event.getTransferredBytes();
        draw(System.nanoTime());
    }

    @Override
    public synchronized void transferFailed(TransferEvent event) {
        running.remove(key(event));
    }

    private static String key(TransferEvent event) {
        TransferResource resource = event.getResource();
        return resource.getRepositoryId() + " " + resource.getResourceName();
    }

    private void draw(long now) {
        if (now - nextFrame < 0 && display != null) {
            return;
        }
        nextFrame = now + FRAME_NANOS;
        var text = new StringBuilder("fetching: ")
                .append(fetched)
                .append(" files, ")
                .append(size(bytes));
        long most = Long.MIN_VALUE;
        String name = "";
        for (Map.Entry<String, long[]> entry : running.entrySet()) {
            if (entry.getValue()[1] > most) {
                most = entry.getValue()[1];
                name = entry.getKey();
            }
        }
        if (!name.isEmpty()) {
            long[] largest = running.get(name);
            text.append(" · ").append(name.substring(name.lastIndexOf('/') + 1)).append(' ');
            text.append(size(largest[0])).append(most > 0 ? " of " + size(most) : "");
            text.append(running.size() > 1 ? " · " + (running.size() - 1) + " more" : "");
        }
        show(Bundle.text(text.toString()));
    }

    /** The last frame. */
    synchronized void done(String text) {
        show(Bundle.text(text));
    }

    private void show(Bundle bundle) {
        if (display == null) {
            display = call.cell().display(bundle);
        } else {
            display.update(bundle);
        }
    }

    static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.0f kB", Math.ceil(bytes / 1e3))
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
