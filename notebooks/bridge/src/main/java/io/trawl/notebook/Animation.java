package io.trawl.notebook;

import io.trawl.View;
import io.trawl.kernel.api.Display;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * A display that is redrawn when its value changed: the first time at once, then at most ten times a second however many
 * changes there are, and once more, exactly, at the end. Idle while nothing changes.
 */
final class Animation {
    private static final int LARGEST = 64 * 1024;

    private final Display display;
    private final Supplier<View> picture;
    private final Frames frames;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long lastFrame;
    private boolean scheduled;
    private boolean last;

    Animation(Display display, Supplier<View> picture, Frames frames) {
        this.display = display;
        this.picture = picture;
        this.frames = frames;
        this.lastFrame = frames.nanos();
        display.liveUntil(done);
    }

    /** The value changed. */
    synchronized void changed() {
        draw(false);
    }

    /** The value will not change any more. */
    synchronized void finished() {
        draw(true);
    }

    private void draw(boolean end) {
        last |= end;
        if (!scheduled && !done.isDone()) {
            scheduled = true;
            Duration since = Duration.ofNanos(frames.nanos() - lastFrame);
            Duration wait = Frames.GAP.minus(since);
            frames.schedule(wait.isNegative() ? Duration.ZERO : wait, this::frame);
        }
    }

    private void frame() {
        boolean end;
        synchronized (this) {
            scheduled = false;
            lastFrame = frames.nanos();
            end = last;
        }
        try {
            var bundle = Bundles.of(picture.get());
            boolean fits = String.valueOf(bundle.data().get("text/html")).length() <= LARGEST;
            if (end || fits) {
                display.update(bundle);
            }
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Animation.class).warn("a live display could not be drawn", e);
        } finally {
            if (end) {
                done.complete(null);
            }
        }
    }
}
