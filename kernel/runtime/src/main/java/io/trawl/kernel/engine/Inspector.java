package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Escape;
import io.trawl.kernel.engine.Declarations.Declaration;
import io.trawl.kernel.engine.Symbols.SourceRef;
import io.trawl.kernel.engine.Symbols.Symbol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.SourceVersion;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Says what stands at the cursor: a variable with its type and value, a method with its signatures, a type; with its
 * documentation where its source is found, and with that source on demand. Where the cursor is on no name, it is about the
 * call whose parentheses are open there.
 */
final class Inspector {

    private static final int MOST_HEADINGS = 12;

    private final Language language;
    private final Session session;

    Inspector(Language language) {
        this.language = language;
        this.session = language.session;
    }

    Optional<Bundle> inspect(String cell, int cursor, boolean detail) {
        int index = CodePoints.toIndex(cell, cursor);
        Nesting nesting = Nesting.at(cell, index);
        Word word = Word.at(cell, index);
        Optional<Bundle> found = nesting.code() ? about(cell, word, detail) : Optional.empty();
        int open = nesting.innermost();
        if (found.isPresent() || open < 0 || cell.charAt(open) != '(') {
            return found;
        }
        int end = cell.substring(0, open).replaceFirst("(?:<[^()]*>)?\\s*$", "").length();
        return about(cell, Word.at(cell, end), detail);
    }

    private Optional<Bundle> about(String cell, Word word, boolean detail) {
        String name = cell.substring(word.start(), word.end());
        if (name.isEmpty() || Character.isDigit(name.charAt(0)) || SourceVersion.isKeyword(name)) {
            return Optional.empty();
        }
        String before = cell.substring(0, word.start());
        boolean member = before.stripTrailing().endsWith(".");
        Optional<Bundle> own = member ? Optional.empty() : own(name, detail);
        return own.or(() ->
                symbols(before, name, member).filter(s -> !s.isEmpty()).map(s -> bundle(Symbols.distinct(s), detail)));
    }

    private Optional<List<Symbol>> symbols(String before, String name, boolean member) {
        boolean constructed = before.stripTrailing().endsWith("new") && before.matches("(?s).*\\bnew\\s+");
        // After new, a member select would be read as a qualified type.
        String code = member ? before + Probe.HERE : before.replaceFirst("\\bnew\\s+$", "") + name + "." + Probe.HERE;
        return session.probe(probe -> {
            Statements.Split split = session.look((shell, analysis) -> Statements.split(code, analysis));
            return probe.ask(
                    split,
                    place -> Optional.of(
                            member ? Symbols.members(place, name) : Symbols.named(place, name, constructed)));
        });
    }

    private Bundle bundle(List<Symbol> symbols, boolean detail) {
        List<Path> libraries = session.compilePath();
        Map<String, Optional<Map<SourceRef, Declaration>>> files = new HashMap<>();
        var headings = new ArrayList<String>();
        Declaration told = null;
        for (Symbol symbol : symbols.subList(0, Math.min(MOST_HEADINGS, symbols.size()))) {
            SourceRef own = symbol.sources().get(0);
            Declaration declared = files.computeIfAbsent(own.type(), type -> declarations(symbols, own, libraries))
                    .map(found -> found.get(own))
                    .orElse(null);
            headings.add(declared == null ? symbol.heading() : symbol.heading(declared.parameters()));
            told = told != null && told.doc().isPresent() ? told : documented(symbol, declared, libraries, told);
        }
        if (symbols.size() > MOST_HEADINGS) {
            headings.add("… " + (symbols.size() - MOST_HEADINGS) + " more");
        }
        return bundle(
                String.join("\n", headings),
                told == null ? null : told.doc().orElse(null),
                told == null || !detail ? "" : told.source());
    }

    /** Those of the symbols that stand in the same file as {@code one}, which is read once. */
    private Optional<Map<SourceRef, Declaration>> declarations(
            List<Symbol> symbols, SourceRef one, List<Path> libraries) {
        return Sources.find(one, libraries)
                .flatMap(text -> session.probe(probe -> probe.parse(text, parsed -> {
                    Map<SourceRef, Declaration> found = new HashMap<>();
                    symbols.stream()
                            .map(s -> s.sources().get(0))
                            .filter(ref -> ref.type().equals(one.type()))
                            .forEach(ref -> Declarations.find(parsed, text, ref).ifPresent(d -> found.put(ref, d)));
                    return Optional.of(found);
                })));
    }

