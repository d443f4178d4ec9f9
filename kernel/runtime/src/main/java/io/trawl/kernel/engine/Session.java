package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.engine.CellCompiler.Compiled.Part;
import io.trawl.kernel.engine.CellCompiler.Piece;
import io.trawl.kernel.guest.CellRunner;
import io.trawl.kernel.guest.CellRunner.Outcome;
import io.trawl.kernel.guest.CellStopped;
import io.trawl.kernel.guest.Owner;
import io.trawl.kernel.guest.SnippetLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java in this process: JShell for whatever declares, {@link CellCompiler} for what only runs, both over one class loader
 * and one set of names. One lock guards all compiling and analysing; it is released while user code runs, so completion
 * answers beside a running cell and cells of several callers run side by side.
 */
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final ReentrantLock compiling = new ReentrantLock(true);
    private final SnippetLoader loader;
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final CellFiles files;
    private final AtomicReference<ShellFiles> shellFiles = new AtomicReference<>();
    private volatile List<Path> classPath;
    private final Defined defined;
    private final Optional<PooledCompiler> javac;
    private final Optional<CellCompiler> compiler;

    /** What JShell calls back about comes on the thread that called it: who runs, where, and how it ended. */
    private final ThreadLocal<Turn> turn = ThreadLocal.withInitial(() -> new Turn(() -> false, null));

    /** Imports that JShell has not been given: it needs milliseconds for each, and our own compiles do without. */
    private final Deque<Import> waiting = new ArrayDeque<>();

    private record Import(String line, Consumer<Snippet> taken) {}

    private final TypeNames typeNames = new TypeNames();
    private int temporaries;

    /** @param direct whether expressions and statements are compiled without JShell where that is exact */
    Session(List<Path> classPath, SnippetLoader loader, boolean direct) {
        this.loader = loader;
        this.classPath = classPath.stream().map(Path::toAbsolutePath).toList();
        this.files = new CellFiles(compilePath());
        this.defined = new Defined(loader);
        this.shell = JShell.builder()
                .executionEngine(new Provider(), null)
                .fileManager(standard -> {
                    shellFiles.set(new ShellFiles(standard, compilePath()));
                    return shellFiles.get();
                })
                // $n belongs to the results of cells, see Results.
                .tempVariableNameGenerator(() -> "$trawl$" + ++temporaries)
                .build();
        shell.onSnippetEvent(event -> {
            if (!defined.event(event)) {
                files.remove(event.snippet().id());
            }
        });
        this.analysis = shell.sourceCodeAnalysis();
        this.javac = PooledCompiler.open(files);
        this.compiler = javac.filter(j -> direct).map(j -> new CellCompiler(j, files, defined));
    }

    /** The user's class path now. */
    List<Path> classPath() {
        return classPath;
    }

    /** The user's libraries and the kernel API, as cells compile against them now. */
    List<Path> compilePath() {
        var paths = new ArrayList<>(classPath);
        paths.add(apiLocation());
        return paths;
    }

    /** Adds to what cells compile and run against from now on. */
    void extendClassPath(List<Path> entries) {
        compiling.lock();
        try {
            var all = new ArrayList<>(classPath);
            entries.stream()
                    .map(Path::toAbsolutePath)
                    .filter(e -> !all.contains(e))
                    .forEach(all::add);
            classPath = List.copyOf(all);
            loader.extendClassPath(entries);
            files.classPath(compilePath());
            shellFiles.get().classPath(compilePath());
            javac.ifPresent(PooledCompiler::renew);
            // Its compiler starts afresh, and completion reads the new jars; the path itself is ShellFiles' affair.
            shell.addToClasspath("");
        } finally {
            compiling.unlock();
        }
    }

    /** What JShell compiled, by binary name. */
    Optional<byte[]> classFile(String name) {
        compiling.lock();
        try {
            return files.find(name);
        } finally {
            compiling.unlock();
        }
    }

    private static Path apiLocation() {
        try {
            return Path.of(Bundle.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Imports for all code from now on; JShell takes them when it next has something to do, or by {@link #catchUp}.
     *
     * @param taken given what JShell made of each, once it has
     */
    void imports(List<String> lines, Consumer<Snippet> taken) {
        compiling.lock();
        try {
            lines.forEach(line -> waiting.add(new Import(line, taken)));
            defined.await(lines);
        } finally {
            compiling.unlock();
        }
    }

    /** Gives JShell one import that waits; false if none does. */
    boolean catchUp() {
        compiling.lock();
        try {
            Import next = waiting.poll();
            if (next == null) {
                return false;
            }
            SnippetEvent event = shell.eval(next.line() + ";").get(0);
            if (event.status() == Snippet.Status.VALID) {
                next.taken().accept(event.snippet());
            } else {
                LOG.warn("not imported: {}", next.line());
            }
            defined.awaited(next.line());
            return true;
        } finally {
            compiling.unlock();
        }
    }

    private void catchUpWhole() {
        while (catchUp()) {
            // one more
        }
    }

    /** What one statement did; {@code outcome} is null where nothing ran: a declaration or a rejected one. */
    record Evaluated(List<SnippetEvent> events, @Nullable Outcome<Object> outcome) {

        /** The event of the statement itself; the others are of what depends on it. */
        SnippetEvent main() {
            return events.get(0);
        }
    }

    private static final class Turn {
        final Owner owner;
        final @Nullable CellRunner runner;

        @Nullable
        Outcome<Object> outcome;

        Turn(Owner owner, @Nullable CellRunner runner) {
            this.owner = owner;
            this.runner = runner;
        }
    }

    /** Hands a statement to JShell; what it executes runs on {@code runner}, in the name of {@code inNameOf}. */
    Evaluated eval(Owner inNameOf, CellRunner runner, String source) {
        var mine = new Turn(inNameOf, runner);
        compiling.lock();
        try {
            catchUpWhole();
            turn.set(mine);
            List<SnippetEvent> events = shell.eval(source);
            return new Evaluated(events, mine.outcome);
        } finally {
            turn.remove();
            compiling.unlock();
        }
    }

    /** Statements compiled together and loaded, to be run part by part. */
    record Direct(Class<?> holder, List<Part> parts) {}

    /** One class for consecutive expressions and statements; empty where JShell must take them, one by one. */
    Optional<Direct> compile(Owner inNameOf, List<Piece> pieces) {
        if (compiler.isEmpty()) {
            return Optional.empty();
        }
        compiling.lock();
        try {
            return compiler.get()
                    .compile(pieces)
                    .map(c -> new Direct(loader.defineApart(c.className(), c.classes(), inNameOf), c.parts()));
        } catch (LinkageError | IllegalStateException e) {
            LOG.warn("left to JShell", e);
            return Optional.empty();
        } finally {
            compiling.unlock();
        }
    }

    /** Runs a part of what {@link #compile} made. */
    Outcome<Object> run(Owner inNameOf, CellRunner runner, Direct code, Part part) {
        try {
            Method method = code.holder().getMethod(part.method());
            return runner.run(inNameOf, () -> call(method));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object call(Method method) throws Exception {
        try {
            return method.invoke(null);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        }
    }

    /** Where the first statement of a text ends, by its syntax alone. */
    CompletionInfo parse(String source) {
        compiling.lock();
        try {
            return Statements.first(source, analysis);
        } finally {
            compiling.unlock();
        }
    }

    /** Looks at the session without changing it, beside running code. */
    <T> T look(BiFunction<JShell, SourceCodeAnalysis, T> question) {
        compiling.lock();
        try {
            catchUpWhole();
            return question.apply(shell, analysis);
        } finally {
            compiling.unlock();
        }
    }

    /** Looks at what javac knows, if the JDK lets us; beside running code. */
    <T> Optional<T> probe(Function<Probe, Optional<T>> question) {
        compiling.lock();
        try {
            return javac.flatMap(j -> question.apply(new Probe(j, files, defined)));
        } catch (IllegalStateException e) {
            LOG.warn("not analysed", e);
            return Optional.empty();
        } finally {
            compiling.unlock();
        }
    }

    /** Public types whose simple name begins so, by qualified name; of the JDK and of the libraries. */
    List<String> typesBeginning(String prefix) {
        return typeNames.beginning(prefix, compilePath(), loader.userLoader());
    }

    /** Changes the session. */
    void change(Consumer<JShell> change) {
        compiling.lock();
        try {
            catchUpWhole();
            change.accept(shell);
        } finally {
            compiling.unlock();
        }
    }

    @Override
    public void close() {
        shell.close();
    }

    private final class Provider implements ExecutionControlProvider {
        @Override
        public String name() {
            return "trawl";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return new Control();
        }
    }

    /** Runs what JShell compiled: keeps the value and the exception as the user made them. */
    private final class Control extends DirectExecutionControl {
        Control() {
            super(new Loading());
        }

        @Override
        protected String invoke(Method doIt) throws Exception {
            Turn mine = turn.get();
            CellRunner runner = Objects.requireNonNull(mine.runner, "only eval runs code");
            compiling.unlock();
            Outcome<Object> ended;
            try {
                ended = runner.run(mine.owner, () -> call(doIt));
            } finally {
                compiling.lock();
            }
            mine.outcome = ended;
            if (ended instanceof Outcome.Thrown<Object> thrown) {
                throw new InvocationTargetException(thrown.error());
            }
            if (ended instanceof Outcome.Abandoned) {
                throw new InvocationTargetException(new CellStopped());
            }
            return "";
        }

        @Override
        public String varValue(String className, String varName) {
            return "";
        }
    }

    private final class Loading implements LoaderDelegate {
        @Override
        public void load(ExecutionControl.ClassBytecodes[] compiled) throws ExecutionControl.ClassInstallException {
            var bytes = new LinkedHashMap<String, byte[]>();
            for (var c : compiled) {
                bytes.put(c.name(), c.bytecodes());
            }
            try {
                loader.define(bytes, turn.get().owner);
                files.add(bytes);
            } catch (LinkageError e) {
                var installed = new boolean[compiled.length];
                for (int i = 0; i < installed.length; i++) {
                    installed[i] = loader.find(compiled[i].name()) != null;
                }
                throw new ExecutionControl.ClassInstallException(e.toString(), installed);
            }
        }

        @Override
        public void classesRedefined(ExecutionControl.ClassBytecodes[] compiled) {
            // Never: redefine() is not implemented, JShell replaces the class by a new one.
        }

        @Override
        public void addToClasspath(String path) {
            // Done by extendClassPath, all in one.
        }

        @Override
        public Class<?> findClass(String name) throws ClassNotFoundException {
            Class<?> found = loader.find(name);
            if (found == null) {
                throw new ClassNotFoundException(name);
            }
            return found;
        }
    }
}
