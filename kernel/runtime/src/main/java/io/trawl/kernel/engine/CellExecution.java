package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.engine.CellCompiler.Compiled;
import io.trawl.kernel.engine.CellCompiler.Piece;
import io.trawl.kernel.engine.ExecuteResult.Expression;
import io.trawl.kernel.engine.ExecuteResult.Status;
import io.trawl.kernel.engine.Session.Direct;
import io.trawl.kernel.guest.CellRunner.Outcome;
import io.trawl.kernel.magic.Part;
import io.trawl.kernel.magic.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.jspecify.annotations.Nullable;

/** One run of one cell: its statements in order up to the first that fails, then its value, then what it must await. */
final class CellExecution {

    /** {@code x} and {@code y} on two lines: to Java that declares a variable y of type x. */
    private static final Pattern TWO_NAMES = Pattern.compile("\\s*(\\w+)[ \\t]*\\R\\s*\\w+\\s*;?\\s*");

    /** What certainly declares, so that no compile is tried; a guess that need not be right. */
    private static final Pattern DECLARATION = Pattern.compile(
            "(?:@|(?:import|var|class|interface|enum|record|public|private|protected|static|final|abstract|sealed|void"
                    + "|int|long|double|boolean|char|byte|short|float)\\b(?!\\s*[.(])"
                    + "|[A-Z][\\w.]*(?:<[\\w.,<>? \\[\\]]*>)?(?:\\[\\s*])*\\s+[a-zA-Z_$]\\w*\\s*[=;(,])");

    private static final Pattern IMPORT = Pattern.compile("import\\b");

    private final Language language;
    final CellState cell;
    private final ExecuteRequest request;

    /** What the last statement so far answered, and its static type where known. */
    @Nullable
    Object value;

    @Nullable
    String valueType;

    private @Nullable String resultText;

    @Nullable
    Bundle page;

    /** How many magics are inside each other. */
    int depth;

    private final List<Unresolved> unresolved = new ArrayList<>();

    /** A declaration that mentions what is not defined yet. */
    private record Unresolved(Source source, int offset, DeclarationSnippet snippet) {}

    CellExecution(Language language, CellState cell, ExecuteRequest request) {
        this.language = language;
        this.cell = cell;
        this.request = request;
    }

    ExecuteResult run(int count) {
        language.init.before(this, request.silent());
        if (!request.silent()) {
            language.beforeCell(cell);
        }
        Optional<ErrorReport> error = run(Source.of(cell));
        if (error.isEmpty() && value != null && !request.silent()) {
            language.results.put(cell.number(), value, valueType);
            error = show(value);
        }
        if (error.isEmpty()) {
            error = awaitLive();
        }
        Map<String, Expression> expressions = error.isEmpty() ? expressions() : Map.of();
        if (error.isPresent() && !request.silent()) {
            ErrorReport report = error.get();
            cell.output.inOrder(() -> cell.sink.error(cell, report));
        }
        language.beforeReply();
        cell.output.flush();
        return new ExecuteResult(
                error.isEmpty() ? Status.OK : Status.ERROR, count, error, expressions, Optional.ofNullable(page));
    }

    /** The text of the result, for the history. */
    Optional<String> resultText() {
        return Optional.ofNullable(resultText);
    }

    /** Runs a text from its first statement or magic to the first that fails. */
    Optional<ErrorReport> run(Source source) {
        language.results.declare(cell, source.code());
        return run(source, language.magics.split(source.code())).or(this::stillMissing);
    }

    /** Runs a part of a text on behalf of a magic; what the cell lacks outside it is looked at later. */
    Optional<ErrorReport> run(Source source, Span part) {
        var outside = new ArrayList<>(unresolved);
        unresolved.clear();
        try {
            return inside(source, part);
        } finally {
            unresolved.addAll(0, outside);
        }
    }

    private Optional<ErrorReport> inside(Source source, Span part) {
        // As long as before, so that positions are those of the whole.
        String before = source.code().substring(0, part.offset()).replaceAll("[^\n]", " ");
        var parts = new ArrayList<Part>();
        for (Part found : language.magics.split(before + part.text())) {
            parts.add(found instanceof Part.Java java ? new Part.Java(trimmed(java.code(), part.offset())) : found);
        }
        return run(source, parts).or(this::stillMissing);
    }

    private static Span trimmed(Span code, int from) {
        int cut = Math.max(0, from - code.offset());
        return new Span(code.offset() + cut, code.text().substring(cut));
    }

    private Optional<ErrorReport> run(Source source, List<Part> parts) {
        Optional<ErrorReport> error = Optional.empty();
        for (int i = 0; i < parts.size() && error.isEmpty(); i++) {
            if (parts.get(i) instanceof Part.Java java) {
                error = statements(source, java.code());
            } else if (parts.get(i) instanceof Part.Command command) {
                value = null;
                error = stopped()
                        ? Optional.of(language.errors.interrupted(new InterruptedException()))
                        : new MagicCall(language, cell, this, source, command).run();
            }
        }
        return error;
    }

