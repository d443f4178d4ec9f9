package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Renderer;
import io.trawl.kernel.api.Renderers;
import io.trawl.kernel.guest.CellStopped;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The renderers by type; what none of them takes is shown by {@link TextForm}, images as PNG. */
final class RendererRegistry implements Renderers {

    private static final Logger LOG = LoggerFactory.getLogger(RendererRegistry.class);

    private record Entry<T>(Class<T> type, Renderer<? super T> renderer) {
        Bundle render(Object value, Display display) throws Exception {
            return renderer.render(type.cast(value), display);
        }
    }

    /** The last one added comes first. */
    private final List<Entry<?>> entries = new CopyOnWriteArrayList<>();

    @Override
    public <T> Registration add(Class<T> type, Renderer<? super T> renderer) {
        var entry = new Entry<T>(type, renderer);
        entries.add(0, entry);
        return () -> entries.removeIf(e -> e == entry);
    }

    @Override
    public Bundle render(@Nullable Object value, Display display) {
        if (value == null) {
            return Bundle.text("null");
        }
        Entry<?> entry = find(value.getClass());
        if (entry != null) {
            try {
                return entry.render(value, display);
            } catch (CellStopped e) {
                throw e;
            } catch (Throwable e) {
                LOG.warn("the renderer of {} failed", entry.type().getName(), e);
            }
        }
        return fallback(value);
    }

    private @Nullable Entry<?> find(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Entry<?> entry : entries) {
                if (entry.type() == c && (c != Object.class || type == Object.class)) {
                    return entry;
                }
            }
        }
        Entry<?> any = null;
        for (Entry<?> entry : entries) {
            if (entry.type().isInterface() && entry.type().isAssignableFrom(type)) {
                return entry;
            }
            any = any == null && entry.type() == Object.class ? entry : any;
        }
        return any;
    }

    private static Bundle fallback(Object value) {
        Bundle text = Bundle.text(TextForm.of(value));
        if (value instanceof BufferedImage image) {
            text = Bundle.text("BufferedImage " + image.getWidth() + " × " + image.getHeight());
        }
        return value instanceof RenderedImage image ? png(text, image) : text;
    }

    private static Bundle png(Bundle text, RenderedImage image) {
        try {
            var bytes = new ByteArrayOutputStream();
            return ImageIO.write(image, "png", bytes)
                    ? text.with("image/png", Base64.getEncoder().encodeToString(bytes.toByteArray()))
                    : text;
        } catch (IOException e) {
            LOG.warn("an image could not be written as PNG", e);
            return text;
        }
    }
}
