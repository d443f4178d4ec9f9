package io.trawl.kernel;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a process of ours: a file each, kept for {@value #DAYS} days, never its streams, which belong to cells. Logback
 * finds it by its service file; where {@link #use} was not called, in a host with a log of its own, it leaves everything as
 * it is.
 */
public final class LogFile extends ContextAwareBase implements Configurator {

    private static final int DAYS = 14;
    private static final String DIRECTORY = "trawl.log.directory";

    /** Where the files are: {@code logs} in the {@link DataFolder}, else {@code trawl-logs} in the temporary folder. */
    public static Path folder() {
        return DataFolder.ofUser()
                .map(home -> home.resolve("logs"))
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "trawl-logs"));
    }

    /** From now on this process logs to its file; to be called before anything is logged. */
    public static void use() {
        System.setProperty(DIRECTORY, folder().toString());
    }

    /**
     * As {@link #use}, and at once: Logback takes a quarter of a second to come up, beside the wire, not before it. What is
     * logged meanwhile is kept.
     */
    static void open() {
        use();
        new Thread(LoggerFactory::getILoggerFactory, "trawl-log").start();
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        String directory = System.getProperty(DIRECTORY);
        if (directory == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        deleteOld(Path.of(directory));
        var layout = new PatternLayoutEncoder();
        layout.setContext(context);
        layout.setPattern("%d{ISO8601} %-5level [%thread] %logger{0}: %msg%n");
        layout.start();
        var file = new FileAppender<ILoggingEvent>();
        file.setContext(context);
        file.setFile(Path.of(directory, "kernel-" + ProcessHandle.current().pid() + ".log")
                .toString());
        file.setEncoder(layout);
        file.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(file);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void deleteOld(Path directory) {
        Instant oldest = Instant.now().minus(Duration.ofDays(DAYS));
        try (var files = Files.newDirectoryStream(directory, "kernel-*.log")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // No log yet, or another kernel was faster.
        }
    }
}
