package io.trawl.kernel.engine;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import io.trawl.kernel.engine.CellCompiler.Compiled.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * One compile for consecutive expressions and statements of a cell, where JShell needs four or five for each: every one
 * becomes a method of one class, in the package and class loader of JShell's own classes, and sees what the cells before
 * defined by importing it from them. The methods are what JShell itself would write: an expression initialises a
 * {@code var}, so it is typed as standing alone; a statement is a {@code void} method's body.
 *
 * <p>What this cannot do exactly is not done here: whatever declares something that lasts, whatever does not compile.
 * The answer is then empty, nothing has run, and JShell takes the statement and words the error. Guarded by the compile
 * lock.
 */
final class CellCompiler {

    /** A statement as it stands in a cell. */
    record Piece(int offset, String source) {}

    /**
     * Classes ready to be defined.
     *
     * @param className the class that holds the methods, named {@code REPL.$JShell$F12}
     */
    record Compiled(String className, Map<String, byte[]> classes, List<Part> parts) {

        /**
         * @param method the static method that runs it
         * @param line the line of the class, from 1, on which the piece's text begins
         * @param shown whether its value is the cell's value; a plain assignment to a variable has none
         * @param type the static type of the value as Java writes it, for {@code $n}
         */
        record Part(
                Piece piece,
                String method,
                int line,
                boolean shown,
                @Nullable String type) {}
    }

    private enum Form {
        EXPRESSION,
        STATEMENT
    }

    private static final Pattern STATEMENT = Pattern.compile(
            "(?:\\s|//[^\\n]*\\n|/\\*(?s:.*?)\\*/)*(?:\\{|(?:if|for|while|do|switch|try|synchronized|throw)\\b).*",
            Pattern.DOTALL);
    private static final Pattern CALL = Pattern.compile("(?s)\\s*[\\w.\\s]*?(\\w+)\\s*\\(.*");
    private static final Pattern NAME = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");
    private static final String VALUE = "$trawl$";
    private static final String WITHOUT_VALUE = "compiler.err.cant.infer.local.var.type";

    private final PooledCompiler javac;
    private final CellFiles files;
    private final Defined defined;

    /** Methods last seen to answer nothing, by simple name: a guess at which form to try first, always verified. */
    private final Set<String> voids = new HashSet<>(Set.of("print", "println", "forEach"));

    private int classes;

    CellCompiler(PooledCompiler javac, CellFiles files, Defined defined) {
        this.javac = javac;
        this.files = files;
        this.defined = defined;
    }

