package io.trawl.kernel.engine;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What was probably meant by a name that nobody knows: of all that completion offers in its place, the nearest. */
final class DidYouMean {

    /** The end of an error's words, such as {@code location: variable books of type java.util.List<Book>}. */
    private static final Pattern HOLDER = Pattern.compile("(?:of type|class|interface) ([\\w.]+)<([\\w., ?]+)>$");

    private DidYouMean() {}

    /** Empty where nothing is near: at most a third of the letters added, left out, changed or swapped. */
    static Optional<String> instead(String code, Word unknown, Session session) {
        String typed = code.substring(unknown.start(), unknown.end());
        boolean member = code.substring(0, unknown.start()).stripTrailing().endsWith(".");
        // All members are few; of all names only those with the same first letter are asked for.
        int cursor = CodePoints.fromIndex(code, unknown.start()) + (member ? 0 : 1);
        int most = Math.max(1, typed.length() / 3);
        return names(code, cursor, session)
                .filter(name -> !name.equals(typed) && edits(typed, name, most) <= most)
                .min(Comparator.comparingInt(name -> edits(typed, name, most)));
    }

    private static Stream<String> names(String code, int cursor, Session session) {
        return new Completer(session)
                .complete(code, cursor).items().stream()
                        .filter(item -> !item.kind().equals("keyword"))
                        .map(item -> item.text().replaceFirst("\\(\\)?$", ""));
    }

    /**
     * Where what is inside the value has that member: as the {@code price} of a {@code List<Book>}.
     *
     * @param words of the error, which name the type of the value
     */
    static Optional<String> inside(String words, String name, Session session) {
        Matcher type = HOLDER.matcher(words);
        if (!type.find()) {
            return Optional.empty();
        }
        String holder = type.group(1).substring(type.group(1).lastIndexOf('.') + 1);
        return Stream.of(type.group(2).split(", *"))
                .map(inner -> inner.replaceFirst("^\\? (extends|super) ", ""))
                .filter(inner -> has(inner, name, session))
                .findFirst()
                .map(inner -> name + " is of the " + inner.substring(inner.lastIndexOf('.') + 1) + " that the " + holder
                        + " holds");
    }

    private static boolean has(String type, String name, Session session) {
        String code = "((" + type + ") null).";
        return names(code, CodePoints.fromIndex(code, code.length()), session).anyMatch(name::equals);
    }

    /** The edits that make one of the other, letters' case apart (optimal string alignment); {@code most} + 1 if more. */
    private static int edits(String typed, String name, int most) {
        String a = typed.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        if (Math.abs(a.length() - b.length()) > most) {
            return most + 1;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + changed, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
