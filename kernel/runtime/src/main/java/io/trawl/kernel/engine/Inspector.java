package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import java.util.List;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** Says what stands at the cursor: a variable with its type, a method with its signatures, a class. */
final class Inspector {

    private final Language language;

    Inspector(Language language) {
        this.language = language;
    }

    Optional<Bundle> inspect(String cell, int cursor, boolean detail) {
        int index = CodePoints.toIndex(cell, cursor);
        int end = index;
        while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
            end++;
        }
        int start = end;
        while (start > 0 && Character.isJavaIdentifierPart(cell.charAt(start - 1))) {
            start--;
        }
        String name = cell.substring(start, end);
        boolean member = start > 0 && cell.charAt(start - 1) == '.';
        int until = end;
        return language.session.look((shell, analysis) -> {
            Optional<Bundle> variable = name.isEmpty() || member ? Optional.empty() : variable(shell, name);
            return variable.or(() -> documented(analysis, cell, index, until, !name.isEmpty()));
        });
    }

    private Optional<Bundle> variable(JShell shell, String name) {
        Optional<VarSnippet> found =
                shell.variables().filter(v -> v.name().equals(name)).reduce((first, last) -> last);
        return found.map(v -> {
            String value = language.variables.value(v).map(Inspector::preview).orElse("");
            return bundle(v.typeName() + " " + name + value, "");
        });
    }

    /** Only values of the JDK: showing others would run user code on this thread. */
    private static String preview(Object value) {
        boolean plain = value instanceof Number || value instanceof CharSequence || value instanceof Boolean;
        if (!plain) {
            return "";
        }
        String text = value.toString();
        return " = " + (text.length() > 200 ? text.substring(0, 200) + "…" : text);
    }

    private static Optional<Bundle> documented(
            SourceCodeAnalysis analysis, String cell, int cursor, int end, boolean onName) {
        if (onName) {
            for (Statements.View view : Statements.before(cell.substring(0, end), analysis)) {
                Optional<Bundle> called =
                        documentation(analysis, view.code() + "(").or(() -> documentation(analysis, view.code()));
                if (called.isPresent()) {
                    return called;
                }
            }
        }
        for (Statements.View view : Statements.before(cell.substring(0, cursor), analysis)) {
            Optional<Bundle> enclosing = documentation(analysis, view.code());
            if (enclosing.isPresent()) {
                return enclosing;
            }
        }
        return Optional.empty();
    }

    private static Optional<Bundle> documentation(SourceCodeAnalysis analysis, String code) {
        List<Documentation> found = analysis.documentation(code, code.length(), true);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String signatures = String.join(
                "\n", found.stream().map(Documentation::signature).distinct().toList());
        String doc = found.stream()
                .map(Documentation::javadoc)
                .filter(d -> d != null && !d.isBlank())
                .findFirst()
                .map(Inspector::plain)
                .orElse("");
        return Optional.of(bundle(signatures, doc));
    }

    private static Bundle bundle(String signatures, @Nullable String doc) {
        boolean documented = doc != null && !doc.isBlank();
        return Bundle.text(documented ? signatures + "\n\n" + doc : signatures)
                .html("<pre>" + escape(signatures) + "</pre>" + (documented ? "<pre>" + escape(doc) + "</pre>" : ""));
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@\\w+\\s+([^}]*)}", "$1")
                .replaceAll("<[^>]+>", "")
                .strip();
    }

    private static String escape(@Nullable String text) {
        return text == null
                ? ""
                : text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
