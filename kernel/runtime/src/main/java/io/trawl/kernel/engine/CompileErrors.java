package io.trawl.kernel.engine;

import io.trawl.kernel.engine.Places.CodeLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.Snippet;

/** Reports of cell code that does not compile: every diagnostic, its line in the cell, carets under its span. */
final class CompileErrors {

    private static final String MISSING_SEMICOLON =
            "a ';' is missing at the end of this line:" + " two statements on two lines need one between them";

    /** What javac says of a method with other parameters, in five lines. */
    private static final Pattern CALL =
            Pattern.compile("(?:method|constructor) (\\S+) in \\S+ (?:\\S+ )?cannot be applied to given"
                    + " types; required: (.+?) found: (.+?) reason: actual and formal argument lists differ in length");

    private static final String PACKAGE = "\\b(?:[a-z]\\w*\\.)+(?=[A-Z])";

    private final Source source;
    private final List<Told> told = new ArrayList<>();

    /** @param marked the line of the cell, and the carets below it */
    private record Told(int line, String words, List<String> marked) {}

    private CompileErrors(Source source) {
        this.source = source;
    }

    /** A statement that JShell refused; its source begins at {@code offset} of the cell. */
    static ErrorReport rejected(Source source, int offset, Snippet snippet, Session session) {
        var report = new CompileErrors(source);
        session.look((shell, analysis) -> shell.diagnostics(snippet).toList()).stream()
                .filter(Diag::isError)
                .forEach(d -> report.add(d, offset, session));
        if (report.told.isEmpty()) {
            report.add(offset, offset + snippet.source().length(), "this does not compile");
        }
        return report.build();
    }

    /** A declaration that cannot exist yet because of what it mentions. */
    static ErrorReport unresolved(Source source, int offset, DeclarationSnippet snippet, Session session) {
        var report = new CompileErrors(source);
        String names = session.look((shell, analysis) ->
                String.join(", ", shell.unresolvedDependencies(snippet).toList()));
        int start = offset + leading(snippet.source());
        report.add(start, offset + snippet.source().length(), "cannot find " + names);
        return report.build();
    }

    static ErrorReport missingSemicolon(Source source, int lineEnd) {
        var report = new CompileErrors(source);
        report.add(lineEnd, lineEnd, MISSING_SEMICOLON);
        return report.build();
    }

    /** Code that ends in the middle of something; says what was opened last and not closed. */
    static ErrorReport incomplete(Source source, int offset) {
        var report = new CompileErrors(source);
        int open = Brackets.unclosed(source.code(), offset);
        if (open < 0) {
            int end = source.code().stripTrailing().length();
            report.add(Math.max(offset, end - 1), end, "the cell ends in the middle of a statement");
        } else {
            report.add(open, open + 1, "'" + source.code().charAt(open) + "' is never closed");
        }
        return report.build();
    }

    private void add(Diag diagnostic, int offset, Session session) {
        String words = words(diagnostic, offset);
        Word name = unknown(diagnostic, offset);
        if (name.start() == name.end()) {
            add(offset + (int) diagnostic.getStartPosition(), offset + (int) diagnostic.getEndPosition(), words);
            return;
        }
        String instead = DidYouMean.instead(source.code(), name, session)
                .map(known -> "; did you mean " + known + "?")
                .or(() -> DidYouMean.inside(words, source.code().substring(name.start(), name.end()), session)
                        .map(holder -> "; " + holder))
                .orElse("");
        add(name.start(), name.end(), words + instead);
    }

    /** The name that cannot be found; javac's position is its own, or that of the dot before it. */
    private Word unknown(Diag diagnostic, int offset) {
        String code = source.code();
        int at = Math.min(offset + (int) diagnostic.getPosition(), code.length());
        if (!diagnostic.getCode().startsWith("compiler.err.cant.resolve")) {
            return new Word(at, at);
        }
        while (at < code.length() && (code.charAt(at) == '.' || Character.isWhitespace(code.charAt(at)))) {
            at++;
        }
        return Word.at(code, at);
    }

