package io.trawl.kernel.guest;

import java.util.HashMap;
import java.util.Map;

/** Holds the classes of one compile that nothing defined later can name: they live as long as something of them does. */
final class CellLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    final Owner owner;
    private final Map<String, byte[]> pending;

    CellLoader(SnippetLoader parent, Map<String, byte[]> classes, Owner owner) {
        super("trawl-cell", parent);
        this.pending = new HashMap<>(classes);
        this.owner = owner;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes;
        synchronized (pending) {
            bytes = pending.remove(name);
        }
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] woven = Weaver.weave(bytes);
        return defineClass(name, woven, 0, woven.length);
    }
}
