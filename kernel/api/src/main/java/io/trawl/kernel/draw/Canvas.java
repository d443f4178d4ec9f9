package io.trawl.kernel.draw;

import io.trawl.kernel.api.Animation;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.Show;
import java.awt.image.RenderedImage;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One picture put together from several, of which some may go on changing: a change of one redraws the whole from the
 * parts' latest pictures, without asking the values again.
 */
final class Canvas {

    private static final int LONGEST_SIDE = 320;

    private final Drawing drawing;
    private final Display display;
    private final Frames frames;
    private final Map<@Nullable Object, Part> parts = new IdentityHashMap<>();

    // Guarded by this.
    private Supplier<Bundle> whole = () -> Bundle.text("");
    private @Nullable Animation animation;
    private int live;

    Canvas(Drawing drawing, Display display, Frames frames) {
        this.drawing = drawing;
        this.display = display;
        this.frames = frames;
    }

    Drawing drawing() {
        return drawing;
    }

    /** A value drawn as a part; the same part for the same object. */
    Part part(@Nullable Object value) {
        Part known = parts.get(value);
        if (known != null) {
            return known;
        }
        var part = new Part();
        parts.put(value, part);
        Bundle first =
                value instanceof RenderedImage image ? Show.image(image, LONGEST_SIDE) : drawing.render(value, part);
        part.begin(first);
        return part;
    }

    /** Draws the whole, now and whenever a part changes. */
    Bundle show(Supplier<Bundle> assembled) {
        synchronized (this) {
            whole = assembled;
        }
        return assembled.get();
    }

    private synchronized Bundle whole() {
        return whole.get();
    }

    private void changed() {
        Animation running;
        synchronized (this) {
            running = animation;
        }
        if (running != null) {
            running.changed();
        } else {
            display.update(whole());
        }
    }

    private synchronized void begin() {
        live++;
        if (animation == null) {
            animation = new Animation(display, this::whole, frames);
        }
    }

    private void end() {
        Animation ended;
        synchronized (this) {
            ended = --live == 0 ? animation : null;
        }
        if (ended != null) {
            ended.finished();
        }
    }

    /** Something whose picture may be another one when the whole is drawn again. */
    interface Changing {
        Bundle now();
    }

    /** One value of the picture and the display it was given. */
    final class Part implements Display, Changing {

        private volatile @Nullable Bundle now;

        /** An update that came while the first picture was drawn is newer. */
        private synchronized void begin(Bundle first) {
            if (now == null) {
                now = first;
            }
        }

        @Override
        public Bundle now() {
            Bundle bundle = now;
            return bundle == null ? Bundle.text("") : bundle;
        }

        @Override
        public Cell cell() {
            return display.cell();
        }

        @Override
        public void update(Bundle bundle) {
            synchronized (this) {
                now = bundle;
            }
            changed();
        }

        @Override
        public boolean takesWidgets() {
            return false;
        }

        @Override
        public void liveUntil(CompletionStage<?> done) {
            Canvas.this.begin();
            done.whenComplete((value, error) -> end());
        }
    }
}