    /**
     * Runs statements in order. Those that declare nothing are compiled together as far as they stand together;
     * a declaration is JShell's, and may mention what a later one of the cell declares.
     */
    private Optional<ErrorReport> statements(Source source, Span code) {
        String rest = code.text();
        var together = new ArrayList<Piece>();
        while (!rest.isBlank()) {
            int offset = code.offset() + code.text().length() - rest.length();
            String remaining = rest;
            CompletionInfo info = language.session.parse(remaining);
            if (info.completeness() == Completeness.EMPTY) {
                break;
            }
            if (info.completeness() == Completeness.DEFINITELY_INCOMPLETE) {
                return together(source, together).or(() -> Optional.of(CompileErrors.incomplete(source, offset)));
            }
            together.add(new Piece(offset, info.source() == null ? rest : info.source()));
            rest = info.source() == null ? "" : info.remaining();
        }
        return together(source, together);
    }

    /** Runs what stands together and empties the list. */
    private Optional<ErrorReport> together(Source source, List<Piece> together) {
        Optional<ErrorReport> error = Optional.empty();
        int next = 0;
        while (next < together.size() && error.isEmpty()) {
            int end = next;
            while (end < together.size() && !declares(together.get(end))) {
                end++;
            }
            if (end == next) {
                error = byJShell(source, together.get(next++));
            } else {
                error = direct(source, together.subList(next, end));
                next = end;
            }
        }
        together.clear();
        return error;
    }

    private static boolean declares(Piece piece) {
        return piece.startsWith(DECLARATION);
    }

    /** All in one class; where that cannot be, one by one; and where that cannot be either, through JShell. */
    private Optional<ErrorReport> direct(Source source, List<Piece> pieces) {
        Optional<Direct> code = stopped() ? Optional.empty() : language.session.compile(cell, pieces);
        Optional<ErrorReport> error = Optional.empty();
        if (code.isPresent()) {
            error = stillMissing();
            language.places.put(source, code.get());
            for (int i = 0; i < code.get().parts().size() && error.isEmpty(); i++) {
                error = part(code.get(), code.get().parts().get(i));
            }
        } else if (pieces.size() == 1) {
            error = byJShell(source, pieces.get(0));
        } else {
            for (int i = 0; i < pieces.size() && error.isEmpty(); i++) {
                error = direct(source, pieces.subList(i, i + 1));
            }
        }
        return error;
    }

    private Optional<ErrorReport> part(Direct code, Compiled.Part part) {
        value = null;
        if (stopped()) {
            return Optional.of(language.errors.interrupted(new InterruptedException()));
        }
        Outcome<Object> outcome = language.session.run(cell, cell.runner, code, part);
        if (part.shown()) {
            answered(outcome, part.type());
        }
        return failure(outcome);
    }

    private boolean stopped() {
        return cell.stopRequested();
    }

    /** A declaration of this cell that still lacks something once the declarations after it were made. */
    private Optional<ErrorReport> stillMissing() {
        Optional<ErrorReport> error = Optional.empty();
        for (Unresolved open : unresolved) {
            switch (language.session.look((shell, analysis) -> shell.status(open.snippet()))) {
                case RECOVERABLE_NOT_DEFINED -> {
                    if (error.isEmpty()) {
                        error = Optional.of(CompileErrors.unresolved(
                                open.source(), open.offset(), open.snippet(), language.session));
                    }
                }
                case RECOVERABLE_DEFINED ->
                    cell.output.write(OutputSink.Stream.STDERR, language.missing(open.snippet()) + "\n");
                default -> {}
            }
        }
        unresolved.clear();
        return error;
    }

    private Optional<ErrorReport> byJShell(Source source, Piece whole) {
        // JShell compiles what stands anew when an import begins with a line break, and loses values by it (17, 25).
        Piece piece = whole.startsWith(IMPORT) ? whole.bare() : whole;
        int offset = piece.offset();
        value = null;
        if (stopped()) {
            return Optional.of(language.errors.interrupted(new InterruptedException()));
        }
        Matcher names = TWO_NAMES.matcher(piece.source());
        if (names.matches() && language.isVariable(names.group(1))) {
            return Optional.of(CompileErrors.missingSemicolon(source, offset + names.end(1)));
        }
        Session.Evaluated evaluated = language.session.eval(cell, cell.runner, piece.source());
        Snippet snippet = evaluated.main().snippet();
        language.places.put(source, offset, snippet);
        switch (evaluated.main().status()) {
            case REJECTED, NONEXISTENT, DROPPED, OVERWRITTEN -> {
                // What is said first is the cause of the rest.
                return stillMissing()
                        .or(() -> Optional.of(CompileErrors.rejected(source, offset, snippet, language.session)));
            }
            case RECOVERABLE_NOT_DEFINED, RECOVERABLE_DEFINED ->
                unresolved.add(new Unresolved(source, offset, (DeclarationSnippet) snippet));
            case VALID -> {}
        }
        language.variables
                .after(evaluated.events())
                .ifPresent(effects -> cell.output.write(OutputSink.Stream.STDERR, effects + "\n"));
        Outcome<Object> outcome = evaluated.outcome();
        if (outcome != null && isShown(snippet)) {
            answered(outcome, null);
        }
        return outcome == null ? Optional.empty() : failure(outcome);
    }

