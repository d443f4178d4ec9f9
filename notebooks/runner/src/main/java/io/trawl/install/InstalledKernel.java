package io.trawl.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A kernel in a Jupyter data folder: {@code kernels/NAME} with
 *
 * <ul>
 *   <li>{@code kernel.json}, the specification, whose argv is {@code java @kernel.args kernel {connection_file}}: Jupyter
 *       fills in the last, so it cannot stand in the file of arguments
 *   <li>{@code kernel.args}, the arguments of the JVM up to {@code -jar}
 *   <li>{@code lib}, the libraries; {@code archive}, of {@link ClassArchive}
 * </ul>
 *
 * @param folder the folder of the kernel
 */
record InstalledKernel(Path folder) {

    private static final String MAIN_JAR = "trawl-runner.jar";
    private static final String ARGUMENTS = "kernel.args";
    private static final ObjectMapper JSON = new ObjectMapper();

    static InstalledKernel in(Path dataFolder, String name) {
        if (!name.matches("[A-Za-z0-9._-]+")) {
            throw new InstallFailure("a kernel's name is of letters, digits, . _ -: not '" + name + "'");
        }
        return new InstalledKernel(
                dataFolder.toAbsolutePath().normalize().resolve("kernels").resolve(name));
    }

    /** Every kernel of ours in a data folder. */
    static List<InstalledKernel> allIn(Path dataFolder) {
        Path kernels = dataFolder.resolve("kernels");
        if (!Files.isDirectory(kernels)) {
            return List.of();
        }
        try (var folders = Files.list(kernels)) {
            return folders.sorted()
                    .map(InstalledKernel::new)
                    .filter(InstalledKernel::isOurs)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    /**
     * Writes it in place of one of ours with the same name. What is there stays until the new one is complete, and a
     * kernel that runs keeps the files it has open.
     *
     * @param bare leave the DSL out: cells see the JDK only
     */
    void install(Distribution from, Jvm jvm, boolean bare, List<String> extraArguments) throws IOException {
        if (Files.exists(folder) && !isOurs()) {
            throw new InstallFailure(folder + " is a kernel of somebody else; choose another --name");
        }
        Files.createDirectories(folder.getParent());
        Path fresh = folder.resolveSibling("." + name() + ".new");
        delete(fresh);
        copy(from.kernel(), fresh.resolve("lib").resolve("kernel"));
        copy(bare ? List.of() : from.user(), fresh.resolve("lib").resolve("user"));
        try (var logo = InstalledKernel.class.getResourceAsStream("logo-svg.svg")) {
            if (logo != null) {
                Files.copy(logo, fresh.resolve("logo-svg.svg"));
            }
        }
        delete(folder);
        Files.move(fresh, folder);
        writeArguments(jvm, List.of(), extraArguments);
        writeSpecification(jvm);
    }

    private static void copy(List<Path> jars, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path jar : jars) {
            Files.copy(jar, folder.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    void writeArguments(Jvm jvm, List<String> archive, List<String> extra) throws IOException {
        var lines = new ArrayList<String>(jvm.quiet());
        lines.addAll(Jvm.collector(Runtime.getRuntime().availableProcessors(), extra));
        lines.addAll(archive);
        lines.addAll(extra);
        lines.add("-Dtrawl.user.classpath=" + folder.resolve("lib").resolve("user") + File.separator + "*");
        lines.add("-jar");
        lines.add(folder.resolve("lib").resolve("kernel").resolve(MAIN_JAR).toString());
        Files.writeString(
                arguments(), lines.stream().map(InstalledKernel::quote).collect(Collectors.joining("\n", "", "\n")));
    }

    /** For a file of arguments (java command, "Launcher @argfiles"): quoted, backslashes doubled. */
    private static String quote(String argument) {
        return "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void writeSpecification(Jvm jvm) throws IOException {
        var spec = JSON.createObjectNode();
        spec.putArray("argv")
                .add(jvm.java().toString())
                .add("@" + arguments())
                .add("kernel")
                .add("{connection_file}");
        spec.put("display_name", name().equals("trawl") ? "Java (Trawl)" : "Java (Trawl, " + name() + ")");
        spec.put("language", "java");
        spec.put("interrupt_mode", "message");
        spec.putObject("metadata").put("debugger", false);
        if (widgetsAreOfSeven()) {
            spec.putObject("env").put("TRAWL_IPYWIDGETS", "7");
        }
        Files.writeString(
                folder.resolve("kernel.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(spec) + "\n");
    }

    /**
     * Whether the front end beside it speaks ipywidgets 7: its manager for JupyterLab was 3.x and older then, and is 5.x
     * with ipywidgets 8. Nothing in the protocol tells a kernel.
     */
    private boolean widgetsAreOfSeven() {
        Path manager = folder.resolve("../../labextensions/@jupyter-widgets/jupyterlab-manager/package.json");
        try {
            String version = JSON.readTree(manager.toFile()).path("version").asText();
            return version.matches("[1-3]\\..*");
        } catch (IOException e) {
            return false;
        }
    }

    Path arguments() {
        return folder.resolve(ARGUMENTS);
    }

    /** The java that its specification names. */
    Optional<Path> java() {
        String java = specification().path("argv").path(0).asText("");
        return java.isEmpty() ? Optional.empty() : Optional.of(Path.of(java));
    }

    boolean isOurs() {
        for (JsonNode argument : specification().path("argv")) {
            if (argument.asText().startsWith("@") && argument.asText().endsWith(ARGUMENTS)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode specification() {
        try {
            return JSON.readTree(folder.resolve("kernel.json").toFile());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    /** Removes the folder, and the folders above it that are empty then, up to the data folder's parent. */
    void uninstall() throws IOException {
        delete(folder);
        Path above = folder.getParent();
        for (int i = 0; i < 3 && above != null && isEmpty(above); i++) {
            Files.delete(above);
            above = above.getParent();
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (var files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
