package io.trawl.kernel.engine;

import com.sun.source.util.JavacTask;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.tools.DiagnosticListener;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * javac with contexts that stay warm: the pool that JShell itself compiles with, reached by reflection, since a fresh
 * context costs 13 ms each time. The pool is not exported: {@link #open} answers empty unless the process was started
 * with {@link #NEEDED_EXPORTS} (kernel jar's manifest, {@code Add-Exports}), and cells then compile through JShell.
 * Not thread-safe.
 */
final class PooledCompiler {

    private static final Logger LOG = LoggerFactory.getLogger(PooledCompiler.class);
    private static final String JAVAC = "com.sun.tools.javac.";

    /** What the command line would say as {@code --add-exports jdk.compiler/…=ALL-UNNAMED}. */
    static final List<String> NEEDED_EXPORTS = List.of(JAVAC + "api", JAVAC + "code", JAVAC + "util");

    private static final List<String> OPTIONS = List.of("-proc:none", "-g", "-parameters", "--should-stop=at=FLOW");

    private final Internals internals;
    private Object pool;
    private final JavaFileManager files;

    private PooledCompiler(Internals internals, Object pool, JavaFileManager files) {
        this.internals = internals;
        this.pool = pool;
        this.files = files;
    }

    /** Empty, and logged, where the JDK does not let us. */
    static Optional<PooledCompiler> open(JavaFileManager files) {
        try {
            var internals = new Internals();
            return Optional.of(new PooledCompiler(internals, internals.newPool.newInstance(1), files));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.info("every statement is compiled by JShell: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Throws its contexts away: they hold what they know of packages, also which classes are not there. */
    void renew() {
        try {
            pool = internals.newPool.newInstance(1);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs {@code work} with a task that compiles {@code source}; the task is valid only meanwhile.
     *
     * @param volatileClasses binary names of classes that another task may find changed or gone: they are forgotten
     * @throws IllegalStateException if javac itself failed; its context is then thrown away
     */
    <T extends @Nullable Object> T run(
            JavaFileObject source,
            DiagnosticListener<JavaFileObject> diagnostics,
            Function<JavacTask, T> work,
            Collection<String> volatileClasses) {
        Object worker = Proxy.newProxyInstance(
                PooledCompiler.class.getClassLoader(),
                new Class<?>[] {internals.worker},
                (proxy, method, arguments) -> {
                    var task = (JavacTask) arguments[0];
                    Object context = internals.context.invoke(task);
                    try {
                        return work.apply(task);
                    } finally {
                        internals.forget(context, volatileClasses);
                    }
                });
        try {
            @SuppressWarnings("unchecked")
            T answer = (T)
                    internals.getTask.invoke(pool, null, files, diagnostics, OPTIONS, null, List.of(source), worker);
            return answer;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("javac failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The few members of javac that are needed; the same on 17 to 25. */
    private static final class Internals {
        final Class<?> worker;
        final Constructor<?> newPool;
        final Method getTask;
        private final Method context;
        private final Method symbols;
        private final Method names;
        private final Method name;
        private final Field unnamedModule;
        private final Method findPackage;
        private final Method removeClass;
        private final Method finder;
        private final Method completer;
        private final Field members;
        private final Field packageCompleter;

        Internals() throws ReflectiveOperationException {
            worker = type("api.JavacTaskPool$Worker");
            Class<?> poolType = type("api.JavacTaskPool");
            newPool = poolType.getConstructor(int.class);
            getTask = method(poolType, "getTask");
            Class<?> contextType = type("util.Context");
            context = type("api.BasicJavacTask").getMethod("getContext");
            symbols = type("code.Symtab").getMethod("instance", contextType);
            names = type("util.Names").getMethod("instance", contextType);
            name = type("util.Names").getMethod("fromString", String.class);
            unnamedModule = type("code.Symtab").getField("unnamedModule");
            Class<?> moduleSymbol = type("code.Symbol$ModuleSymbol");
            Class<?> nameType = type("util.Name");
            findPackage = type("code.Symtab").getMethod("getPackage", moduleSymbol, nameType);
            removeClass = type("code.Symtab").getMethod("removeClass", moduleSymbol, nameType);
            finder = type("code.ClassFinder").getMethod("instance", contextType);
            completer = type("code.ClassFinder").getMethod("getCompleter");
            members = type("code.Symbol$PackageSymbol").getField("members_field");
            packageCompleter = type("code.Symbol").getField("completer");
            // Fails here, at start, where the packages are not exported to this code.
            name.invoke(names.invoke(null, contextType.getConstructor().newInstance()), "REPL");
        }

        private static Class<?> type(String name) throws ClassNotFoundException {
            return Class.forName(JAVAC + name);
        }

        private static Method method(Class<?> type, String name) throws NoSuchMethodException {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name)) {
                    return method;
                }
            }
            throw new NoSuchMethodException(type + "." + name);
        }

        /** As JShell does after each of its tasks: the package of the cells is read anew by the next one. */
        void forget(Object in, Collection<String> classes) throws ReflectiveOperationException {
            Object table = symbols.invoke(null, in);
            Object words = names.invoke(null, in);
            Object module = unnamedModule.get(table);
            Object cells = findPackage.invoke(table, module, name.invoke(words, CellFiles.PACKAGE));
            if (cells == null) {
                return;
            }
            for (String type : classes) {
                removeClass.invoke(table, module, name.invoke(words, type));
            }
            members.set(cells, null);
            packageCompleter.set(cells, completer.invoke(finder.invoke(null, in)));
        }
    }
}