    private void answered(Outcome<Object> outcome, @Nullable String type) {
        if (outcome instanceof Outcome.Value<Object> v && v.value() != null) {
            value = isOutput(v.value()) ? null : v.value();
            valueType = type;
        }
    }

    /** What has been shown already: {@code System.out.printf} answers its stream. */
    private static boolean isOutput(Object value) {
        return value instanceof Display || value == System.out || value == System.err;
    }

    private static boolean isShown(Snippet snippet) {
        return switch (snippet.subKind()) {
            case TEMP_VAR_EXPRESSION_SUBKIND, VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND -> true;
            default -> false;
        };
    }

    Optional<ErrorReport> failure(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Abandoned<?> abandoned) {
            return Optional.of(language.errors.abandoned(abandoned));
        }
        if (outcome instanceof Outcome.Thrown<?> thrown) {
            return Optional.of(
                    cell.stopRequested()
                            ? language.errors.interrupted(thrown.error())
                            : language.errors.thrown(thrown.error()));
        }
        return Optional.empty();
    }

    /** Drawing runs the user's {@code toString}: on the cell's thread, to be interrupted like any code of the cell. */
    private Optional<ErrorReport> show(Object shown) {
        var display = new LiveDisplay(cell);
        Callable<Bundle> draw = () -> {
            Bundle bundle = language.renderers.render(shown, display);
            display.show(bundle);
            return bundle;
        };
        Outcome<Bundle> drawn = isPlain(shown) ? here(draw) : cell.runner.run(cell, draw);
        if (drawn instanceof Outcome.Value<Bundle> bundle && bundle.value() != null) {
            resultText = bundle.value().text();
        }
        return failure(drawn);
    }

    /** Values whose text is the JDK's own affair need no cell thread, which saves two changes of threads. */
    private static boolean isPlain(Object value) {
        return value instanceof String
                || value instanceof Integer
                || value instanceof Boolean
                || value instanceof Double;
    }

    private static Outcome<Bundle> here(Callable<Bundle> draw) {
        try {
            return new Outcome.Value<>(draw.call());
        } catch (Exception e) {
            return new Outcome.Thrown<>(e);
        }
    }

    /** An unattended cell is answered when its displays have shown their last picture. */
    private Optional<ErrorReport> awaitLive() {
        if (cell.interactive() || !language.awaitLive || request.tags().contains(ExecuteRequest.NO_AWAIT)) {
            return Optional.empty();
        }
        Duration limit = language.options.awaitLimit();
        try {
            CompletableFuture.anyOf(cell.allDone(), cell.stop).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            cell.output.write(
                    OutputSink.Stream.STDERR,
                    "PARTIAL: " + cell.stillLive() + " output(s) of this cell still changed after " + limit.toSeconds()
                            + " s; what they show now is not their last state\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(language.errors.interrupted(e));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return cell.stopRequested()
                ? Optional.of(language.errors.interrupted(new InterruptedException()))
                : Optional.empty();
    }

    private Map<String, Expression> expressions() {
        var answers = new LinkedHashMap<String, Expression>();
        request.expressions().forEach((name, code) -> answers.put(name, expression(code)));
        return answers;
    }

    private Expression expression(String code) {
        var asked = new CellState(
                cell.number(), ExecuteRequest.of(code).asSilent(), cell.sink, cell.runner, language.flusher);
        var execution =
                new CellExecution(language, asked, ExecuteRequest.of(code).asSilent());
        Optional<ErrorReport> error = execution.run(Source.of(asked));
        asked.output.flush();
        if (error.isPresent()) {
            return new Expression.Failed(error.get());
        }
        Object answer = execution.value;
        Outcome<Bundle> drawn = cell.runner.run(
                asked, () -> language.renderers.render(answer == null ? "null" : answer, new LiveDisplay(asked)));
        return drawn instanceof Outcome.Value<Bundle> bundle && bundle.value() != null
                ? new Expression.Value(bundle.value())
                : new Expression.Failed(failure(drawn).orElseThrow());
    }
}