    /** With the documentation of what it overrides where it has none of its own. */
    private @Nullable Declaration documented(
            Symbol symbol, @Nullable Declaration own, List<Path> libraries, @Nullable Declaration before) {
        if (own != null && own.doc().filter(d -> !d.inherits()).isPresent()) {
            return own;
        }
        for (SourceRef ref : symbol.sources().subList(1, symbol.sources().size())) {
            Optional<Declaration> found = Sources.find(ref, libraries)
                    .flatMap(text ->
                            session.probe(probe -> probe.parse(text, parsed -> Declarations.find(parsed, text, ref))))
                    .filter(d -> d.doc().filter(doc -> !doc.inherits()).isPresent());
            if (found.isPresent()) {
                String source = own == null ? found.get().source() : own.source();
                return new Declaration(found.get().doc(), source, List.of());
            }
        }
        return before == null ? own : before;
    }

    /** What a cell has defined: its source is the cell's own. */
    private Optional<Bundle> own(String name, boolean detail) {
        return session.look((shell, analysis) -> {
            Optional<VarSnippet> variable =
                    shell.variables().filter(v -> v.name().equals(name)).reduce((first, last) -> last);
            if (variable.isPresent()) {
                return variable.map(v -> bundle(
                        v.typeName() + " " + name
                                + language.variables
                                        .value(v)
                                        .map(Inspector::preview)
                                        .orElse(""),
                        null,
                        detail ? v.source().strip() : ""));
            }
            return defined(shell, name).map(s -> ofSnippet(s, detail));
        });
    }

    private static Optional<DeclarationSnippet> defined(JShell shell, String name) {
        return shell.snippets()
                .filter(s -> s instanceof MethodSnippet || s instanceof TypeDeclSnippet)
                .map(s -> (DeclarationSnippet) s)
                .filter(s -> s.name().equals(name) && shell.status(s) == Snippet.Status.VALID)
                .reduce((first, last) -> last);
    }

    private Bundle ofSnippet(DeclarationSnippet snippet, boolean detail) {
        String source = snippet.source().strip();
        boolean method = snippet instanceof MethodSnippet;
        String text = method ? "class Cell { " + source + " }" : source;
        var ref = new SourceRef(
                "",
                method ? "Cell" : snippet.name(),
                List.of(),
                method ? snippet.name() : "",
                method ? List.of(((MethodSnippet) snippet).parameterTypes().split("\\s*,\\s*")) : List.of());
        Optional<DocText> doc = session.probe(
                        probe -> probe.parse(text, parsed -> Declarations.find(parsed, text, ref)))
                .flatMap(Declaration::doc);
        String code = source.replaceFirst("^(?:\\s|//[^\\n]*\\n|/\\*(?s:.*?)\\*/)+", "");
        String heading = code.replaceFirst("(?s)\\s*\\{.*", "").replaceAll("\\s+", " ");
        return bundle(heading, doc.orElse(null), detail ? source : "");
    }

    /** Only values of the JDK: showing others would run user code on this thread. */
    private static String preview(Object value) {
        boolean plain = value instanceof Number || value instanceof String || value instanceof Boolean;
        if (!plain || !value.getClass().getName().startsWith("java.lang.")) {
            return "";
        }
        String text = value.toString();
        return " = " + (text.length() > 200 ? text.substring(0, 200) + "…" : text);
    }

    private static Bundle bundle(String heading, @Nullable DocText doc, String source) {
        var plain = new StringBuilder(heading);
        var html = new StringBuilder("<pre>" + Escape.html(heading) + "</pre>");
        var markdown = new StringBuilder("```java\n" + heading + "\n```");
        if (doc != null) {
            plain.append("\n\n").append(doc.plain());
            html.append("<div>").append(doc.html()).append("</div>");
            markdown.append("\n\n").append(doc.markdown());
        }
        if (!source.isEmpty()) {
            plain.append("\n\nSource:\n").append(source);
            html.append("<p><strong>Source</strong></p><pre>")
                    .append(Escape.html(source))
                    .append("</pre>");
            markdown.append("\n\n```java\n").append(source).append("\n```");
        }
        return Bundle.text(plain.toString()).html(html.toString()).markdown(markdown.toString());
    }
}
