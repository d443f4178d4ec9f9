package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.guest.CellRunner.Outcome;
import io.trawl.kernel.magic.Call;
import io.trawl.kernel.magic.MagicException;
import io.trawl.kernel.magic.Part;
import io.trawl.kernel.magic.Span;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A magic in an execution: what it prints, runs and answers belongs to the cell, and its errors name the cell's lines. */
final class MagicCall implements Call {

    private static final Logger LOG = LoggerFactory.getLogger(MagicCall.class);

    /** A file that loads itself. */
    private static final int DEEPEST = 20;

    private final Language language;
    private final CellState cell;
    private final CellExecution execution;
    private final Source source;
    private final Part.Command command;
    private Span arguments;

    MagicCall(Language language, CellState cell, CellExecution execution, Source source, Part.Command command) {
        this.language = language;
        this.cell = cell;
        this.execution = execution;
        this.source = source;
        this.command = command;
        this.arguments = command.arguments();
    }

    /** Passes through a magic: what it ran has failed, and the report is ready. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient ErrorReport report;

        Failed(ErrorReport report) {
            super(report.message(), null, false, false);
            this.report = report;
        }
    }

    Optional<ErrorReport> run() {
        try {
            if (++execution.depth > DEEPEST) {
                throw new MagicException(
                        MagicException.Kind.USAGE, "this loads itself: " + DEEPEST + " magics are inside each other");
            }
            arguments = language.magics.filled(command, this);
            language.magics.run(command, this);
            return Optional.empty();
        } catch (Failed e) {
            return Optional.of(e.report);
        } catch (MagicException e) {
            return Optional.of(report(
                    e.kind().title(), String.valueOf(e.getMessage()), e.where().orElse(command.whole())));
        } catch (Exception e) {
            LOG.warn("the magic {} failed", command.name(), e);
            String name = e.getClass().getSimpleName();
            return Optional.of(report(name, String.valueOf(e.getMessage()), command.whole()));
        } finally {
            execution.depth--;
        }
    }

    private ErrorReport report(String name, String message, Span where) {
        Places.CodeLine line = Places.at(source, where.offset());
        int start = where.offset() == 0 ? 0 : source.code().lastIndexOf('\n', where.offset() - 1) + 1;
        var lines = new ArrayList<String>();
        lines.add(Ansi.error(name) + ": " + message);
        lines.addAll(Ansi.marked(
                line,
                where.offset() - start,
                where.offset() - start + where.text().length()));
        return new ErrorReport(name, message, lines);
    }

    @Override
    public Span arguments() {
        return arguments;
    }

    @Override
    public Optional<Span> body() {
        return command.body();
    }

    @Override
    public Cell cell() {
        return cell;
    }

    @Override
    public void print(String text) {
        cell.output.write(OutputSink.Stream.STDOUT, text);
    }

    @Override
    public void warn(String text) {
        cell.output.write(OutputSink.Stream.STDERR, text);
    }

    @Override
    public OutputStream stream(boolean error) {
        OutputSink.Stream to = error ? OutputSink.Stream.STDERR : OutputSink.Stream.STDOUT;
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                cell.output.write(to, bytes, offset, length);
            }
        };
    }

    @Override
    public void page(Bundle page) {
        execution.page = page;
    }

    @Override
    public void answer(Answer answer) {
        execution.value = answer.value();
        execution.valueType = answer.type();
    }

    @Override
    public <T extends @Nullable Object> T work(Callable<T> work) throws Exception {
        Outcome<T> outcome = cell.runner.run(cell, work);
        if (outcome instanceof Outcome.Value<T> value) {
            return value.value();
        }
        if (outcome instanceof Outcome.Thrown<T> thrown
                && !cell.stopRequested()
                && thrown.error() instanceof Exception e
                && isKernel(e)) {
            throw e;
        }
        throw new Failed(execution.failure(outcome).orElseThrow());
    }

    /** What a magic's own work throws is the magic's to word; what user code throws is shown as ever. */
    private boolean isKernel(Exception e) {
        StackTraceElement[] stack = e.getStackTrace();
        for (StackTraceElement frame : stack) {
            if (language.places.of(frame).isPresent()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Answer java(Span code) {
        return java(source, code);
    }

    @Override
    public Answer java(String title, String code) {
        language.results.declare(cell, code);
        return java(new Source(title, code), new Span(0, code));
    }

    private Answer java(Source from, Span code) {
        var meter = new RunMeter();
        execution.value = null;
        execution.valueType = null;
        cell.runner.meter(meter);
        Optional<ErrorReport> error;
        try {
            error = execution.run(from, code);
        } finally {
            cell.runner.meter(null);
        }
        if (error.isPresent()) {
            throw new Failed(error.get());
        }
        var answer = new Answer(execution.value, execution.valueType, meter.wallNanos(), meter.cpuNanos());
        execution.value = null;
        execution.valueType = null;
        return answer;
    }

    @Override
    public Optional<Answer> tryJava(String code) {
        try {
            return Optional.of(java("", code));
        } catch (Failed e) {
            if (e.report.name().equals(ErrorReport.COMPILATION)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void extendClassPath(List<Path> entries) throws Exception {
        if (!entries.isEmpty()) {
            language.extensions.extend(entries, this::work, cell);
        }
    }
}
