package io.trawl.kernel.engine;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The types that code could import: of the JDK's exported packages and of the libraries, by simple name. Each library is
 * read once, when it is first asked for. Thread-safe.
 */
final class TypeNames {

    private static final Logger LOG = LoggerFactory.getLogger(TypeNames.class);
    private static final int MOST = 30;

    /** Qualified names by simple name. */
    private static final class Index {
        final NavigableMap<String, List<String>> names = new TreeMap<>();

        /** @param classFile with slashes, as {@code java/util/List.class} */
        void add(String classFile) {
            if (classFile.endsWith(".class") && classFile.indexOf('$') < 0 && classFile.indexOf('-') < 0) {
                String name = classFile
                        .substring(0, classFile.length() - ".class".length())
                        .replace('/', '.');
                int dot = name.lastIndexOf('.');
                if (dot > 0) {
                    names.computeIfAbsent(name.substring(dot + 1), n -> new ArrayList<>())
                            .add(name);
                }
            }
        }
    }

    private static final class Jdk {
        static final Index INDEX = read();

        private static Index read() {
            var index = new Index();
            Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
            for (Module module : ModuleLayer.boot().modules()) {
                for (ModuleDescriptor.Exports export : module.getDescriptor().exports()) {
                    if (!export.isQualified()) {
                        Path root = modules.resolve(module.getName());
                        Path folder = root.resolve(export.source().replace('.', '/'));
                        try (Stream<Path> files = Files.list(folder)) {
                            files.forEach(f -> index.add(root.relativize(f).toString()));
                        } catch (IOException e) {
                            LOG.warn("{} could not be listed", folder, e);
                        }
                    }
                }
            }
            return index;
        }
    }

    private final Map<Path, Index> byLibrary = new ConcurrentHashMap<>();

    List<String> beginning(String prefix, List<Path> libraries, ClassLoader loader) {
        var found = new ArrayList<String>();
        for (Path library : libraries) {
            collect(byLibrary.computeIfAbsent(library, TypeNames::read), prefix, loader, found);
        }
        collect(Jdk.INDEX, prefix, loader, found);
        return found;
    }

    private static void collect(Index index, String prefix, ClassLoader loader, List<String> to) {
        for (List<String> names : index.names.subMap(prefix, prefix + '\uFFFF').values()) {
            for (String name : names) {
                if (to.size() < MOST && isPublic(name, loader)) {
                    to.add(name);
                }
            }
        }
    }

    private static boolean isPublic(String name, ClassLoader loader) {
        try {
            return Modifier.isPublic(Class.forName(name, false, loader).getModifiers());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static Index read(Path library) {
        var index = new Index();
        try {
            if (Files.isDirectory(library)) {
                try (Stream<Path> files = Files.walk(library)) {
                    files.forEach(
                            f -> index.add(library.relativize(f).toString().replace(File.separatorChar, '/')));
                }
            } else if (Files.exists(library)) {
                try (var jar = new JarFile(library.toFile())) {
                    jar.stream()
                            .filter(e -> !e.getName().startsWith("META-INF/"))
                            .forEach(e -> index.add(e.getName()));
                }
            }
        } catch (IOException e) {
            LOG.warn("{} could not be read", library, e);
        }
        return index;
    }
}