    private String words(Diag diagnostic, int offset) {
        String[] parts = diagnostic.getMessage(Locale.ENGLISH).split("\\R");
        if (parts[0].equals("';' expected") && endsLine(offset + (int) diagnostic.getPosition())) {
            return MISSING_SEMICOLON;
        }
        Matcher call = CALL.matcher(diagnostic.getMessage(Locale.ENGLISH).replaceAll("\\s+", " "));
        if (call.find()) {
            return call.group(1) + arguments(call.group(2)) + " cannot be called with " + arguments(call.group(3));
        }
        var words = new StringBuilder(parts[0].replaceFirst(";$", ""));
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip().replaceAll("\\s+", " ");
            if (part.startsWith("symbol: ")) {
                words.append(": ").append(part.substring("symbol: ".length()));
            } else if (!part.startsWith("location: class") && !part.isEmpty()) {
                words.append("; ").append(part);
            }
        }
        return words.toString();
    }

    private static String arguments(String types) {
        return "("
                + (types.equals("no arguments") ? "" : types.replace(",", ", ").replaceAll(PACKAGE, "")) + ")";
    }

    private boolean endsLine(int position) {
        String rest = source.code().substring(Math.min(position, source.code().length()));
        String line = rest.lines().findFirst().orElse("").replaceFirst("//.*", "");
        return line.isBlank() && rest.length() > line.length() && !rest.isBlank();
    }

    private void add(int start, int end, String words) {
        CodeLine line = Places.at(source, start);
        int lineStart = start - column(start);
        told.add(new Told(line.line(), words, Ansi.marked(line, start - lineStart, end - lineStart)));
    }

    private int column(int position) {
        int within = Math.min(position, source.code().length());
        return position - (within == 0 ? 0 : source.code().lastIndexOf('\n', within - 1) + 1);
    }

    private ErrorReport build() {
        Told first = told.get(0);
        var lines = new ArrayList<String>();
        // One error is said at the top, as of an exception; of several each stands below its line.
        boolean one = told.size() == 1;
        lines.add(Ansi.error("Does not compile") + (one ? ": " + first.words : ""));
        for (Told each : told) {
            lines.addAll(each.marked);
            if (!one) {
                lines.add("      " + each.words);
            }
        }
        return new ErrorReport(ErrorReport.COMPILATION, "line " + first.line + ": " + first.words, lines);
    }

    private static int leading(String source) {
        return source.length() - source.stripLeading().length();
    }

    /** Finds the bracket that is never closed, skipping strings, characters, text blocks and comments. */
    private static final class Brackets {
        private Brackets() {}

        static int unclosed(String code, int from) {
            Deque<Integer> open = new ArrayDeque<>();
            for (int i = from; i < code.length(); i++) {
                char c = code.charAt(i);
                if (code.startsWith("//", i)) {
                    i = end(code, "\n", i, i);
                } else if (code.startsWith("/*", i)) {
                    i = end(code, "*/", i + 2, i);
                } else if (code.startsWith("\"\"\"", i)) {
                    i = end(code, "\"\"\"", i + 3, i) + 2;
                } else if (c == '"' || c == '\'') {
                    i = quoted(code, i);
                } else if ("([{".indexOf(c) >= 0) {
                    open.push(i);
                } else if (")]}".indexOf(c) >= 0 && !open.isEmpty()) {
                    open.pop();
                }
            }
            return open.isEmpty() ? -1 : open.peek();
        }

        private static int end(String code, String mark, int from, int start) {
            int end = code.indexOf(mark, from);
            return end < 0 ? code.length() : Math.max(end, start);
        }

        private static int quoted(String code, int start) {
            int i = start + 1;
            while (i < code.length() && code.charAt(i) != code.charAt(start) && code.charAt(i) != '\n') {
                i += code.charAt(i) == '\\' ? 2 : 1;
            }
            return i;
        }
    }
}
