package io.trawl.kernel.engine;

import io.trawl.kernel.engine.Candidates.Candidate;
import io.trawl.kernel.engine.Completeness.Status;
import io.trawl.kernel.engine.Completions.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.SourceVersion;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/**
 * Completion and completeness of cells. What is offered is JShell's analysis, which knows what fits the expected type;
 * what each of it is comes from javac, which also answers where JShell finds nothing; types not yet imported are offered
 * by their qualified names.
 */
final class Completer {

    private static final int INDENT = 4;

    private static final List<String> KEYWORDS = List.of(
            ("abstract boolean break byte case catch char class continue default do double else enum extends false final"
                            + " finally float for if implements import instanceof int interface long new null private"
                            + " protected public record return short static super switch synchronized this throw throws"
                            + " true try var void while yield")
                    .split(" "));

    private final Session session;

    Completer(Session session) {
        this.session = session;
    }

    Completions complete(String code, int cursor) {
        int index = CodePoints.toIndex(code, cursor);
        Word word = Word.at(code, index);
        String typed = code.substring(word.start(), index);
        boolean number = !typed.isEmpty() && Character.isDigit(typed.charAt(0));
        if (number || !Nesting.at(code, index).code()) {
            return nothing(code, index);
        }
        Found found = session.look(
                (shell, analysis) -> suggestions(analysis, Statements.before(code.substring(0, index), analysis)));
        Map<String, Candidate> known = known(code.substring(0, word.start()), typed);
        int anchor = found.suggestions().isEmpty() ? word.start() : found.anchor();
        List<Offer> offers = offers(found, known, code.substring(anchor, index));
        boolean called = word.end() < code.length() && code.charAt(word.end()) == '(';
        Map<String, Item> items = new LinkedHashMap<>();
        for (Offer offer : offers) {
            String text = called ? offer.text().replaceFirst("\\(\\)?$", "") : offer.text();
            items.putIfAbsent(text, new Item(text, offer.kind(), offer.signature()));
        }
        if (!typed.isEmpty() && anchor == word.start() && !isMember(code, word.start())) {
            KEYWORDS.stream()
                    .filter(k -> k.startsWith(typed))
                    .forEach(k -> items.putIfAbsent(k, new Item(k, "keyword")));
            imports(typed, items);
        }
        return items.isEmpty()
                ? nothing(code, index)
                : new Completions(
                        new ArrayList<>(items.values()),
                        CodePoints.fromIndex(code, anchor),
                        CodePoints.fromIndex(code, word.end()));
    }

    private static Completions nothing(String code, int index) {
        int position = CodePoints.fromIndex(code, index);
        return new Completions(List.of(), position, position);
    }

    private static boolean isMember(String code, int start) {
        return code.substring(0, start).stripTrailing().endsWith(".");
    }

    private record Offer(String text, String kind, String signature, boolean fits, boolean exact, int rank) {}

    private static List<Offer> offers(Found found, Map<String, Candidate> known, String typed) {
        var offers = new ArrayList<Offer>();
        for (Suggestion suggestion : found.suggestions()) {
            String text = suggestion.continuation();
            Candidate candidate = known.get(text.replaceFirst("\\(\\)?$", ""));
            boolean described = candidate != null && candidate.kind().equals("method") == text.contains("(");
            boolean exact = text.startsWith(typed);
            offers.add(
                    described
                            ? new Offer(
                                    text,
                                    candidate.kind(),
                                    candidate.line(),
                                    suggestion.matchesType(),
                                    exact,
                                    candidate.rank())
                            : new Offer(text, kind(text), "", suggestion.matchesType(), exact, 2));
        }
        if (offers.isEmpty()) {
            known.values()
                    .forEach(c -> offers.add(new Offer(
                            c.text(), c.kind(), c.line(), true, c.text().startsWith(typed), c.rank())));
        }
        offers.sort(Comparator.comparing(Offer::fits)
                .thenComparing(Offer::exact)
                .reversed()
                .thenComparing(Offer::rank));
        return offers;
    }

    private static String kind(String text) {
        if (text.endsWith("(") || text.endsWith(")")) {
            return "method";
        }
        if (SourceVersion.isKeyword(text.strip())) {
            return "keyword";
        }
        return Character.isUpperCase(text.charAt(0)) ? "class" : text.endsWith(".") ? "package" : "field";
    }

    /** Types by that name that an import would bring: by their qualified names, which need none. */
    private void imports(String typed, Map<String, Item> items) {
        if (Character.isUpperCase(typed.charAt(0))) {
            for (String name : session.typesBeginning(typed)) {
                if (!items.containsKey(name.substring(name.lastIndexOf('.') + 1))) {
                    items.putIfAbsent(name, new Item(name, "class", "import " + name));
                }
            }
        }
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

    /** What may follow {@code before}, by name. */
    private Map<String, Candidate> known(String before, String typed) {
        var known = new HashMap<String, Candidate>();
        session.probe(probe -> {
                    Statements.Split split =
                            session.look((shell, analysis) -> Statements.split(before + Probe.HERE, analysis));
                    return probe.ask(split, place -> Optional.of(Candidates.at(place, typed)));
                })
                .ifPresent(known::putAll);
        if (!isMember(before, before.length())) {
            session.look((shell, analysis) -> {
                own(shell, typed, known);
                return true;
            });
        }
        return known;
    }

    /** What the cells before have defined. */
    private static void own(JShell shell, String typed, Map<String, Candidate> known) {
        var own = new ArrayList<Candidate>();
        shell.variables()
                .forEach(v -> own.add(new Candidate(v.name(), "variable", v.typeName() + " " + v.name(), 0, false, 0)));
        shell.methods().forEach(m -> {
            String returned = m.signature().substring(m.signature().lastIndexOf(')') + 1);
            String signature = returned + " " + m.name() + "(" + m.parameterTypes() + ")";
            own.add(new Candidate(
                    m.name(), "method", signature, 0, !m.parameterTypes().isEmpty(), 0));
        });
        shell.types().forEach(t -> own.add(new Candidate(t.name(), "class", t.name(), 0, false, 0)));
        own.stream().filter(c -> c.name().startsWith(typed)).forEach(c -> known.putIfAbsent(c.name(), c));
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
        String closers = Nesting.at(code, code.length()).closers();
        return " ".repeat((int) closers.chars().filter(c -> c == '}').count() * INDENT);
    }
}
