package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.api.KernelExtension;
import java.util.concurrent.CompletableFuture;

/** What a library's extension looks like. Loaded by the user's loader, apart from this test's. */
public final class SampleExtension implements KernelExtension {

    public static class Badge {
        final String text;

        public Badge(String text) {
            this.text = text;
        }
    }

    public static final class Broken {
        @Override
        public String toString() {
            return "a broken thing";
        }
    }

    public record Later(CompletableFuture<String> value) {}

    public interface First {}

    public interface Second {}

    public static final class Both implements Second, First {}

    @Override
    public void install(Kernel kernel) {
        kernel.imports("import io.trawl.kernel.engine.SampleExtension.*");
        kernel.renderers().add(First.class, (value, display) -> Bundle.text("first"));
        kernel.renderers().add(Second.class, (value, display) -> Bundle.text("second"));
        kernel.renderers()
                .add(
                        Badge.class,
                        (badge, display) -> Bundle.text("badge " + badge.text).html("<b>" + badge.text + "</b>"));
        kernel.renderers().add(Broken.class, (value, display) -> {
            throw new IllegalStateException("cannot draw");
        });
        kernel.renderers().add(Later.class, (later, display) -> {
            display.liveUntil(later.value().thenAccept(v -> display.update(Bundle.text(v))));
            return Bundle.text("pending");
        });
    }
}
