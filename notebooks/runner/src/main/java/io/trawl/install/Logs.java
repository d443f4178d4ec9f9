package io.trawl.install;

import java.nio.file.Path;
import java.util.Optional;

/** Where processes of ours write what went wrong: {@code TRAWL_HOME/logs}, else the system's temporary folder. */
public final class Logs {

    private Logs() {}

    static Path folder() {
        return Optional.ofNullable(System.getenv("TRAWL_HOME"))
                .map(home -> Path.of(home, "logs"))
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "trawl-logs"));
    }

    /** Before anything is logged: the kernel's log file reads this; standard output belongs to cells and commands. */
    public static void toFile() {
        System.setProperty("trawl.log.directory", folder().toString());
    }
}
