package io.trawl.kernel;

import io.trawl.kernel.engine.EngineOptions;
import io.trawl.kernel.wire.ConnectionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel process: {@code java -cp … io.trawl.kernel.Main connection-file}. The user's class path is
 * {@code -Dtrawl.user.classpath}; log and history are kept in the {@link DataFolder}, where it cannot be used the log in
 * the system's temporary folder and the history in memory. {@code -Dtrawl.init}, else {@code init.jsh} there, is run before the first cell. Exit codes: 0 shut down, 1 could not start, 2 wrong arguments.
 */
public final class Main {

    /** How long shutting down in order may take before the process is ended. */
    private static final long GRACE_MILLIS = 1500;

    private Main() {}

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: java io.trawl.kernel.Main connection-file");
            System.exit(2);
        }
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
        Optional<Path> home = DataFolder.ofUser();
        LogFile.open();
        try {
            serve(ConnectionFile.read(Path.of(args[0])), home);
            log().info("shut down");
        } catch (IOException | RuntimeException | Error e) {
            log().error("the kernel could not be started", e);
            System.err.println("trawl: the kernel could not be started: " + e);
            System.exit(1);
        }
        System.exit(0);
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
    }

    private static void serve(ConnectionFile file, Optional<Path> home) {
        var options = EngineOptions.defaults().classPath(System.getProperty("trawl.user.classpath", ""));
        if (home.isPresent()) {
            options = options.historyFile(home.get().resolve("history.tsv"));
        }
        String init = System.getProperty("trawl.init");
        if (init != null) {
            options = options.initScript(Path.of(init));
        } else if (home.isPresent()) {
            options = options.initScript(home.get().resolve("init.jsh"));
        }
        var server = new KernelServer(file, options);
        Signals.onInterrupt(server::interrupt);
        parent().ifPresent(parent -> parent.onExit().thenRun(() -> {
            log().info("the front end is gone");
            server.shutdownRequested().complete(false);
        }));
        server.shutdownRequested().join();
        haltAfterGrace();
        server.close();
    }

    /** The process that Jupyter says started this kernel. */
    private static Optional<ProcessHandle> parent() {
        String pid = System.getenv("JPY_PARENT_PID");
        return pid == null || !pid.matches("[1-9][0-9]{1,9}")
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid));
    }

    /** User code may hold shutdown hooks and threads; the process ends all the same. */
    private static void haltAfterGrace() {
        var thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(GRACE_MILLIS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(0);
                },
                "trawl-halt");
        thread.setDaemon(true);
        thread.start();
    }
}
