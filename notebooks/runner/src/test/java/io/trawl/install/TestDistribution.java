package io.trawl.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A distribution made of the class path of the tests, where Maven has not made the real one yet. */
public final class TestDistribution {

    private static final Pattern TEST_ONLY = Pattern.compile(
            ".*(test-classes|matrix|junit|surefire|assertj|archunit|opentest4j|apiguardian|byte-buddy).*");
    private static final Pattern KERNEL_ONLY = Pattern.compile(".*(trawl-kernel|trawl-runner|kernel-api-target"
            + "|kernel-runtime-target|notebooks-runner-target|logback|jeromq|picocli|maven|mima).*");
    private static final Pattern USER_ONLY = Pattern.compile(
            ".*(trawl-dsl|trawl-mock|trawl-files|trawl-notebook|dsl-core-target|dsl-mock-target|dsl-files-target|notebooks-bridge-target|tablesaw).*");

    private TestDistribution() {}

    public static void make(Path home) throws IOException {
        Path kernel = Files.createDirectories(home.resolve("lib/kernel"));
        Path user = Files.createDirectories(home.resolve("lib/user"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!Files.exists(path) || TEST_ONLY.matcher(entry).matches()) {
                continue;
            }
            String name = entry.replace(File.separatorChar, '-');
            // What either side might need is on both: here it matters that nothing is missing, not that nothing is too
            // much.
            if (!KERNEL_ONLY.matcher(name).matches()) {
                add(path, user, name);
            }
            if (!USER_ONLY.matcher(name).matches()) {
                add(path, kernel, name);
            }
        }
        mainJar(kernel);
    }

    /** As Maven writes the runner's jar: it names the libraries beside it and opens the compiler to them. */
    private static void mainJar(Path kernel) throws IOException {
        var manifest = new Manifest();
        Attributes entries = manifest.getMainAttributes();
        entries.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        entries.put(Attributes.Name.MAIN_CLASS, "io.trawl.notebook.run.Main");
        entries.put(new Attributes.Name("Add-Exports"), System.getProperty("trawl.exports"));
        try (Stream<Path> jars = Files.list(kernel)) {
            entries.put(
                    Attributes.Name.CLASS_PATH,
                    jars.map(jar -> jar.getFileName().toString()).sorted().collect(Collectors.joining(" ")));
        }
        new JarOutputStream(Files.newOutputStream(kernel.resolve("trawl-runner.jar")), manifest).close();
    }

    private static void add(Path path, Path side, String name) throws IOException {
        if (Files.isRegularFile(path)) {
            Files.copy(path, side.resolve(path.getFileName()));
            return;
        }
        try (var out = new ZipOutputStream(Files.newOutputStream(side.resolve(name + ".jar")));
                Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(path.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
    }
}
