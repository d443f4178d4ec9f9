package io.trawl.kernel.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A display that is redrawn when its value changed: the first time at once, then at most ten times a second however many
 * changes there are, and once more, exactly, at the end. Idle while nothing changes. Thread-safe.
 *
 * <pre>{@code
 * renderers.add(Upload.class, (upload, display) -> {
 *     var animation = new Animation(display, () -> Bundle.text(upload.sent() + " bytes"));
 *     upload.onProgress(animation::changed);
 *     upload.onEnd(animation::finished);
 *     return Bundle.text("starting");
 * });
 * }</pre>
 */
public final class Animation {

    private static final int LARGEST = 64 * 1024;

    private final Display display;
    private final Supplier<Bundle> picture;
    private final Frames frames;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long lastFrame;
    private boolean scheduled;
    private boolean last;

    /**
     * Begins one; the display is live until {@link #finished}.
     *
     * @param picture called for each frame, on the one thread of all displays: must be quick and run no user code
     */
    public Animation(Display display, Supplier<Bundle> picture) {
        this(display, picture, Frames.real());
    }

    /** As above, with frames that a test may drive. */
    public Animation(Display display, Supplier<Bundle> picture, Frames frames) {
        this.display = display;
        this.picture = picture;
        this.frames = frames;
        this.lastFrame = frames.nanos();
        display.liveUntil(done);
    }

    /** The value changed. A picture larger than 64 kB is drawn only at the end. */
    public synchronized void changed() {
        draw(false);
    }

    /** The value will not change any more. */
    public synchronized void finished() {
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
            Bundle bundle = picture();
            if (end || size(bundle) <= LARGEST) {
                display.update(bundle);
            }
        } finally {
            if (end) {
                done.complete(null);
            }
        }
    }

    private static int size(Bundle bundle) {
        return bundle.data().values().stream()
                .mapToInt(v -> v instanceof String s ? s.length() : 0)
                .sum();
    }

    private Bundle picture() {
        try {
            return picture.get();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return Bundle.text("(could not be drawn: " + e + ")");
        }
    }
}
