package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.guest.CellRunner;
import io.trawl.kernel.guest.CellRunner.Outcome;
import io.trawl.kernel.guest.CellStopped;
import io.trawl.kernel.guest.Owner;
import io.trawl.kernel.guest.SnippetLoader;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * JShell in this process, with two locks. The <em>turn</em> is held for a whole statement, its run included: one
 * statement at a time. The <em>compile lock</em> guards all compiling and analysing and is released while user code runs,
 * so completion answers beside a running cell. Order: turn, then compile lock.
 */
final class Session implements AutoCloseable {

    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantLock compiling = new ReentrantLock(true);
    private final SnippetLoader loader;
    private final CellRunner runner;
    private final JShell shell;
    private final SourceCodeAnalysis analysis;

    /** In whose name the statement of this turn runs, and how its run ended. */
    private Owner owner = () -> false;

    private @Nullable Outcome<Object> outcome;

    Session(List<Path> classPath, SnippetLoader loader, CellRunner runner) {
        this.loader = loader;
        this.runner = runner;
        String path = Stream.concat(classPath.stream(), Stream.of(apiLocation()))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        this.shell = JShell.builder()
                .executionEngine(new Provider(), null)
                .compilerOptions("-classpath", path)
                .build();
        this.analysis = shell.sourceCodeAnalysis();
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

    /** What one statement did; {@code outcome} is null where nothing ran: a declaration or a rejected one. */
    record Evaluated(List<SnippetEvent> events, @Nullable Outcome<Object> outcome) {

        /** The event of the statement itself; the others are of what depends on it. */
        SnippetEvent main() {
            return events.get(0);
        }
    }

    Evaluated eval(Owner inNameOf, String source) {
        turn.lock();
        compiling.lock();
        try {
            owner = inNameOf;
            outcome = null;
            List<SnippetEvent> events = shell.eval(source);
            return new Evaluated(events, outcome);
        } finally {
            outcome = null;
            compiling.unlock();
            turn.unlock();
        }
    }

    /** Looks at the session without changing it, beside running code. */
    <T> T look(BiFunction<JShell, SourceCodeAnalysis, T> question) {
        compiling.lock();
        try {
            return question.apply(shell, analysis);
        } finally {
            compiling.unlock();
        }
    }

    /** Changes the session when no statement is under way. */
    void change(Consumer<JShell> change) {
        turn.lock();
        compiling.lock();
        try {
            change.accept(shell);
        } finally {
            compiling.unlock();
            turn.unlock();
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
            compiling.unlock();
            Outcome<Object> ended;
            try {
                ended = runner.run(owner, () -> call(doIt));
            } finally {
                compiling.lock();
            }
            outcome = ended;
            if (ended instanceof Outcome.Thrown<Object> thrown) {
                throw new InvocationTargetException(thrown.error());
            }
            if (ended instanceof Outcome.Abandoned) {
                throw new InvocationTargetException(new CellStopped());
            }
            return "";
        }

        private @Nullable Object call(Method doIt) throws Exception {
            try {
                return doIt.invoke(null);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw (Error) e.getCause();
            }
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
                loader.define(bytes, owner);
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
        public void addToClasspath(String path) throws ExecutionControl.InternalException {
            throw new ExecutionControl.InternalException("the class path of the session is fixed");
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
