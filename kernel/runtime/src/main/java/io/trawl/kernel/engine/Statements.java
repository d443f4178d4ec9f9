package io.trawl.kernel.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.jspecify.annotations.Nullable;

/**
 * The code before a cursor as JShell's analysis can take it: it reads one snippet, a cell has many. What the statements
 * before declare is not defined yet, so they are offered again in front, as the body of a method would hold them.
 */
final class Statements {

    private static final Pattern TYPE = Pattern.compile("(?s)\\s*(@?\\w+\\s+)*(class|record|interface|enum)\\s.*");

    /** Cannot stand in a method's body: imports, commands, methods. */
    private static final Pattern NOT_LOCAL =
            Pattern.compile("(?s)\\s*(import\\b|%|[^=(]*\\([^=]*\\)\\s*(throws [\\w., ]+)?\\{).*");

    private static final String BODY = "int trawl$;";

    /** JShell's analysis calls a switch rule that throws UNKNOWN before Java 21, and all that follows with it. */
    private static final Pattern RULE_THROWS = Pattern.compile("->(\\s*+)throw\\b");

    private record First(
            Completeness completeness, @Nullable String source, String remaining) implements CompletionInfo {}

    private Statements() {}

    /** Where the first statement ends, by its syntax alone. */
    static CompletionInfo first(String code, SourceCodeAnalysis analysis) {
        CompletionInfo info = analysis.analyzeCompletion(code);
        if (info.completeness() != Completeness.UNKNOWN) {
            return info;
        }
        // Of the same length, and without the word an expression.
        String plain = RULE_THROWS.matcher(code).replaceAll("->$1     ");
        CompletionInfo known = analysis.analyzeCompletion(plain);
        if (plain.equals(code) || known.completeness() == Completeness.UNKNOWN) {
            return info;
        }
        int end = code.length() - known.remaining().length();
        boolean semicolon = known.completeness() == Completeness.COMPLETE_WITH_SEMI;
        String source = known.source() == null ? null : code.substring(0, end) + (semicolon ? ";" : "");
        return new First(known.completeness(), source, code.substring(end));
    }

    /** @param shift add it to a position in {@code code} to get the position in the cell */
    record View(String code, int shift) {}

    /**
     * The code before a place.
     *
     * @param before the finished statements
     * @param rest what comes after them
     */
    record Split(List<String> before, String rest) {

        boolean isLocal(String statement) {
            return TYPE.matcher(statement).matches()
                    || !NOT_LOCAL.matcher(statement).matches();
        }
    }

    static Split split(String code, SourceCodeAnalysis analysis) {
        var before = new ArrayList<String>();
        String rest = code;
        while (true) {
            CompletionInfo info = first(rest, analysis);
            boolean more = info.completeness() == Completeness.COMPLETE
                    && !info.remaining().isEmpty();
            if (!more) {
                return new Split(before, rest);
            }
            before.add(rest.substring(0, rest.length() - info.remaining().length()));
            rest = info.remaining();
        }
    }

    /** Ways to look at the code before the cursor, the most telling first. */
    static List<View> before(String code, SourceCodeAnalysis analysis) {
        Split split = split(code, analysis);
        var locals = new StringBuilder();
        split.before().forEach(s -> locals.append(split.isLocal(s) ? s : s.replaceAll("[^\n]", " ")));
        var views = new ArrayList<View>();
        if (!locals.toString().isBlank()) {
            views.add(new View(BODY + locals + split.rest(), -BODY.length()));
        }
        views.add(new View(split.rest(), code.length() - split.rest().length()));
        return views;
    }
}
