package io.trawl.kernel.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A script that runs in the first cell, before it: imports, helpers, libraries that every notebook of this person wants.
 * What is wrong with it is shown in the first cell that is shown at all, and never keeps the cell from running.
 */
final class InitScript {

    private final Optional<Path> file;
    private boolean ran;
    private String error = "";

    InitScript(Optional<Path> file) {
        this.file = file.filter(Files::exists);
    }

    /** To be called before each cell. */
    synchronized void before(CellExecution execution, boolean silent) {
        if (file.isEmpty()) {
            return;
        }
        if (!ran) {
            ran = true;
            error = run(execution, file.get());
        }
        if (!error.isEmpty() && !silent) {
            execution.cell.output.write(OutputSink.Stream.STDERR, error);
            error = "";
        }
    }

    private static String run(CellExecution execution, Path script) {
        String title = script.getFileName().toString();
        try {
            return execution
                    .run(new Source(title, Files.readString(script)))
                    .map(report -> "the init script " + script + " ended early: " + report.plainText() + "\n")
                    .orElse("");
        } catch (IOException e) {
            return "the init script " + script + " cannot be read: " + e + "\n";
        } finally {
            execution.value = null;
            execution.valueType = null;
        }
    }
}
