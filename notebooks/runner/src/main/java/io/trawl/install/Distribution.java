package io.trawl.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder with {@code lib/kernel}, the kernel's own libraries, and {@code lib/user}, the DSL and what it needs, which
 * cells see. An installed kernel is such a folder too.
 */
record Distribution(Path home) {

    /** The one that this process was started from. */
    static Distribution current() {
        String home = System.getProperty("trawl.home");
        if (home == null) {
            throw new InstallFailure(
                    "-Dtrawl.home does not say where the distribution is; start this by install/trawl");
        }
        var distribution = new Distribution(Path.of(home).toAbsolutePath().normalize());
        if (distribution.kernel().isEmpty()) {
            throw new InstallFailure(
                    "no libraries in " + distribution.home().resolve("lib").resolve("kernel"));
        }
        return distribution;
    }

    List<Path> kernel() {
        return jars(home.resolve("lib").resolve("kernel"));
    }

    List<Path> user() {
        return jars(home.resolve("lib").resolve("user"));
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
