package io.trawl.kernel.engine;

import io.trawl.kernel.engine.Completeness.Status;
import io.trawl.kernel.engine.Completions.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.SourceVersion;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** Completion and completeness of cells, on JShell's analysis. */
final class Completer {

    private static final int INDENT = 4;

    private final Session session;

    Completer(Session session) {
        this.session = session;
    }

    Completions complete(String code, int cursor) {
        int index = CodePoints.toIndex(code, cursor);
        Found found =
                session.look((shell, analysis) -> suggestions(analysis, Statements.before(code, index, analysis)));
        if (found.suggestions().isEmpty()) {
            return new Completions(List.of(), cursor, cursor);
        }
        String typed = code.substring(found.anchor(), index);
        Map<String, Item> items = new LinkedHashMap<>();
        for (boolean matching : new boolean[] {true, false}) {
            for (boolean exact : new boolean[] {true, false}) {
                found.suggestions().stream()
                        .filter(s ->
                                s.matchesType() == matching && s.continuation().startsWith(typed) == exact)
                        .forEach(s -> items.putIfAbsent(s.continuation(), item(s.continuation())));
            }
        }
        return new Completions(
                new ArrayList<>(items.values()),
                CodePoints.fromIndex(code, found.anchor()),
                CodePoints.fromIndex(code, index));
    }

    private record Found(List<Suggestion> suggestions, int anchor) {}

    private static Found suggestions(SourceCodeAnalysis analysis, List<Statements.View> views) {
        int[] anchor = {0};
        for (Statements.View view : views) {
            List<Suggestion> found =
                    analysis.completionSuggestions(view.code(), view.code().length(), anchor);
            if (!found.isEmpty()) {
                return new Found(found, anchor[0] + view.shift());
            }
        }
        return new Found(List.of(), 0);
    }

    private static Item item(String text) {
        String kind = text.endsWith("(") || text.endsWith("()") || text.endsWith(")")
                ? "method"
                : SourceVersion.isKeyword(text.strip())
                        ? "keyword"
                        : Character.isUpperCase(text.charAt(0)) ? "class" : "field";
        return new Item(text, kind);
    }

    Completeness completeness(String code) {
        String rest = code;
        while (!rest.isBlank()) {
            String remaining = rest;
            CompletionInfo info = session.look((shell, analysis) -> analysis.analyzeCompletion(remaining));
            switch (info.completeness()) {
                case UNKNOWN -> {
                    return new Completeness(Status.INVALID, "");
                }
                case DEFINITELY_INCOMPLETE -> {
                    return new Completeness(Status.INCOMPLETE, indent(code));
                }
                case CONSIDERED_INCOMPLETE, COMPLETE_WITH_SEMI, EMPTY -> {
                    return new Completeness(Status.COMPLETE, "");
                }
                case COMPLETE -> rest = info.remaining();
            }
        }
        return new Completeness(Status.COMPLETE, "");
    }

    /** Four blanks for each brace still open. */
    private static String indent(String code) {
        long open = code.chars().filter(c -> c == '{').count()
                - code.chars().filter(c -> c == '}').count();
        return " ".repeat((int) Math.max(0, open) * INDENT);
    }
}
