package io.trawl.kernel.engine;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import io.trawl.kernel.engine.Probe.Parsed;
import io.trawl.kernel.engine.Symbols.SourceRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds a declaration in a source file, with what its author wrote above it. */
final class Declarations {

    private static final int LONGEST_SOURCE = 20_000;

    private Declarations() {}

    /**
     * A declaration.
     *
     * @param doc its documentation, if it has any
     * @param source its text
     * @param parameters the names of a method's parameters
     */
    record Declaration(Optional<DocText> doc, String source, List<String> parameters) {}

    static Optional<Declaration> find(Parsed parsed, String text, SourceRef ref) {
        Deque<String> path = new ArrayDeque<>(ref.nested());
        path.addFirst(ref.type().substring(ref.type().lastIndexOf('.') + 1));
        TreePath at = new TreePath(parsed.unit());
        List<? extends Tree> level = parsed.unit().getTypeDecls();
        ClassTree type = null;
        while (!path.isEmpty()) {
            String name = path.removeFirst();
            type = level.stream()
                    .filter(t -> t instanceof ClassTree c && c.getSimpleName().contentEquals(name))
                    .map(t -> (ClassTree) t)
                    .findFirst()
                    .orElse(null);
            if (type == null) {
                return Optional.empty();
            }
            at = new TreePath(at, type);
            level = type.getMembers();
        }
        Tree member = ref.member().isEmpty() ? type : member(level, ref);
        if (member == null) {
            return Optional.empty();
        }
        return Optional.of(declaration(parsed, text, member == type ? at : new TreePath(at, member)));
    }

    private static @Nullable Tree member(List<? extends Tree> members, SourceRef ref) {
        Tree sameName = null;
        for (Tree tree : members) {
            if (tree instanceof VariableTree field && field.getName().contentEquals(ref.member())) {
                return tree;
            }
            if (tree instanceof MethodTree method && method.getName().contentEquals(ref.member())) {
                List<String> types = method.getParameters().stream()
                        .map(p -> Symbols.bare(String.valueOf(p.getType())))
                        .toList();
                if (types.equals(ref.parameters())) {
                    return tree;
                }
                boolean onlyGuess =
                        method.getParameters().size() == ref.parameters().size();
                sameName = sameName == null && onlyGuess ? tree : sameName;
            }
        }
        return sameName;
    }

    private static Declaration declaration(Parsed parsed, String text, TreePath path) {
        SourcePositions positions = parsed.trees().getSourcePositions();
        int start = (int) positions.getStartPosition(parsed.unit(), path.getLeaf());
        int end = (int) positions.getEndPosition(parsed.unit(), path.getLeaf());
        boolean known = start >= 0 && end >= start && end <= text.length();
        String source = known ? text.substring(start, end) : "";
        DocCommentTree doc = ((DocTrees) parsed.trees()).getDocCommentTree(path);
        return new Declaration(
                Optional.ofNullable(doc).map(DocText::of),
                source.length() > LONGEST_SOURCE ? source.substring(0, LONGEST_SOURCE) + "\n…" : source,
                path.getLeaf() instanceof MethodTree method
                        ? method.getParameters().stream()
                                .map(p -> p.getName().toString())
                                .toList()
                        : List.of());
    }
}
