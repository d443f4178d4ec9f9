package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Comms;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.draw.Drawing;
import io.trawl.kernel.guest.CellRunner;
import io.trawl.kernel.guest.CellStopped;
import io.trawl.kernel.guest.SnippetLoader;
import io.trawl.kernel.magic.Magics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import jdk.jshell.DeclarationSnippet;
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
    final Callbacks callbacks;
    final List<Consumer<Cell>> beforeCell = new CopyOnWriteArrayList<>();
    final List<Runnable> beforeReply = new CopyOnWriteArrayList<>();
    final List<Runnable> atEnd = new CopyOnWriteArrayList<>();
    final SessionWorkspace workspace;
    final Magics magics;
    final InitScript init;
    final Extensions extensions;
    final Drawing renderers = new Drawing(Frames.real(), Language::notDrawn);

    /** Whether unattended cells await their live displays; {@code %await}. */
    volatile boolean awaitLive = true;

    Language(
            EngineOptions options,
            Comms comms,
            CellRunner callbacks,
            SnippetLoader loader,
            ScheduledExecutorService flusher,
            HistoryStore history) {
        this.options = options;
        this.flusher = flusher;
        this.loader = loader;
        this.session = new Session(options.classPath(), loader, options.direct());
        this.places = new Places(session);
        this.errors = new RuntimeErrors(places);
        this.variables = new Variables(loader, session);
        this.results = new Results(session, variables);
        this.workspace = new SessionWorkspace(this, history);
        this.magics = new Magics(workspace, options.maven());
        this.init = new InitScript(options.initScript());
        this.extensions = new Extensions(this, comms);
        renderers.add(
                Throwable.class,
                (error, display) -> Bundle.text(errors.thrown(error).plainText()));
        this.callbacks = new Callbacks(callbacks, errors);
        extensions.start();
    }

    private static void notDrawn(String what, Throwable error) {
        if (error instanceof CellStopped stopped) {
            throw stopped;
        }
        LOG.warn("{} failed", what, error);
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

    /** Lets libraries know that a cell begins. */
    void beforeCell(Cell cell) {
        beforeCell.forEach(hook -> guarded(() -> hook.accept(cell)));
    }

    /** Lets libraries send what they held back. */
    void beforeReply() {
        beforeReply.forEach(Language::guarded);
    }

    private static void guarded(Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("a library's hook failed", e);
        }
    }

    @Override
    public void close() {
        callbacks.close();
        atEnd.forEach(Language::guarded);
        session.close();
    }
}
