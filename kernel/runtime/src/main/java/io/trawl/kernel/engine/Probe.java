package io.trawl.kernel.engine;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * Asks javac about a place in code that need not compile: the statements before it stand as they would in a class of the
 * session, what is open is closed, and everything is attributed as far as it makes sense. Guarded by the compile lock.
 */
final class Probe {

    /** Stands in the code where the question is. */
    static final String HERE = "trawl$here";

    private static final Pattern NAME = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");
    private static final Pattern IMPORT = Pattern.compile("(?s)\\s*import\\b.*");
    private static final Pattern MEMBER = Pattern.compile("(?s)\\s*(?:(?:@\\w+|public|private|protected|static|final"
            + "|abstract|sealed)\\s+)*(?:(?:class|record|interface|enum|@interface)\\s|"
            + "(?:[\\w.<>,?\\[\\] ]+\\s)?[\\w.<>,?\\[\\]]+\\s+\\w+\\s*\\([^=;{}]*\\)\\s*(?:throws [\\w., ]+)?\\{).*");
    private static final Pattern STATEMENT =
            Pattern.compile("(?s)\\s*(?:return|throw|if|for|while|new|else|do|try|switch)\\b.*");
    private static final Pattern COMMENTS = Pattern.compile("^(?:\\s|//[^\\n]*\\n|/\\*(?s:.*?)\\*/)+");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final PooledCompiler javac;
    private final CellFiles files;
    private final Defined defined;

    Probe(PooledCompiler javac, CellFiles files, Defined defined) {
        this.javac = javac;
        this.files = files;
        this.defined = defined;
    }

    /**
     * Where {@link #HERE} stands, attributed.
     *
     * @param statics the types whose static members the code sees by a star import
     */
    record Place(JavacTask task, Trees trees, TreePath path, List<String> statics) {

        /** What the place is a member of; null for a name that stands alone. */
        @Nullable
        TreePath receiver() {
            return path.getLeaf() instanceof MemberSelectTree select
                    ? new TreePath(path, select.getExpression())
                    : null;
        }
    }

    /** The place at the end of {@code code}, in which {@link #HERE} stands last. */
    <T> Optional<T> ask(Statements.Split code, Function<Place, Optional<T>> question) {
        String name = "$JShell$P" + NUMBERS.incrementAndGet();
        var imports = new LinkedHashSet<String>(defined.imports(names(code)));
        JavaFileObject source = CellFiles.source(name, wrapped(name, code, imports));
        return javac.run(source, diagnostic -> {}, task -> answer(task, imports, question), files.names());
    }

    /** Source that is only parsed. */
    <T> Optional<T> parse(String source, Function<Parsed, Optional<T>> question) {
        JavaFileObject file = CellFiles.source("$JShell$S" + NUMBERS.incrementAndGet(), source);
        return javac.run(
                file,
                diagnostic -> {},
                task -> {
                    try {
                        for (CompilationUnitTree unit : task.parse()) {
                            return question.apply(new Parsed(Trees.instance(task), unit));
                        }
                        return Optional.empty();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                List.of());
    }

    /** A source file as its author wrote it. */
    record Parsed(Trees trees, CompilationUnitTree unit) {}

    private static <T> Optional<T> answer(JavacTask task, Set<String> imports, Function<Place, Optional<T>> question) {
        try {
            for (CompilationUnitTree unit : task.parse()) {
                task.analyze();
                TreePath path = new Finder().scan(unit, null);
                List<String> statics = imports.stream()
                        .filter(i -> i.startsWith("import static ") && i.endsWith(".*;"))
                        .map(i -> i.substring("import static ".length(), i.length() - 3)
                                .strip())
                        .toList();
                return path == null
                        ? Optional.empty()
                        : question.apply(new Place(task, Trees.instance(task), path, statics));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> names(Statements.Split code) {
        var names = new LinkedHashSet<String>();
        code.before().forEach(s -> NAME.matcher(s).results().forEach(r -> names.add(r.group())));
        NAME.matcher(code.rest()).results().forEach(r -> names.add(r.group()));
        return names;
    }

    private static String wrapped(String name, Statements.Split code, Set<String> imports) {
        var members = new StringBuilder();
        var body = new StringBuilder();
        for (String commented : code.before()) {
            String statement = COMMENTS.matcher(commented).replaceFirst("");
            if (IMPORT.matcher(statement).matches()) {
                String line = statement.strip();
                imports.add(line.endsWith(";") ? line : line + ";");
            } else if (MEMBER.matcher(statement).matches()) {
                members.append("static ").append(withoutModifiers(statement)).append('\n');
            } else {
                body.append(
                                statement.strip().endsWith(";")
                                                || statement.strip().endsWith("}")
                                        ? statement
                                        : statement + ";")
                        .append('\n');
            }
        }
        String open = COMMENTS.matcher(code.rest()).replaceFirst("");
        String rest = open + Nesting.at(open, open.length()).closers();
        if (MEMBER.matcher(open).matches()) {
            members.append("static ").append(withoutModifiers(rest)).append('\n');
        } else {
            boolean value = !STATEMENT.matcher(rest).matches() && rest.indexOf('=') < 0 && rest.indexOf(';') < 0;
            body.append(value ? "Object trawl$value = " : "").append(rest).append(";\n");
        }
        return "package " + CellFiles.PACKAGE + ";\n" + String.join("\n", imports) + "\nclass " + name + " {\n"
                + members + "static void trawl$body() throws Throwable {\n" + body + "}\n}\n";
    }

    private static String withoutModifiers(String statement) {
        return statement.replaceFirst("^\\s*(?:(?:public|private|protected|static)\\s+)+", "");
    }

    private static final class Finder extends TreePathScanner<@Nullable TreePath, @Nullable Void> {
        @Override
        public @Nullable TreePath visitMemberSelect(MemberSelectTree tree, @Nullable Void p) {
            return tree.getIdentifier().contentEquals(HERE) ? getCurrentPath() : super.visitMemberSelect(tree, p);
        }

        @Override
        public @Nullable TreePath visitIdentifier(IdentifierTree tree, @Nullable Void p) {
            return tree.getName().contentEquals(HERE) ? getCurrentPath() : null;
        }

        @Override
        public @Nullable TreePath visitErroneous(com.sun.source.tree.ErroneousTree tree, @Nullable Void p) {
            return scan(tree.getErrorTrees(), p);
        }

        @Override
        public @Nullable TreePath scan(@Nullable Tree tree, @Nullable Void p) {
            return tree == null ? null : super.scan(tree, p);
        }

        @Override
        public @Nullable TreePath reduce(@Nullable TreePath a, @Nullable TreePath b) {
            return a == null ? b : a;
        }
    }
}
