package io.trawl.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The archive of loaded classes that makes the JVM start faster: class data sharing (JEP 350) on 17, an ahead-of-time
 * cache (JEP 514) from 25. Made by a training run with the very Java and class path that will use it, and named by its
 * version: of another Java it would be ignored. Never needed: a kernel without one only starts slower.
 */
final class ClassArchive {

    private ClassArchive() {}

    static Path file(InstalledKernel kernel, Jvm jvm) {
        return kernel.folder().resolve("archive").resolve("java-" + jvm.version() + (ahead(jvm) ? ".aot" : ".jsa"));
    }

    private static boolean ahead(Jvm jvm) {
        return jvm.feature() >= 25;
    }

    /** Makes it, and has the kernel use it; empty, and everything as before, where the training run went wrong. */
    static Optional<Path> make(InstalledKernel kernel, Jvm jvm, List<String> extraArguments) throws IOException {
        Path file = file(kernel, jvm);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        kernel.writeArguments(jvm, List.of(), extraArguments);
        var command = new ArrayList<String>();
        command.add(jvm.java().toString());
        command.add((ahead(jvm) ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file);
        command.add("@" + kernel.arguments());
        command.add(Training.NAME);
        Jvm.run(command);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        kernel.writeArguments(jvm, use(jvm, file), extraArguments);
        return Optional.of(file);
    }

    /** An archive that does not fit is passed over, without a word: by default the JVM says so on standard output. */
    private static List<String> use(Jvm jvm, Path file) {
        return ahead(jvm)
                ? List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off")
                : List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }
}
