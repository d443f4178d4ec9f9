package io.trawl.notebook.run;

import io.trawl.kernel.engine.Engine;
import io.trawl.kernel.engine.EngineOptions;
import io.trawl.kernel.engine.ExecuteRequest;
import java.util.List;

/**
 * One run of a notebook on an engine of its own: cell after cell, until one fails. A cell tagged {@code raises-exception}
 * may fail. Nobody watches, so the jobs that a cell shows are awaited before the next one.
 */
final class NotebookRun {

    /** The cell that may fail without ending the run; nbclient's name for it. */
    private static final String MAY_FAIL = "raises-exception";

    /** Jobs that a script started and did not show; a name that is not on the class path only fails to compile. */
    private static final String AWAIT_JOBS = """
            for (var job : io.trawl.Trawl.jobs()) {
                try {
                    job.await();
                } catch (io.trawl.ScrapeException e) {
                    System.err.println(e.getMessage());
                }
            }""";

    private final Notebook notebook;
    private final Terminal terminal;
    private final Outputs outputs;
    private final boolean allowErrors;
    private final boolean script;
    private final Engine engine;
    private volatile boolean interrupted;

    NotebookRun(Notebook notebook, EngineOptions options, Terminal terminal, boolean allowErrors, boolean script) {
        this.notebook = notebook;
        this.terminal = terminal;
        this.outputs = new Outputs(terminal);
        this.allowErrors = allowErrors;
        this.script = script;
        this.engine = Engine.start(options);
    }

    /** How many code cells there are, were executed, and failed without leave to. */
    record Tally(int cells, int executed, int failed, boolean interrupted) {
        boolean ok() {
            return failed == 0 && executed == cells && !interrupted;
        }
    }

    Tally execute() {
        List<Notebook.Cell> code =
                notebook.cells().stream().filter(Notebook.Cell::isCode).toList();
        code.forEach(Notebook.Cell::clear);
        int executed = 0;
        int failed = 0;
        try {
            for (var cell : code) {
                if (interrupted) {
                    break;
                }
                terminal.cell(++executed, code.size(), cell.source());
                boolean ok = runs(cell);
                failed += ok || cell.tags().contains(MAY_FAIL) ? 0 : 1;
                if (failed > 0 && !allowErrors) {
                    break;
                }
            }
            if (script && failed == 0 && !interrupted && !code.isEmpty()) {
                var last = code.get(code.size() - 1);
                engine.execute(ExecuteRequest.of(AWAIT_JOBS).asSilent().unattended(), outputs.of(last)::stream);
                terminal.cellDone();
            }
        } finally {
            outputs.close();
            engine.close();
        }
        notebook.ranOn(System.getProperty("java.version"));
        return new Tally(code.size(), executed, failed, interrupted);
    }

    private boolean runs(Notebook.Cell cell) {
        if (cell.source().isBlank()) {
            return true;
        }
        var request = ExecuteRequest.of(cell.source()).unattended().tags(cell.tags());
        boolean ok = engine.execute(request, outputs.of(cell)).ok();
        terminal.cellDone();
        return ok;
    }

    /** Stops the running cell; the cells after it are not run. */
    void interrupt() {
        interrupted = true;
        engine.interrupt();
    }
}
