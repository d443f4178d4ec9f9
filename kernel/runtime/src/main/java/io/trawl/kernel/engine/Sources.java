package io.trawl.kernel.engine;

import io.trawl.kernel.engine.Symbols.SourceRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds source files: of the JDK in its {@code lib/src.zip}, where it has one; of a library in {@code META-INF/sources} of
 * the library itself, as Trawl's own jars have it, else in the {@code -sources.jar} beside it, as a Maven repository
 * keeps them.
 */
final class Sources {

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
    private static final String INSIDE = "META-INF/sources/";

    private Sources() {}

    static Optional<String> find(SourceRef ref, List<Path> libraries) {
        String file = ref.type().replace('.', '/') + ".java";
        if (!ref.module().isEmpty()) {
            Path zip = Path.of(System.getProperty("java.home"), "lib", "src.zip");
            return entry(zip, ref.module() + "/" + file);
        }
        for (Path library : libraries) {
            Optional<String> source = Files.isDirectory(library)
                    ? text(library.resolve(INSIDE + file))
                    : entry(library, INSIDE + file).or(() -> entry(beside(library), file));
            if (source.isPresent()) {
                return source;
            }
        }
        return Optional.empty();
    }

    private static Path beside(Path library) {
        String name = String.valueOf(library.getFileName()).replaceFirst("\\.jar$", "");
        return library.resolveSibling(name + "-sources.jar");
    }

    private static Optional<String> entry(Path archive, String name) {
        if (!Files.isRegularFile(archive)) {
            return Optional.empty();
        }
        try (var zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            return entry == null
                    ? Optional.empty()
                    : Optional.of(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("{} could not be read", archive, e);
            return Optional.empty();
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} could not be read", file, e);
            return Optional.empty();
        }
    }
}
