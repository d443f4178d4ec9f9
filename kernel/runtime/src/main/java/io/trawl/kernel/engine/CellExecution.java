package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.engine.ExecuteResult.Expression;
import io.trawl.kernel.engine.ExecuteResult.Status;
import io.trawl.kernel.guest.CellRunner.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
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
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.jspecify.annotations.Nullable;

/** One run of one cell: its statements in order up to the first that fails, then its value, then what it must await. */
final class CellExecution {

    /** {@code x} and {@code y} on two lines: to Java that declares a variable y of type x. */
    private static final Pattern TWO_NAMES = Pattern.compile("\\s*(\\w+)[ \\t]*\\R\\s*\\w+\\s*;?\\s*");

    private static final String HELP = """
            Cells are Java: imports, definitions, statements; the value of the last expression is shown.

            %await on|off   whether a run that nobody watches waits for displays that still change
            %help           this page
            """;

    private final Language language;
    private final CellState cell;
    private final ExecuteRequest request;
    private @Nullable Object value;
    private @Nullable String resultText;
    private @Nullable Bundle page;

    CellExecution(Language language, CellState cell, ExecuteRequest request) {
        this.language = language;
        this.cell = cell;
        this.request = request;
    }

    ExecuteResult run(int count) {
        Optional<ErrorReport> error = statements();
        if (error.isEmpty() && value != null && !request.silent()) {
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
        cell.output.flush();
        return new ExecuteResult(
                error.isEmpty() ? Status.OK : Status.ERROR, count, error, expressions, Optional.ofNullable(page));
    }

    /** The text of the result, for the history. */
    Optional<String> resultText() {
        return Optional.ofNullable(resultText);
    }

    private Optional<ErrorReport> statements() {
        String rest = cell.code;
        while (!rest.isBlank()) {
            int offset = cell.code.length() - rest.length();
            String trimmed = rest.stripLeading();
            if (trimmed.startsWith("%")) {
                String line = trimmed.lines().findFirst().orElse("");
                if (!command(line.strip())) {
                    return Optional.of(
                            CompileErrors.unknownCommand(cell, offset + rest.length() - trimmed.length(), line));
                }
                rest = trimmed.substring(line.length());
                continue;
            }
            String remaining = rest;
            CompletionInfo info = language.session.look((shell, analysis) -> analysis.analyzeCompletion(remaining));
            switch (info.completeness()) {
                case EMPTY -> {
                    return Optional.empty();
                }
                case DEFINITELY_INCOMPLETE -> {
                    return Optional.of(CompileErrors.incomplete(cell, offset));
                }
                default -> {
                    String source = info.source() == null ? rest : info.source();
                    Optional<ErrorReport> error = statement(offset, source);
                    if (error.isPresent()) {
                        return error;
                    }
                    rest = info.source() == null ? "" : info.remaining();
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the line is a command of the kernel, carried out now. */
    private boolean command(String line) {
        switch (line.replaceAll("\\s+", " ")) {
            case "%await on" -> language.awaitLive = true;
            case "%await off" -> language.awaitLive = false;
            case "%help" -> page = Bundle.text(HELP);
            default -> {
                return false;
            }
        }
        return true;
    }

    private Optional<ErrorReport> statement(int offset, String source) {
        value = null;
        if (cell.stopRequested()) {
            return Optional.of(language.errors.interrupted(new InterruptedException()));
        }
        Matcher names = TWO_NAMES.matcher(source);
        if (names.matches() && language.isVariable(names.group(1))) {
            return Optional.of(CompileErrors.missingSemicolon(cell, offset + names.end(1)));
        }
        Session.Evaluated evaluated = language.session.eval(cell, source);
        Snippet snippet = evaluated.main().snippet();
        language.places.put(cell, offset, snippet);
        switch (evaluated.main().status()) {
            case REJECTED, NONEXISTENT, DROPPED, OVERWRITTEN -> {
                return Optional.of(CompileErrors.rejected(cell, offset, snippet, language.session));
            }
            case RECOVERABLE_NOT_DEFINED -> {
                return Optional.of(
                        CompileErrors.unresolved(cell, offset, (DeclarationSnippet) snippet, language.session));
            }
            case RECOVERABLE_DEFINED ->
                cell.output.write(OutputSink.Stream.STDERR, language.missing((DeclarationSnippet) snippet) + "\n");
            case VALID -> {}
        }
        language.variables
                .after(evaluated.events())
                .ifPresent(effects -> cell.output.write(OutputSink.Stream.STDERR, effects + "\n"));
        return ended(evaluated.outcome(), snippet);
    }

    private Optional<ErrorReport> ended(@Nullable Outcome<Object> outcome, Snippet snippet) {
        if (outcome instanceof Outcome.Value<Object> v && isShown(snippet)) {
            value = v.value() instanceof Display ? null : v.value();
        }
        return outcome == null ? Optional.empty() : failure(outcome);
    }

    private static boolean isShown(Snippet snippet) {
        return switch (snippet.subKind()) {
            case TEMP_VAR_EXPRESSION_SUBKIND, VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND -> true;
            default -> false;
        };
    }

    private Optional<ErrorReport> failure(Outcome<?> outcome) {
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
        Outcome<Bundle> drawn = isPlain(shown) ? here(draw) : language.runner.run(cell, draw);
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
        var asked = new CellState(cell.number(), ExecuteRequest.of(code).asSilent(), cell.sink, language.flusher);
        var execution =
                new CellExecution(language, asked, ExecuteRequest.of(code).asSilent());
        Optional<ErrorReport> error = execution.statements();
        asked.output.flush();
        if (error.isPresent()) {
            return new Expression.Failed(error.get());
        }
        Object answer = execution.value;
        Outcome<Bundle> drawn = language.runner.run(
                asked, () -> language.renderers.render(answer == null ? "null" : answer, new LiveDisplay(asked)));
        return drawn instanceof Outcome.Value<Bundle> bundle && bundle.value() != null
                ? new Expression.Value(bundle.value())
                : new Expression.Failed(failure(drawn).orElseThrow());
    }
}
