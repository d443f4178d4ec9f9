package io.trawl.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Files that are gone when they are closed; what a killed process left, {@link Home#clean} removes. */
final class Scratch {
    static final String SUFFIX = ".scratch";

    private Scratch() {}

    static FileChannel open(Path folder, String name) throws IOException {
        Folders.create(folder);
        return FileChannel.open(
                Files.createTempFile(folder, name + "-", SUFFIX),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    static void close(@Nullable FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(Scratch.class).warn("a scratch file could not be closed", e);
        }
    }
}
