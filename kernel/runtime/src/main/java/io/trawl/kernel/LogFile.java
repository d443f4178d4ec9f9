package io.trawl.kernel;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** The kernel's log: a file per process, never its streams, which belong to cells. */
final class LogFile {

    private LogFile() {}

    static void open(Path directory) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var layout = new PatternLayoutEncoder();
        layout.setContext(context);
        layout.setPattern("%d{ISO8601} %-5level [%thread] %logger{0}: %msg%n");
        layout.start();
        var file = new FileAppender<ILoggingEvent>();
        file.setContext(context);
        file.setFile(directory
                .resolve("kernel-" + ProcessHandle.current().pid() + ".log")
                .toString());
        file.setEncoder(layout);
        file.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(file);
    }
}
