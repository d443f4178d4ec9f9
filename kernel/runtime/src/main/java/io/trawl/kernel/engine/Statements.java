package io.trawl.kernel.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

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

    private Statements() {}

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
            CompletionInfo info = analysis.analyzeCompletion(rest);
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
