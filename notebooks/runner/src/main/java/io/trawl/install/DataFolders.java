package io.trawl.install;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where Jupyter looks for kernels (jupyter_core, {@code jupyter --paths}), worked out without Python.
 *
 * @param environment the variables of the process
 * @param system the name of the operating system
 * @param userHome the user's folder
 */
record DataFolders(Map<String, String> environment, String system, Path userHome) {

    static DataFolders current() {
        return new DataFolders(
                System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    /** The data folder of the user: JUPYTER_DATA_DIR, else what the platform says. */
    Path user() {
        return variable("JUPYTER_DATA_DIR").map(Path::of).orElseGet(() -> {
            String name = system.toLowerCase(Locale.ROOT);
            if (name.contains("mac")) {
                return userHome.resolve("Library").resolve("Jupyter");
            }
            if (name.contains("win")) {
                return variable("APPDATA").map(Path::of).orElse(userHome).resolve("jupyter");
            }
            return variable("XDG_DATA_HOME")
                    .map(Path::of)
                    .orElseGet(() -> userHome.resolve(".local").resolve("share"))
                    .resolve("jupyter");
        });
    }

    static Path ofPrefix(Path prefix) {
        return prefix.toAbsolutePath().normalize().resolve("share").resolve("jupyter");
    }

    /** Of the Python environment that is active, or else of the {@code python3} on the path. */
    Path ofPython() {
        Optional<String> active = variable("VIRTUAL_ENV").or(() -> variable("CONDA_PREFIX"));
        return ofPrefix(Path.of(active.or(DataFolders::askPython)
                .orElseThrow(() -> new InstallFailure(
                        "no Python environment is active and no python3 is on the path; use --prefix DIR or --user"))));
    }

    private static Optional<String> askPython() {
        for (String python : List.of("python3", "python")) {
            var ran = Jvm.run(List.of(python, "-c", "import sys; print(sys.prefix)"));
            if (ran.code() == 0 && !ran.output().isBlank()) {
                return Optional.of(ran.output().strip());
            }
        }
        return Optional.empty();
    }

    /** All folders that a Jupyter of this user may look into and that exist, the user's first. */
    Set<Path> all() {
        var all = new LinkedHashSet<Path>();
        variable("JUPYTER_PATH")
                .ifPresent(
                        list -> List.of(list.split(java.io.File.pathSeparator)).forEach(p -> all.add(Path.of(p))));
        all.add(user());
        variable("VIRTUAL_ENV").or(() -> variable("CONDA_PREFIX")).ifPresent(p -> all.add(ofPrefix(Path.of(p))));
        askPython().ifPresent(p -> all.add(ofPrefix(Path.of(p))));
        all.add(lab());
        all.add(Path.of("/usr/local/share/jupyter"));
        all.add(Path.of("/usr/share/jupyter"));
        all.removeIf(folder -> !Files.isDirectory(folder));
        return all;
    }

    /** Of the private environment of {@code trawl lab}; the script works it out the same way. */
    private Path lab() {
        Path home = variable("TRAWL_HOME")
                .map(Path::of)
                .orElseGet(() -> variable("XDG_DATA_HOME")
                        .map(Path::of)
                        .orElseGet(() -> userHome.resolve(".local").resolve("share"))
                        .resolve("trawl"));
        return ofPrefix(home.resolve("lab"));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank());
    }
}
