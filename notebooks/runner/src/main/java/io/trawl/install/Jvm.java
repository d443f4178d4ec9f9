package io.trawl.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java that a kernel can run on, asked what it is.
 *
 * @param java the absolute path of its {@code java}; Jupyter servers often have neither JAVA_HOME nor a path
 * @param version as it calls itself, {@code 17.0.15}
 * @param feature the first number of it
 */
record Jvm(Path java, String version, int feature) {

    private static final Pattern VERSION = Pattern.compile("version \"((\\d+)[^\"]*)\"");
    private static final int OLDEST = 17;

    /** The one that runs this. */
    static Jvm current() {
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        Path java = bin.resolve(Files.exists(bin.resolve("java.exe")) ? "java.exe" : "java");
        return new Jvm(
                java, System.getProperty("java.version"), Runtime.version().feature());
    }

    /** @throws InstallFailure where it does not start, is older than 17, or has no compiler */
    static Jvm of(Path given) {
        Path java = Files.isDirectory(given) ? given.resolve("bin").resolve("java") : given;
        if (!Files.isExecutable(java)) {
            throw new InstallFailure("no Java at " + java);
        }
        Ran ran = run(List.of(java.toAbsolutePath().toString(), "--add-modules", "jdk.jshell", "-version"));
        Matcher version = VERSION.matcher(ran.output());
        if (ran.output().contains("jdk.jshell")) {
            throw new InstallFailure(java + " is a runtime without the compiler; a JDK is needed");
        }
        if (!version.find() || Integer.parseInt(version.group(2)) < OLDEST) {
            throw new InstallFailure(java + " is not a JDK " + OLDEST + " or newer: "
                    + ran.output().strip());
        }
        return new Jvm(java.toAbsolutePath().normalize(), version.group(1), Integer.parseInt(version.group(2)));
    }

    /** What keeps libraries quiet that use what newer versions warn of, and older ones do not know. */
    List<String> quiet() {
        return feature >= 24
                ? List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                : List.of();
    }

    /**
     * The garbage collector, unless {@code chosen} names one. Measured (the kernel's README): on two processors the serial
     * one takes a third less of them and half the memory; on more, G1 with its pauses, told to give back what it no longer
     * needs.
     */
    static List<String> collector(int processors, List<String> chosen) {
        if (chosen.stream().anyMatch(argument -> argument.matches("-XX:\\+Use\\w+GC"))) {
            return List.of();
        }
        return processors <= 2
                ? List.of("-XX:+UseSerialGC")
                : List.of(
                        "-XX:+UseG1GC",
                        "-XX:G1PeriodicGCInterval=30000",
                        "-XX:MinHeapFreeRatio=10",
                        "-XX:MaxHeapFreeRatio=30");
    }

    /** The end of a process, with what it wrote. */
    record Ran(int code, String output) {}

    static Ran run(List<String> command) {
        try {
            Path output = Files.createTempFile("trawl", ".out");
            try {
                var builder = new ProcessBuilder(new ArrayList<>(command));
                builder.redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().remove("JAVA_TOOL_OPTIONS");
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(180, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return new Ran(-1, "no end after 180 s");
                }
                return new Ran(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return new Ran(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ran(-1, "interrupted");
        }
    }
}
