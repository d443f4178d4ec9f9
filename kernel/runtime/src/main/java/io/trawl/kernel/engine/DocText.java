package io.trawl.kernel.engine;

import com.sun.source.doctree.AttributeTree;
import com.sun.source.doctree.BlockTagTree;
import com.sun.source.doctree.DeprecatedTree;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.ErroneousTree;
import com.sun.source.doctree.InheritDocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.SeeTree;
import com.sun.source.doctree.SinceTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.doctree.UnknownBlockTagTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.util.SimpleDocTreeVisitor;
import io.trawl.kernel.api.Escape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A documentation comment (JDK "Documentation Comment Specification") as plain text, HTML and Markdown: tags resolved, of
 * HTML only structure kept, so that nothing in a library's comment acts in the notebook.
 *
 * @param inherits whether it says that its main text is that of what it overrides
 */
record DocText(String plain, String html, String markdown, boolean inherits) {

    private static final Set<String> STRUCTURE = Set.of(
            "p",
            "ul",
            "ol",
            "li",
            "pre",
            "code",
            "b",
            "strong",
            "i",
            "em",
            "blockquote",
            "dl",
            "dt",
            "dd",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "sub",
            "sup",
            "br",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6");
    private static final Map<String, String> ENTITIES = Map.of(
            "lt", "<", "gt", ">", "amp", "&", "quot", "\"", "nbsp", " ", "mdash", "—", "ndash", "–", "times", "×");

    static DocText of(DocCommentTree doc) {
        var writer = new Writer();
        writer.all(doc.getFullBody());
        writer.tags(doc.getBlockTags());
        return new DocText(tidy(writer.plain), writer.html.toString().strip(), tidy(writer.markdown), writer.inherits);
    }

    private static String tidy(CharSequence text) {
        return text.toString()
                .replaceAll("[ \\t]+\\n", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    /** Writes the three forms side by side. */
    private static final class Writer extends SimpleDocTreeVisitor<@Nullable Void, @Nullable Void> {
        private final StringBuilder plain = new StringBuilder();
        private final StringBuilder html = new StringBuilder();
        private final StringBuilder markdown = new StringBuilder();
        private boolean inherits;
        private int preformatted;
        private String section = "";

        void all(List<? extends DocTree> trees) {
            trees.forEach(t -> t.accept(this, null));
        }

        private void text(String text) {
            String said = preformatted > 0 ? text : text.replaceAll("\\s+", " ");
            plain.append(said);
            html.append(Escape.html(said));
            markdown.append(preformatted > 0 ? said : said.replaceAll("[\\\\`*_\\[\\]<>]", "\\\\$0"));
        }

        private void code(String text) {
            plain.append(text);
            html.append("<code>").append(Escape.html(text)).append("</code>");
            markdown.append(preformatted > 0 ? text : "`" + text.replace("`", "'") + "`");
        }

        private void block(String inMarkdown) {
            plain.append('\n');
            markdown.append(inMarkdown);
        }

        /** What comes after the main text, under headings, each said once. */
        void tags(List<? extends DocTree> tags) {
            tags.forEach(t -> t.accept(this, null));
            endSection();
        }

        private void entry(String title, String name, List<? extends DocTree> description) {
            if (!section.equals(title)) {
                endSection();
                section = title;
                plain.append("\n\n").append(title).append(':');
                html.append("<p><strong>").append(title).append("</strong></p><ul>");
                markdown.append("\n\n**").append(title).append("**\n");
            }
            plain.append("\n  ");
            html.append("<li>");
            markdown.append("\n- ");
            if (!name.isEmpty()) {
                code(name);
                text(description.isEmpty() ? "" : " – ");
            }
            all(description);
            html.append("</li>");
        }

        private void endSection() {
            if (!section.isEmpty()) {
                html.append("</ul>");
                section = "";
            }
        }

        @Override
        public @Nullable Void visitText(TextTree tree, @Nullable Void p) {
            text(tree.getBody());
            return null;
        }

        @Override
        public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void p) {
            if (tree.getKind() == DocTree.Kind.CODE) {
                code(tree.getBody().getBody());
            } else {
                text(tree.getBody().getBody());
            }
            return null;
        }

        @Override
        public @Nullable Void visitLink(LinkTree tree, @Nullable Void p) {
            if (tree.getLabel().isEmpty()) {
                code(tree.getReference().getSignature().replaceFirst("^#", "").replace('#', '.'));
            } else {
                all(tree.getLabel());
            }
            return null;
        }

        @Override
        public @Nullable Void visitValue(ValueTree tree, @Nullable Void p) {
            code(tree.getReference() == null ? "value" : tree.getReference().getSignature());
            return null;
        }

        @Override
        public @Nullable Void visitEntity(EntityTree tree, @Nullable Void p) {
            String name = tree.getName().toString();
            if (name.matches("#\\d{1,6}")) {
                text(Character.toString(Integer.parseInt(name.substring(1))));
            } else {
                text(ENTITIES.getOrDefault(name, "&" + name + ";"));
            }
            return null;
        }

        @Override
        public @Nullable Void visitErroneous(ErroneousTree tree, @Nullable Void p) {
            text(tree.getBody());
            return null;
        }

        @Override
        public @Nullable Void visitInheritDoc(InheritDocTree tree, @Nullable Void p) {
            inherits = true;
            return null;
        }

        @Override
        public @Nullable Void visitStartElement(StartElementTree tree, @Nullable Void p) {
            String name = tree.getName().toString().toLowerCase(java.util.Locale.ROOT);
            if (STRUCTURE.contains(name)) {
                html.append('<').append(name).append('>');
            }
            switch (name) {
                case "p", "blockquote", "dl", "ul", "ol", "table", "h2", "h3", "h4", "h5", "h6" -> block("\n\n");
                case "tr", "dt", "dd", "br" -> block("\n");
                case "li" -> {
                    plain.append("\n  • ");
                    markdown.append("\n- ");
                }
                case "pre" -> {
                    preformatted++;
                    block("\n\n```java\n");
                }
                default -> mark(name);
            }
            return null;
        }

        @Override
        public @Nullable Void visitEndElement(EndElementTree tree, @Nullable Void p) {
            String name = tree.getName().toString().toLowerCase(java.util.Locale.ROOT);
            if (STRUCTURE.contains(name)) {
                html.append("</").append(name).append('>');
            }
            switch (name) {
                case "pre" -> {
                    preformatted = Math.max(0, preformatted - 1);
                    block("\n```\n");
                }
                case "ul", "ol", "table", "dl" -> block("\n\n");
                default -> mark(name);
            }
            return null;
        }

        /** Markdown's sign for an inline element, the same where it begins and where it ends. */
        private void mark(String element) {
            switch (element) {
                case "code" -> markdown.append(preformatted > 0 ? "" : "`");
                case "b", "strong" -> markdown.append("**");
                case "i", "em" -> markdown.append('*');
                default -> {}
            }
        }

        @Override
        public @Nullable Void visitAttribute(AttributeTree tree, @Nullable Void p) {
            return null;
        }

        @Override
        public @Nullable Void visitParam(ParamTree tree, @Nullable Void p) {
            String name = tree.getName().toString();
            entry("Parameters", tree.isTypeParameter() ? "<" + name + ">" : name, tree.getDescription());
            return null;
        }

        @Override
        public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void p) {
            if (tree.toString().startsWith("{")) {
                text("Returns ");
                all(tree.getDescription());
            } else {
                entry("Returns", "", tree.getDescription());
            }
            return null;
        }

        @Override
        public @Nullable Void visitThrows(ThrowsTree tree, @Nullable Void p) {
            entry("Throws", tree.getExceptionName().getSignature(), tree.getDescription());
            return null;
        }

        @Override
        public @Nullable Void visitSince(SinceTree tree, @Nullable Void p) {
            entry("Since", "", tree.getBody());
            return null;
        }

        @Override
        public @Nullable Void visitDeprecated(DeprecatedTree tree, @Nullable Void p) {
            entry("Deprecated", "", tree.getBody());
            return null;
        }

        @Override
        public @Nullable Void visitSee(SeeTree tree, @Nullable Void p) {
            entry("See", "", tree.getReference());
            return null;
        }

        @Override
        public @Nullable Void visitReference(com.sun.source.doctree.ReferenceTree tree, @Nullable Void p) {
            code(tree.getSignature().replaceFirst("^#", "").replace('#', '.'));
            return null;
        }

        @Override
        public @Nullable Void visitUnknownBlockTag(UnknownBlockTagTree tree, @Nullable Void p) {
            String title = switch (tree.getTagName()) {
                case "apiNote" -> "Note";
                case "implSpec" -> "Specification";
                case "implNote" -> "Implementation";
                default -> "";
            };
            if (!title.isEmpty()) {
                entry(title, "", tree.getContent());
            }
            return null;
        }

        /** Tags of later JDKs and of doclets: as their author wrote them; block tags that say nothing to a reader: not. */
        @Override
        protected @Nullable Void defaultAction(DocTree tree, @Nullable Void p) {
            if (!(tree instanceof BlockTagTree)) {
                text(tree.toString().replaceFirst("^\\{@\\w+\\s*", "").replaceFirst("}$", ""));
            }
            return null;
        }
    }
}
