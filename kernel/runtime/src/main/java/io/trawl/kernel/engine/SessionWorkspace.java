package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.guest.SnippetLoader;
import io.trawl.kernel.magic.Workspace;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** The session for its magics. */
final class SessionWorkspace implements Workspace {

    private final Language language;
    private final HistoryStore history;

    /** Snippets that are the kernel's own, by id. */
    private final Set<String> kept = new HashSet<>();

    SessionWorkspace(Language language, HistoryStore history) {
        this.language = language;
        this.history = history;
    }

    /** Says that a snippet is not the cells'. */
    synchronized void keep(Snippet snippet) {
        kept.add(snippet.id());
    }

    @Override
    public List<Variable> variables() {
        return language.session.look((shell, analysis) -> shell.variables()
                .filter(v -> shell.status(v) == Status.VALID && !v.name().startsWith("$"))
                .map(v -> new Variable(v.name(), type(v), value(v)))
                .toList());
    }

    /** Types of cells by the name that cells give them. */
    private static String type(VarSnippet variable) {
        return variable.typeName().replaceAll("REPL\\.\\$JShell\\$\\w+\\.", "");
    }

    private @Nullable Object value(VarSnippet variable) {
        return language.variables.value(variable).orElse(null);
    }

    @Override
    public String text(@Nullable Object value) {
        return language.renderers.words(value);
    }

    @Override
    public List<String> declared(Kind kind) {
        return language.session.look((shell, analysis) -> shell.snippets()
                .filter(s -> shell.status(s).isActive())
                .flatMap(s -> line(kind, s).stream())
                .toList());
    }

    private static Optional<String> line(Kind kind, Snippet snippet) {
        if (kind == Kind.IMPORT && snippet instanceof ImportSnippet i) {
            return Optional.of("import " + (i.isStatic() ? "static " : "") + i.fullname() + ";");
        }
        if (kind == Kind.METHOD && snippet instanceof MethodSnippet m) {
            String signature = m.signature();
            int end = signature.indexOf(')') + 1;
            String parameters = signature.substring(signature.indexOf('('), end);
            return Optional.of(signature.substring(end) + " " + m.name() + parameters);
        }
        if (kind == Kind.TYPE && snippet instanceof TypeDeclSnippet t) {
            String what = t.subKind().name().toLowerCase(Locale.ROOT).replaceAll("_.*", "");
            return Optional.of(what + " " + t.name());
        }
        return Optional.empty();
    }

    @Override
    public boolean isDefined(String name) {
        return language.session.look((shell, analysis) -> shell.snippets()
                .anyMatch(s -> s instanceof DeclarationSnippet d
                        && d.name().equals(name)
                        && shell.status(s).isActive()));
    }

    @Override
    public synchronized void reset() {
        List<Snippet> all = language.session.look((shell, analysis) -> shell.snippets()
                .filter(s -> shell.status(s).isActive() && !kept.contains(s.id()))
                .toList());
        all.forEach(snippet -> {
            if (snippet instanceof VarSnippet variable) {
                language.variables.release(variable);
            }
        });
        language.session.change(shell -> all.forEach(shell::drop));
        language.results.clear();
    }

    @Override
    public List<Executed> history(int n) {
        return history.tail(n).stream()
                .map(e -> new Executed(e.session(), e.line(), e.source()))
                .toList();
    }

    @Override
    public Optional<Bundle> describe(String name) {
        return new Inspector(language).inspect(name, name.codePointCount(0, name.length()), true);
    }

    @Override
    public Optional<byte[]> classFile(Class<?> type) {
        return SnippetLoader.snippet(type.getName()).isEmpty()
                ? Optional.empty()
                : language.session.classFile(type.getName());
    }

    @Override
    public List<Path> classPath() {
        return language.session.classPath();
    }

    @Override
    public void awaitDisplays(boolean await) {
        language.awaitLive = await;
    }
}
