package io.trawl.kernel.engine;

import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Comms;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.api.KernelExtension;
import io.trawl.kernel.api.Magic;
import io.trawl.kernel.api.Renderers;
import io.trawl.kernel.api.widget.Widgets;
import io.trawl.kernel.guest.Owners;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What libraries bring besides their classes, at start and when a cell adds them: kernel extensions are installed, once
 * each, and database drivers are made known to {@link java.sql.DriverManager}, which looks for them only once, when it is
 * first used.
 */
final class Extensions {

    private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);

    private final Language language;
    private final Comms comms;
    private final Set<Class<?>> installed = new HashSet<>();

    Extensions(Language language, Comms comms) {
        this.language = language;
        this.comms = comms;
    }

    /** Runs what is the libraries' code where it can be interrupted. */
    interface Work {
        <T> T run(Callable<T> work) throws Exception;
    }

    /** Installs what is there when the kernel starts, on the calling thread. */
    void start() {
        var imports = new ArrayList<>(language.options.imports());
        var kernel = new ExtensionKernel(imports);
        Kernel.Current.set(kernel);
        Widgets.install(kernel);
        if (language.options.extensions()) {
            install(kernel);
        }
        language.session.imports(imports, language.workspace::keep);
    }

    /** Adds to the class path and makes use of what comes with it. */
    void extend(List<Path> entries, Work work) throws Exception {
        language.session.extendClassPath(entries);
        var imports = new ArrayList<String>();
        work.run(() -> {
            drivers();
            if (language.options.extensions()) {
                install(new ExtensionKernel(imports));
            }
            return true;
        });
        language.session.imports(imports, language.workspace::keep);
    }

    private synchronized void install(Kernel kernel) {
        ClassLoader loader = language.loader.userLoader();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Iterator<ServiceLoader.Provider<KernelExtension>> found =
                    ServiceLoader.load(KernelExtension.class, loader).stream().iterator();
            while (found.hasNext()) {
                ServiceLoader.Provider<KernelExtension> provider = found.next();
                if (installed.add(provider.type())) {
                    provider.get().install(kernel);
                }
            }
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            LOG.error("an extension could not be installed; the kernel goes on without it", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A driver registers itself when it is loaded. */
    private void drivers() {
        try {
            ServiceLoader.load(java.sql.Driver.class, language.loader.userLoader()).stream()
                    .forEach(ServiceLoader.Provider::get);
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            LOG.warn("a database driver could not be loaded", e);
        }
    }

    private final class ExtensionKernel implements Kernel {
        private final List<String> imports;

        ExtensionKernel(List<String> imports) {
            this.imports = imports;
        }

        @Override
        public Renderers renderers() {
            return language.renderers;
        }

        @Override
        public void imports(String... lines) {
            imports.addAll(Arrays.asList(lines));
        }

        @Override
        public void add(Magic magic) {
            language.magics.add(new ExtensionMagic(magic));
        }

        @Override
        public Optional<Cell> cell() {
            return Owners.current() instanceof CellState cell ? Optional.of(cell) : Optional.empty();
        }

        @Override
        public Optional<String> place(StackTraceElement frame) {
            return language.places
                    .of(frame)
                    .map(line -> line.title() + ": " + line.text().strip());
        }

        @Override
        public Comms comms() {
            return comms;
        }

        @Override
        public void callback(@Nullable Cell cell, Runnable task) {
            language.callbacks.add(cell instanceof CellState state ? state : null, task);
        }

        @Override
        public void beforeCell(Consumer<Cell> hook) {
            language.beforeCell.add(hook);
        }

        @Override
        public void beforeReply(Runnable hook) {
            language.beforeReply.add(hook);
        }

        @Override
        public void atEnd(Runnable hook) {
            language.atEnd.add(hook);
        }
    }
}
