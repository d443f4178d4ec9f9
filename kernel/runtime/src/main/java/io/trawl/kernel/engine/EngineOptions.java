package io.trawl.kernel.engine;

import io.trawl.kernel.magic.MavenSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an engine is set up. Immutable; start from {@link #defaults}.
 *
 * @param classPath what cells compile and run against besides the JDK and {@code io.trawl.kernel.api}; default empty
 * @param extensions whether {@link io.trawl.kernel.api.KernelExtension}s on the class path are installed; default true
 * @param imports imports that every cell sees, as {@code import java.util.*}; default {@link #JAVA_IMPORTS}
 * @param awaitLimit how long an unattended cell waits for its live displays; default 10 minutes
 * @param historyFile where the history survives restarts; default none
 * @param direct whether expressions and statements are compiled without JShell where that is exact, which is much faster;
 *     default true. Needs the exports of the kernel jar's manifest; without them JShell compiles all
 * @param maven how {@code %maven} looks for libraries; default the user's Maven settings
 * @param initScript a script to run in the first cell, before it; default none
 */
public record EngineOptions(
        List<Path> classPath,
        boolean extensions,
        List<String> imports,
        Duration awaitLimit,
        Optional<Path> historyFile,
        boolean direct,
        MavenSettings maven,
        Optional<Path> initScript) {

    /** What a Java program needs most, and what a cell says to show something. */
    public static final List<String> JAVA_IMPORTS = List.of(
            "import static io.trawl.kernel.api.Input.*",
            "import java.io.*",
            "import java.math.*",
            "import java.net.*",
            "import java.nio.file.*",
            "import java.time.*",
            "import java.util.*",
            "import java.util.concurrent.*",
            "import java.util.function.*",
            "import java.util.regex.*",
            "import java.util.stream.*",
            "import static io.trawl.kernel.api.Show.*");

    public EngineOptions {
        classPath = List.copyOf(classPath);
        imports = List.copyOf(imports);
    }

    public static EngineOptions defaults() {
        return new EngineOptions(
                List.of(),
                true,
                JAVA_IMPORTS,
                Duration.ofMinutes(10),
                Optional.empty(),
                true,
                MavenSettings.defaults(),
                Optional.empty());
    }

    public EngineOptions classPath(List<Path> paths) {
        return new EngineOptions(paths, extensions, imports, awaitLimit, historyFile, direct, maven, initScript);
    }

    /** The class path as the launcher writes it: see {@link #parseClassPath}. */
    public EngineOptions classPath(String pathList) {
        return classPath(parseClassPath(pathList));
    }

    public EngineOptions withoutExtensions() {
        return new EngineOptions(classPath, false, imports, awaitLimit, historyFile, direct, maven, initScript);
    }

    public EngineOptions imports(List<String> all) {
        return new EngineOptions(classPath, extensions, all, awaitLimit, historyFile, direct, maven, initScript);
    }

    public EngineOptions awaitLimit(Duration limit) {
        return new EngineOptions(classPath, extensions, imports, limit, historyFile, direct, maven, initScript);
    }

    public EngineOptions historyFile(Path file) {
        return new EngineOptions(
                classPath, extensions, imports, awaitLimit, Optional.of(file), direct, maven, initScript);
    }

    public EngineOptions maven(MavenSettings settings) {
        return new EngineOptions(classPath, extensions, imports, awaitLimit, historyFile, direct, settings, initScript);
    }

    public EngineOptions initScript(Path file) {
        return new EngineOptions(
                classPath, extensions, imports, awaitLimit, historyFile, direct, maven, Optional.of(file));
    }

    /** Every statement through JShell. */
    public EngineOptions throughJShell() {
        return new EngineOptions(classPath, extensions, imports, awaitLimit, historyFile, false, maven, initScript);
    }

    /** Splits at the platform's path separator; {@code dir/*} stands for the jars in {@code dir}, sorted by name. */
    public static List<Path> parseClassPath(String pathList) {
        var paths = new ArrayList<Path>();
        for (String entry : pathList.split(File.pathSeparator)) {
            if (entry.endsWith("/*") || entry.endsWith(File.separator + "*")) {
                paths.addAll(jars(Path.of(entry.substring(0, entry.length() - 2))));
            } else if (!entry.isBlank()) {
                paths.add(Path.of(entry));
            }
        }
        return paths;
    }

    private static List<Path> jars(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