    Optional<Compiled> compile(List<Piece> pieces) {
        var forms = new ArrayList<Form>();
        for (Piece piece : pieces) {
            forms.add(guess(piece.source()));
        }
        // Each further try corrects the form of at least one piece.
        for (int tries = 0; tries <= pieces.size(); tries++) {
            var attempt = new Attempt(pieces, forms);
            if (attempt.run()) {
                return Optional.of(attempt.compiled());
            }
            if (!attempt.corrected) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Form guess(String source) {
        if (STATEMENT.matcher(source).matches()) {
            return Form.STATEMENT;
        }
        Matcher call = CALL.matcher(source);
        return call.matches() && voids.contains(call.group(1)) ? Form.STATEMENT : Form.EXPRESSION;
    }

    private final class Attempt {
        private final List<Piece> pieces;
        private final List<Form> forms;
        private final String simpleName = "$JShell$F" + ++classes;
        private final List<Integer> lines = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();
        private final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        private final String source;
        private Map<String, byte[]> written = Map.of();
        private boolean corrected;

        Attempt(List<Piece> pieces, List<Form> forms) {
            this.pieces = pieces;
            this.forms = forms;
            this.source = wrap();
        }

        private String wrap() {
            Set<String> names = new LinkedHashSet<>();
            for (Piece piece : pieces) {
                NAME.matcher(piece.source()).results().forEach(r -> names.add(r.group()));
            }
            var text = new StringBuilder("package " + CellFiles.PACKAGE + ";\n");
            defined.imports(names).forEach(line -> text.append(line).append('\n'));
            text.append("public class ").append(simpleName).append(" {\n");
            int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
            for (int i = 0; i < pieces.size(); i++) {
                String body = pieces.get(i).source();
                boolean expression = forms.get(i) == Form.EXPRESSION;
                if (expression) {
                    body = withoutSemicolon(body);
                }
                // The text starts a line of its own and the rest begins a new one: cells end in comments.
                text.append("public static ").append(expression ? "Object" : "void");
                text.append(" do_it$").append(i).append("() throws java.lang.Throwable {");
                text.append(expression ? "var " + VALUE + " =\n" : "\n")
                        .append(body)
                        .append('\n');
                text.append(expression ? "; return " + VALUE + ";}\n" : "}\n");
                lines.add(line + 1);
                line += 3 + (int) body.chars().filter(c -> c == '\n').count();
            }
            return text.append("}\n").toString();
        }

        private static String withoutSemicolon(String text) {
            String stripped = text.stripTrailing();
            return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : text;
        }

        boolean run() {
            var forget = new ArrayList<>(files.names());
            forget.add(CellFiles.PACKAGE + "." + simpleName);
            return javac.run(CellFiles.source(simpleName, source), diagnostics, this::compile, forget);
        }

        private boolean compile(JavacTask task) {
            try {
                CompilationUnitTree unit = task.parse().iterator().next();
                if (failed() || !isWhatWasMeant(unit)) {
                    return false;
                }
                task.analyze();
                if (failed()) {
                    correct();
                    return false;
                }
                if (!types(task, unit)) {
                    return false;
                }
                task.generate();
                written = files.takeWritten();
                return !failed();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                files.takeWritten();
            }
        }

        private boolean failed() {
            return diagnostics.getDiagnostics().stream().anyMatch(d -> d.getKind() == Diagnostic.Kind.ERROR);
        }

        /** One class with a method for each piece, in it one statement that declares nothing: no text can say more. */
        private boolean isWhatWasMeant(CompilationUnitTree unit) {
            if (unit.getTypeDecls().size() != 1 || !(unit.getTypeDecls().get(0) instanceof ClassTree type)) {
                return false;
            }
            List<MethodTree> methods = methods(type);
            if (methods.size() != pieces.size() || type.getMembers().size() != pieces.size()) {
                return false;
            }
            for (int i = 0; i < pieces.size(); i++) {
                BlockTree body = methods.get(i).getBody();
                boolean fits = body != null
                        && (forms.get(i) == Form.EXPRESSION
                                ? body.getStatements().size() == 2
                                : body.getStatements().size() == 1
                                        && onlyRuns(body.getStatements().get(0)));
                if (!fits) {
                    return false;
                }
            }
            return true;
        }

        private static List<MethodTree> methods(ClassTree type) {
            return type.getMembers().stream()
                    .filter(m -> m instanceof MethodTree)
                    .map(m -> (MethodTree) m)
                    .toList();
        }

        private static boolean onlyRuns(StatementTree statement) {
            return switch (statement.getKind()) {
                case VARIABLE, CLASS, INTERFACE, ENUM, RECORD, ANNOTATION_TYPE -> false;
                // JShell words its own refusals of these.
                case BREAK, CONTINUE, YIELD, EMPTY_STATEMENT, LABELED_STATEMENT -> false;
                default -> !Boolean.TRUE.equals(new Returns().scan(statement, null));
            };
        }

        /** A call without a value was taken for an expression: next time it is a statement. */
        private void correct() {
            for (var diagnostic : diagnostics.getDiagnostics()) {
                int piece = WITHOUT_VALUE.equals(diagnostic.getCode()) ? pieceAt(diagnostic.getLineNumber()) : -1;
                if (piece >= 0 && forms.get(piece) == Form.EXPRESSION) {
                    forms.set(piece, Form.STATEMENT);
                    Matcher call = CALL.matcher(pieces.get(piece).source());
                    if (call.matches()) {
                        voids.add(call.group(1));
                    }
                    corrected = true;
                }
            }
        }

        private int pieceAt(long line) {
            int found = -1;
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i) - 1 <= line) {
                    found = i;
                }
            }
            return found;
        }

        /** Collects what each part answers; false if a statement has a value, which would be lost. */
        private boolean types(JavacTask task, CompilationUnitTree unit) {
            Trees trees = Trees.instance(task);
            // Its constructor is a method now, too: the default one.
            List<MethodTree> methods = methods((ClassTree) unit.getTypeDecls().get(0)).stream()
                    .filter(m -> m.getReturnType() != null)
                    .toList();
            for (int i = 0; i < pieces.size(); i++) {
                StatementTree first = methods.get(i).getBody().getStatements().get(0);
                if (forms.get(i) == Form.EXPRESSION) {
                    ExpressionTree value = ((VariableTree) first).getInitializer();
                    TypeMirror type = trees.getTypeMirror(TreePath.getPath(unit, value));
                    parts.add(part(i, !isPlainAssignment(value), type));
                } else if (first instanceof ExpressionStatementTree statement) {
                    TypeMirror type = trees.getTypeMirror(TreePath.getPath(unit, statement.getExpression()));
                    if (!(statement.getExpression() instanceof MethodInvocationTree)
                            || type == null
                            || type.getKind() != TypeKind.VOID) {
                        forms.set(i, Form.EXPRESSION);
                        corrected = true;
                        return false;
                    }
                    parts.add(part(i, false, null));
                } else {
                    parts.add(part(i, false, null));
                }
            }
            return true;
        }

        private static boolean isPlainAssignment(Tree value) {
            return value instanceof AssignmentTree assignment && assignment.getVariable() instanceof IdentifierTree;
        }

        private Part part(int i, boolean shown, @Nullable TypeMirror type) {
            return new Part(pieces.get(i), "do_it$" + i, lines.get(i), shown, type == null ? null : type.toString());
        }

        Compiled compiled() {
            return new Compiled(CellFiles.PACKAGE + "." + simpleName, written, List.copyOf(parts));
        }
    }

    /** Finds a return of the cell itself, which JShell refuses. */
    private static final class Returns extends TreeScanner<Boolean, Void> {
        @Override
        public Boolean visitReturn(ReturnTree tree, Void none) {
            return true;
        }

        @Override
        public Boolean visitLambdaExpression(LambdaExpressionTree tree, Void none) {
            return false;
        }

        @Override
        public Boolean visitClass(ClassTree tree, Void none) {
            return false;
        }

        @Override
        public Boolean reduce(Boolean one, Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
        }
    }
}
