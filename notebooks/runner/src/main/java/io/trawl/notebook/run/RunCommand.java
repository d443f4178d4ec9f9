package io.trawl.notebook.run;

import io.trawl.kernel.engine.EngineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code trawl run}: see {@link Main} for the exit codes. Ctrl-C, or any other request to end, interrupts the running
 * cell, writes what there is, and ends with 130.
 */
@Command(
        name = "run",
        description = "Run notebooks or scripts and write what they show.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Writes NAME.executed.ipynb and NAME.html. Exit code: 0 every cell came through,",
            "1 a cell failed, 2 wrong usage, 130 interrupted."
        })
final class RunCommand implements Callable<Integer> {

    private static final Duration TO_END = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A notebook (.ipynb) or a script (.jsh, .java).")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR|FILE",
            description = "Folder to write to, or the name of the executed notebook (.ipynb). Default: trawl-out")
    private Path output = Path.of("trawl-out");

    @Option(names = "--no-html", description = "Write no page.")
    private boolean noHtml;

    @Option(names = "--allow-errors", description = "Go on after a cell that fails; the exit code is 1 all the same.")
    private boolean allowErrors;

    @Option(names = "--offline", description = "Libraries come from folders and the local Maven repository only.")
    private boolean offline;

    private @Nullable NotebookRun running;

    @Override
    public Integer call() throws IOException {
        if (files.size() > 1 && names(output, ".ipynb")) {
            throw new ParameterException(spec.commandLine(), "several files need a folder as --output");
        }
        var ended = new CountDownLatch(1);
        var onSignal = new Thread(() -> endEarly(ended), "trawl-interrupt");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            boolean ok = true;
            for (Path file : files) {
                ok &= run(file);
            }
            return ok ? Main.OK : Main.FAILED;
        } finally {
            ended.countDown();
            leave(onSignal);
        }
    }

    private static void leave(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook decides how.
        }
    }

    /** The process was asked to end: the run stops where it is and writes what it has, which must not take long. */
    private void endEarly(CountDownLatch ended) {
        synchronized (this) {
            if (running != null) {
                running.interrupt();
            }
        }
        try {
            if (!ended.await(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("trawl: gave up waiting for the running cell");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Main.INTERRUPTED);
    }

    private boolean run(Path file) throws IOException {
        Notebook notebook = read(file);
        String name = file.getFileName().toString();
        String stem = name.substring(0, name.lastIndexOf('.'));
        boolean script = !names(file, ".ipynb");
        var terminal = Terminal.ofProcess();
        long began = System.nanoTime();
        terminal.line(name);
        var options = EngineOptions.defaults().classPath(System.getProperty("trawl.user.classpath", ""));
        if (offline) {
            options = options.maven(options.maven().offline(true));
        }
        synchronized (this) {
            running = new NotebookRun(notebook, options, terminal, allowErrors, script);
        }
        NotebookRun.Tally tally = running.execute();
        Path executed = names(output, ".ipynb") ? output : output.resolve(stem + ".executed.ipynb");
        notebook.write(executed);
        terminal.line((tally.ok() ? "done: " : tally.interrupted() ? "interrupted: " : "failed: ")
                + summary(tally, Duration.ofNanos(System.nanoTime() - began)));
        terminal.line("  notebook  " + executed);
        if (!noHtml) {
            Path page = names(output, ".ipynb")
                    ? output.resolveSibling(output.getFileName().toString().replaceFirst("\\.ipynb$", ".html"))
                    : output.resolve(stem + ".html");
            Notebook.writeText(page, HtmlPage.of(notebook, stem));
            terminal.line("  page      " + page);
        }
        return tally.ok();
    }

    private static String summary(NotebookRun.Tally tally, Duration elapsed) {
        String cells = tally.executed() == tally.cells()
                ? tally.cells() + (tally.cells() == 1 ? " cell" : " cells")
                : tally.executed() + " of " + tally.cells() + " cells";
        String failed = tally.failed() == 0 || tally.interrupted() ? "" : ", " + tally.failed() + " failed";
        return cells + failed + " in " + String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
    }

    private Notebook read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "no such file: " + file);
        }
        try {
            if (names(file, ".ipynb")) {
                return Notebook.parse(Files.readString(file));
            }
            if (names(file, ".jsh") || names(file, ".jshell") || names(file, ".java")) {
                return Script.read(file.getFileName().toString(), Files.readString(file));
            }
        } catch (Notebook.UnreadableException e) {
            throw new ParameterException(spec.commandLine(), file + ": " + e.getMessage());
        }
        throw new ParameterException(
                spec.commandLine(), file + ": neither a notebook (.ipynb) nor a script (.jsh, .java)");
    }

    private static boolean names(Path path, String ending) {
        return path.toString().endsWith(ending);
    }
}
