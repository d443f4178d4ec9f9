package io.trawl.kernel.guest;

import java.net.URL;
import java.util.Enumeration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parent of the user's class path: the JDK's modules and the kernel API, and nothing else of this process. So a cell
 * meets neither the kernel's libraries nor their versions.
 */
final class FilterLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String API = "io.trawl.kernel.api";

    private static final Set<String> JDK_PACKAGES = ModuleLayer.boot().modules().stream()
            .flatMap(m -> m.getPackages().stream())
            .collect(Collectors.toUnmodifiableSet());

    private final ClassLoader kernel = FilterLoader.class.getClassLoader();
    private final ClassLoader platform = getPlatformClassLoader();

    FilterLoader() {
        super("trawl-filter", null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        int dot = name.lastIndexOf('.');
        String pkg = dot < 0 ? "" : name.substring(0, dot);
        if (pkg.equals(API) || pkg.startsWith(API + ".")) {
            return kernel.loadClass(name);
        }
        // jdk.compiler and jdk.jshell belong to the application loader; the platform's does not find them.
        return JDK_PACKAGES.contains(pkg) ? getSystemClassLoader().loadClass(name) : platform.loadClass(name);
    }

    @Override
    public URL getResource(String name) {
        return platform.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws java.io.IOException {
        return platform.getResources(name);
    }
}
