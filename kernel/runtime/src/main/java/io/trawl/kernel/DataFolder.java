package io.trawl.kernel;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;

/**
 * The user's data folder, the same that the DSL's journals stand in (its {@code Home}, which knows no kernel): the system
 * property {@code trawl.data}, else {@code TRAWL_HOME}, else where the system keeps such data. Only its owner may enter.
 */
final class DataFolder {

    private DataFolder() {}

    /** Makes it where it is not there; empty where that cannot be. */
    static Optional<Path> ofUser() {
        try {
            String set = System.getProperty("trawl.data", System.getenv("TRAWL_HOME"));
            Path folder = set == null || set.isBlank() ? usual() : Path.of(set);
            FileAttribute<?>[] onlyOwner =
                    FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                            }
                            : new FileAttribute<?>[0];
            Files.createDirectories(folder, onlyOwner);
            return Files.isWritable(folder) ? Optional.of(folder) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Path usual() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Path user = Path.of(System.getProperty("user.home"));
        if (os.contains("mac")) {
            return user.resolve("Library/Application Support/trawl");
        }
        boolean windows = os.contains("win");
        String data = System.getenv(windows ? "LOCALAPPDATA" : "XDG_DATA_HOME");
        Path base = data != null && !data.isBlank()
                ? Path.of(data)
                : user.resolve(windows ? "AppData/Local" : ".local/share");
        return base.resolve("trawl");
    }
}
