package io.trawl.kernel.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** A Maven repository in a folder, with libraries compiled here: no test needs the network. */
final class LibraryFolder {

    final Path folder;
    private final Path work;

    LibraryFolder(Path parent, String name) throws IOException {
        this.folder = Files.createDirectories(parent.resolve(name));
        this.work = Files.createDirectories(parent.resolve(name + "-work"));
    }

    /** A library to be made; {@code needs} are coordinates, {@code g:a:v} or {@code g:a:v:scope}. */
    final class Library {
        private final String[] gav;
        private final Map<String, String> sources = new TreeMap<>();
        private final Map<String, String> resources = new TreeMap<>();
        private final StringBuilder dependencies = new StringBuilder();
        private List<Path> classPath = List.of();

        Library(String coordinates) {
            this.gav = coordinates.split(":");
        }

        Library source(String className, String text) {
            sources.put(className, text);
            return this;
        }

        Library resource(String name, String text) {
            resources.put(name, text);
            return this;
        }

        Library compiledWith(List<Path> entries) {
            classPath = entries;
            return this;
        }

        Library needs(String... coordinates) {
            for (String one : coordinates) {
                String[] parts = one.split(":");
                dependencies
                        .append(dependency(parts))
                        .append(parts.length > 3 ? "<scope>" + parts[3] + "</scope>" : "")
                        .append("</dependency>");
            }
            return this;
        }

        /** Writes jar, POM and the list of versions; answers the jar. */
        Path make() throws IOException {
            Path place =
                    folder.resolve(gav[0].replace('.', '/')).resolve(gav[1]).resolve(gav[2]);
            Files.createDirectories(place);
            String stem = gav[1] + "-" + gav[2];
            Path jar = jar(place.resolve(stem + ".jar"));
            Files.writeString(
                    place.resolve(stem + ".pom"),
                    "<project><modelVersion>4.0.0</modelVersion><groupId>" + gav[0] + "</groupId><artifactId>" + gav[1]
                            + "</artifactId><version>" + gav[2] + "</version><dependencies>" + dependencies
                            + "</dependencies></project>");
            metadata(place.getParent());
            return jar;
        }

        Path jar(Path file) throws IOException {
            Path classes = Files.createTempDirectory(work, "classes");
            compile(classes);
            resources.put(
                    "META-INF/maven/" + gav[0] + "/" + gav[1] + "/pom.properties",
                    "groupId=" + gav[0] + "\nartifactId=" + gav[1] + "\nversion=" + gav[2] + "\n");
            for (Map.Entry<String, String> resource : resources.entrySet()) {
                Path target = classes.resolve(resource.getKey());
                Files.createDirectories(target.getParent());
                Files.writeString(target, resource.getValue());
            }
            try (OutputStream out = Files.newOutputStream(file);
                    var jar = new JarOutputStream(out);
                    Stream<Path> files = Files.walk(classes)) {
                for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
                    jar.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
                    Files.copy(path, jar);
                    jar.closeEntry();
                }
            }
            return file;
        }

        private void compile(Path classes) throws IOException {
            if (sources.isEmpty()) {
                return;
            }
            Path texts = Files.createTempDirectory(work, "sources");
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = texts.resolve(source.getKey().replace('.', '/') + ".java");
                Files.createDirectories(file.getParent());
                Files.writeString(file, source.getValue());
            }
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                    Stream<Path> all = Files.walk(texts)) {
                files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
                files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
                var units = files.getJavaFileObjectsFromPaths(
                        all.filter(Files::isRegularFile).toList());
                if (!compiler.getTask(null, files, null, List.of("-proc:none"), null, units)
                        .call()) {
                    throw new IllegalStateException("a library of the test does not compile: " + String.join(":", gav));
                }
            }
        }

        private void metadata(Path artifact) throws IOException {
            try (Stream<Path> versions = Files.list(artifact)) {
                List<String> names = versions.filter(Files::isDirectory)
                        .map(p -> p.getFileName().toString())
                        .sorted()
                        .toList();
                String newest = names.get(names.size() - 1);
                Files.writeString(
                        artifact.resolve("maven-metadata.xml"),
                        "<metadata><groupId>" + gav[0] + "</groupId><artifactId>" + gav[1] + "</artifactId><versioning>"
                                + "<latest>" + newest + "</latest><release>" + newest + "</release><versions><version>"
                                + String.join("</version><version>", names)
                                + "</version></versions></versioning></metadata>");
            }
        }
    }

    private static String dependency(String[] parts) {
        return "<dependency><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId><version>"
                + parts[2] + "</version>";
    }

    Library library(String coordinates) {
        return new Library(coordinates);
    }

    /** A library with one class that answers its own version. */
    Path versioned(String coordinates, String className, String... needs) throws IOException {
        int dot = className.lastIndexOf('.');
        String text = "package " + className.substring(0, dot) + ";\npublic class " + className.substring(dot + 1)
                + " { public static String version() { return \"" + coordinates.split(":")[2] + "\"; } }\n";
        return library(coordinates).source(className, text).needs(needs).make();
    }
}
