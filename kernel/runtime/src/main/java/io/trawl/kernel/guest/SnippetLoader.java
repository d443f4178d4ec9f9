package io.trawl.kernel.guest;

import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Defines the woven classes of cells and knows which cell defined which. Its parent holds the user's class path, whose
 * parent is the {@link FilterLoader}.
 */
public final class SnippetLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String PREFIX = "$JShell$";

    private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();
    private final Map<String, Class<?>> latest = new ConcurrentHashMap<>();
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();
    private final Map<String, byte[]> pending = new ConcurrentHashMap<>();

    public SnippetLoader(List<Path> classPath) {
        super("trawl-cells", new UserLoader(urls(classPath), new FilterLoader()));
    }

    private static URL[] urls(List<Path> paths) {
        try {
            var urls = new URL[paths.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = paths.get(i).toUri().toURL();
            }
            return urls;
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The loader of the user's class path. */
    public ClassLoader userLoader() {
        return getParent();
    }

    /** Adds to what the user's loader finds; classes that are loaded stay as they are. */
    public void extendClassPath(List<Path> entries) {
        for (URL url : urls(entries)) {
            ((UserLoader) getParent()).addURL(url);
        }
    }

    /** The user's class path, which may grow. */
    private static final class UserLoader extends URLClassLoader {
        static {
            registerAsParallelCapable();
        }

        UserLoader(URL[] urls, ClassLoader parent) {
            super("trawl-user", urls, parent);
        }

        @Override
        protected void addURL(URL url) {
            super.addURL(url);
        }
    }

    /** Classes of one compilation, by binary name; they may refer to each other. */
    public void define(Map<String, byte[]> bytes, @Nullable Owner owner) {
        if (owner != null) {
            bytes.keySet().forEach(name -> owners.putIfAbsent(snippet(name), owner));
        }
        pending.putAll(bytes);
        try {
            for (String name : bytes.keySet()) {
                // Linking now turns a missing or clashing class into an error of this cell, not of a later one.
                loadClass(name).getDeclaredMethods();
            }
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(e.getMessage());
        } finally {
            bytes.keySet().forEach(pending::remove);
        }
    }

    /**
     * Defines classes that no other cell names, so that they go when nothing reachable is of them.
     *
     * @return the one called {@code main}
     */
    public Class<?> defineApart(String main, Map<String, byte[]> bytes, Owner owner) {
        var apart = new CellLoader(this, bytes, owner);
        try {
            for (String name : bytes.keySet()) {
                apart.loadClass(name).getDeclaredMethods();
            }
            return apart.loadClass(main);
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(e.getMessage());
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.equals(Hooks.class.getName()) ? Hooks.class : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = pending.remove(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] woven = Weaver.weave(bytes);
        Class<?> defined = defineClass(name, woven, 0, woven.length);
        classes.put(name, defined);
        if (name.indexOf('$', name.indexOf(PREFIX) + PREFIX.length()) < 0) {
            latest.put(snippet(name), defined);
        }
        return defined;
    }

    /** A class that a cell defined, by binary name. */
    public @Nullable Class<?> find(String name) {
        return classes.get(name);
    }

    /** The class that holds what a snippet defines now; null where it has none. */
    public @Nullable Class<?> latest(String snippetId) {
        return latest.get(snippetId);
    }

    /** The cell that first defined this class or the one around it; later redefinitions of dependants keep it. */
    @Nullable
    Owner ownerOf(Class<?> type) {
        return owners.get(snippet(type.getName()));
    }

    /**
     * The id of the snippet that a class belongs to: 12 for {@code REPL.$JShell$12B$Book}, F3 for {@code REPL.$JShell$F3},
     * which no snippet of JShell has; empty for other classes.
     */
    public static String snippet(String className) {
        int start = className.indexOf(PREFIX);
        if (start < 0) {
            return "";
        }
        start += PREFIX.length();
        int end = className.startsWith("F", start) ? start + 1 : start;
        while (end < className.length() && Character.isDigit(className.charAt(end))) {
            end++;
        }
        return className.substring(start, end);
    }
}
