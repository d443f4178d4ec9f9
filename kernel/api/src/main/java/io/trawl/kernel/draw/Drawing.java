package io.trawl.kernel.draw;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.Grid;
import io.trawl.kernel.api.Renderer;
import io.trawl.kernel.api.Renderers;
import io.trawl.kernel.api.Rows;
import io.trawl.kernel.api.Show;
import java.awt.image.RenderedImage;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** The renderers by type, and below them the drawing of what every Java program has. */
public final class Drawing implements Renderers {

    private record Entry<T>(Class<T> type, Renderer<? super T> renderer) {
        Bundle render(Object value, Display display) throws Exception {
            return renderer.render(type.cast(value), display);
        }
    }

    private record Tabular<T>(Class<T> type, Function<? super T, ? extends Rows> rows) {
        Rows of(Object value) {
            return rows.apply(type.cast(value));
        }
    }

    /** The last one added comes first. */
    private final List<Tabular<?>> tables = new CopyOnWriteArrayList<>();

    /** The last one added comes first. */
    private final List<Entry<?>> entries = new CopyOnWriteArrayList<>();

    private final Frames frames;
    private final BiConsumer<String, Throwable> failed;

    /**
     * @param failed told what was being drawn and what a renderer or a {@code toString()} threw; the value is then shown
     *     in words, unless this throws itself
     */
    public Drawing(Frames frames, BiConsumer<String, Throwable> failed) {
        this.frames = frames;
        this.failed = failed;
    }

    @Override
    public <T> Registration add(Class<T> type, Renderer<? super T> renderer) {
        var entry = new Entry<T>(type, renderer);
        entries.add(0, entry);
        return () -> entries.removeIf(e -> e == entry);
    }

    @Override
    public <T> Registration rows(Class<T> type, Function<? super T, ? extends Rows> rows) {
        var table = new Tabular<T>(type, rows);
        tables.add(0, table);
        return () -> tables.removeIf(t -> t == table);
    }

    @Override
    public Optional<Rows> rows(@Nullable Object value) {
        if (value instanceof Rows rows) {
            return Optional.of(rows);
        }
        for (Tabular<?> table : tables) {
            if (table.type().isInstance(value)) {
                return Optional.of(table.of(value));
            }
        }
        return ValueRows.of(value, this::line);
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
            } catch (Throwable e) {
                failed.accept("the renderer of " + entry.type().getName(), e);
            }
        }
        try {
            return own(value, display);
        } catch (Throwable e) {
            failed.accept("the drawing of a " + value.getClass().getName(), e);
            return Bundle.text(words(value));
        }
    }

    private @Nullable Entry<?> find(Class<?> type) {
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Entry<?> entry : entries) {
                if (entry.type() == c) {
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

    /** Whether a value is more than its text even inside a container. */
    boolean isDrawn(@Nullable Object value) {
        if (value == null) {
            return false;
        }
        Entry<?> entry = find(value.getClass());
        return entry != null && entry.type() != Object.class
                || value instanceof CompletionStage
                || value instanceof Bundle
                || value instanceof Grid
                || value instanceof RenderedImage;
    }

    private Bundle own(Object value, Display display) {
        if (value instanceof Bundle bundle) {
            return bundle;
        }
        if (value instanceof Grid grid) {
            return grid.bundle();
        }
        if (value instanceof CompletionStage<?> stage) {
            return new Futures(this, frames).draw(stage, display);
        }
        if (value instanceof Future<?> future && !future.isDone()) {
            return Bundle.text("pending · a plain Future does not tell when it is done; a CompletableFuture does");
        }
        if (value instanceof RenderedImage image) {
            return Show.image(image);
        }
        if (value instanceof byte[] bytes) {
            return pictureOrText(bytes);
        }
        if (value instanceof Collection || value instanceof Map || value instanceof Object[]) {
            return new Tables(new Canvas(this, display, frames)).draw(value);
        }
        if (value.getClass().isRecord()) {
            return new Tables(new Canvas(this, display, frames)).draw(value);
        }
        return Bundle.text(untouched(value) + words(value));
    }

    private Bundle pictureOrText(byte[] bytes) {
        try {
            return Show.image(bytes);
        } catch (IllegalArgumentException noPicture) {
            return Bundle.text(words(bytes));
        }
    }

    /** Says of what can be read only once that showing it did not. */
    private static String untouched(Object value) {
        if (value instanceof Flow.Publisher) {
            return "publisher, not subscribed · ";
        }
        if (value instanceof BaseStream) {
            return "stream, not consumed · ";
        }
        return value instanceof Iterator ? "iterator, not consumed · " : "";
    }

    /** Any value as bounded text, whatever it does. */
    public String words(@Nullable Object value) {
        return new TextForm(e -> failed.accept("a toString()", e)).of(value);
    }

    /** As {@link #words}, for a place where only one short line fits. */
    String line(@Nullable Object value) {
        String text = words(value);
        return text.length() > 4_000 ? text.substring(0, 4_000) + "…" : text;
    }

    void failed(String what, Throwable e) {
        failed.accept(what, e);
    }
}
