package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Comms;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.api.KernelExtension;
import io.trawl.kernel.api.widget.Widgets;
import io.trawl.kernel.draw.Drawing;
import io.trawl.kernel.guest.CellRunner;
import io.trawl.kernel.guest.CellStopped;
import io.trawl.kernel.guest.Owners;
import io.trawl.kernel.guest.SnippetLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import jdk.jshell.DeclarationSnippet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an engine has once Java is up: the session and all that hangs on it. Built once, in the background. */
final class Language implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Language.class);

    final EngineOptions options;
    final ScheduledExecutorService flusher;
    final SnippetLoader loader;
    final Results results;
    final Session session;
    final Places places;
    final RuntimeErrors errors;
    final Variables variables;
    private final Callbacks callbacks;
    private final List<Runnable> beforeReply = new CopyOnWriteArrayList<>();
    final Drawing renderers = new Drawing(Frames.real(), Language::notDrawn);

    /** Whether unattended cells await their live displays; {@code %await}. */
    volatile boolean awaitLive = true;

    Language(
            EngineOptions options,
            Comms comms,
            CellRunner first,
            CellRunner callbacks,
            SnippetLoader loader,
            ScheduledExecutorService flusher) {
        this.options = options;
        this.flusher = flusher;
        this.loader = loader;
        this.session = new Session(options.classPath(), loader, options.direct());
        this.places = new Places(session);
        this.errors = new RuntimeErrors(places);
        this.variables = new Variables(loader, session);
        this.results = new Results(session, variables);
        renderers.add(
                Throwable.class,
                (error, display) -> Bundle.text(errors.thrown(error).plainText()));
        var imports = new ArrayList<>(options.imports());
        this.callbacks = new Callbacks(callbacks, errors);
        var kernel = new ExtensionKernel(imports, comms);
        Kernel.Current.set(kernel);
        Widgets.install(kernel);
        if (options.extensions()) {
            install(kernel);
        }
        imports.forEach(line -> importNow(first, line));
    }

    private static void notDrawn(String what, Throwable error) {
        if (error instanceof CellStopped stopped) {
            throw stopped;
        }
        LOG.warn("{} failed", what, error);
    }

    private void install(Kernel kernel) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader.userLoader());
        try {
            Iterator<KernelExtension> found = ServiceLoader.load(KernelExtension.class, loader.userLoader())
                    .iterator();
            while (found.hasNext()) {
                found.next().install(kernel);
            }
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            LOG.error("an extension could not be installed; the kernel goes on without it", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void importNow(CellRunner runner, String line) {
        var evaluated = session.eval(() -> false, runner, line + ";");
        if (evaluated.main().status() != jdk.jshell.Snippet.Status.VALID) {
            LOG.warn("not imported: {}", line);
        }
    }

    boolean isVariable(String name) {
        return session.look(
                (shell, analysis) -> shell.variables().anyMatch(v -> v.name().equals(name)));
    }

    /** What a definition lacks before it can run. */
    String missing(DeclarationSnippet snippet) {
        String names = session.look((shell, analysis) ->
                String.join(", ", shell.unresolvedDependencies(snippet).toList()));
        return snippet.name() + " is defined, but cannot run until this is: " + names;
    }

    /** Lets libraries send what they held back. */
    void beforeReply() {
        for (Runnable hook : beforeReply) {
            try {
                hook.run();
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("a hook before a reply failed", e);
            }
        }
    }

    @Override
    public void close() {
        callbacks.close();
        session.close();
    }

    private final class ExtensionKernel implements Kernel {
        private final List<String> imports;
        private final Comms comms;

        ExtensionKernel(List<String> imports, Comms comms) {
            this.imports = imports;
            this.comms = comms;
        }

        @Override
        public io.trawl.kernel.api.Renderers renderers() {
            return renderers;
        }

        @Override
        public void imports(String... lines) {
            imports.addAll(Arrays.asList(lines));
        }

        @Override
        public Optional<Cell> cell() {
            return Owners.current() instanceof CellState cell ? Optional.of(cell) : Optional.empty();
        }

        @Override
        public Comms comms() {
            return comms;
        }

        @Override
        public void callback(@Nullable Cell cell, Runnable task) {
            callbacks.add(cell instanceof CellState state ? state : null, task);
        }

        @Override
        public void beforeReply(Runnable hook) {
            beforeReply.add(hook);
        }
    }
}
