package io.trawl.kernel.draw;

import io.trawl.kernel.api.Animation;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Escape;
import io.trawl.kernel.api.Frames;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A future: pending, then in the same place its value, its failure, or that it was cancelled, and how long that took. */
final class Futures {

    private final Drawing drawing;
    private final Frames frames;

    Futures(Drawing drawing, Frames frames) {
        this.drawing = drawing;
        this.frames = frames;
    }

    private record Settled(@Nullable Object value, @Nullable Throwable error) {}

    Bundle draw(CompletionStage<?> stage, Display display) {
        long start = frames.nanos();
        var settled = new CompletableFuture<Settled>();
        stage.whenComplete((value, error) -> settled.complete(new Settled(value, error)));
        if (settled.isDone()) {
            return picture(settled.join(), "", display);
        }
        var picture = new AtomicReference<>(line("pending…", "opacity:0.7"));
        var animation = new Animation(display, picture::get, frames);
        settled.thenAccept(end -> {
            String took = " (" + words(Duration.ofNanos(frames.nanos() - start)) + ")";
            // The value is drawn by its own code: not on the thread that completed it, which may be an I/O thread.
            frames.draw(() -> {
                try {
                    picture.set(picture(end, took, display));
                } catch (Throwable e) {
                    picture.set(line("→ a " + name(end.value()) + " that cannot be drawn: " + e, ""));
                } finally {
                    animation.finished();
                }
            });
        });
        return picture.get();
    }

    private static String name(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    private static String words(Duration took) {
        return took.toMillis() < 1000
                ? took.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    private Bundle picture(Settled end, String took, Display display) {
        Throwable error = end.error();
        if (error != null) {
            boolean wrapped = error instanceof CompletionException || error instanceof ExecutionException;
            Throwable cause = wrapped && error.getCause() != null ? error.getCause() : error;
            return cause instanceof CancellationException
                    ? line("cancelled" + took, "border-left:3px solid #c98a1b;padding-left:12px")
                    : whole("failed" + took + "  ", "", cause, "#d0564b", display);
        }
        return whole("→ ", took, end.value(), "#3a9a5b", display);
    }

    /** The value between what is said of it, in one line where it is one. */
    private Bundle whole(String before, String after, @Nullable Object value, String colour, Display display) {
        var canvas = new Canvas(drawing, display, frames);
        Canvas.Part part = canvas.part(value);
        String style = "border-left:3px solid " + colour + ";padding-left:12px";
        String above = before.strip() + after;
        return canvas.show(() -> {
            Bundle now = part.now();
            boolean oneLine = now.data().size() == 1 && now.text().indexOf('\n') < 0;
            return oneLine
                    ? line(before + now.text() + after, style)
                    : Bundle.text(above + "\n" + now.text())
                            .html("<div style=\"" + style + "\"><div>" + Escape.piece(above) + "</div>" + now.asHtml()
                                    + "</div>");
        });
    }

    private static Bundle line(String text, String style) {
        return Bundle.text(text).html("<div style=\"" + style + "\">" + Escape.piece(text) + "</div>");
    }
}
