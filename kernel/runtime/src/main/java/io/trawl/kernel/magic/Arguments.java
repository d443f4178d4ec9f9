package io.trawl.kernel.magic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words after a magic's name: separated by blanks, {@code "…"} or {@code '…'} hold blanks, {@code //} and {@code #}
 * begin a comment. A word that begins with {@code -} is an option.
 */
final class Arguments {

    private final List<Span> words = new ArrayList<>();
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private int rest;

    private Arguments() {}

    /**
     * @param flags options that stand alone
     * @param valued options that take the next word
     * @throws MagicException for another option, or one without its value
     */
    static Arguments of(Span text, Set<String> flags, Set<String> valued) throws MagicException {
        return read(text, flags, valued, false);
    }

    static Arguments of(Span text) throws MagicException {
        return of(text, Set.of(), Set.of());
    }

    /** Options only as long as they come first; {@link #rest} is what follows them, untouched. */
    static Arguments leading(Span text, Set<String> flags, Set<String> valued) throws MagicException {
        return read(text, flags, valued, true);
    }

    private static Arguments read(Span text, Set<String> flags, Set<String> valued, boolean leading)
            throws MagicException {
        var arguments = new Arguments();
        List<Span> all = words(text.text());
        for (int i = 0; i < all.size(); i++) {
            Span word = all.get(i);
            boolean option = word.text().matches("--?[A-Za-z].*");
            Span where = new Span(text.offset() + word.offset(), word.text());
            if (leading && !(option && (flags.contains(word.text()) || valued.contains(word.text())))) {
                arguments.rest = word.offset();
                return arguments;
            }
            if (!option) {
                arguments.words.add(where);
                continue;
            }
            int equals = word.text().indexOf('=');
            String name = equals < 0 ? word.text() : word.text().substring(0, equals);
            if (valued.contains(name)) {
                if (equals < 0 && i + 1 == all.size()) {
                    throw new MagicException(MagicException.Kind.USAGE, name + " needs a value after it", where);
                }
                String value = equals < 0 ? all.get(++i).text() : word.text().substring(equals + 1);
                arguments.options.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            } else if (flags.contains(name)) {
                arguments.options.computeIfAbsent(name, n -> new ArrayList<>());
            } else {
                var known = new ArrayList<>(flags);
                known.addAll(valued);
                throw new MagicException(
                        MagicException.Kind.USAGE,
                        "no option " + name
                                + (known.isEmpty()
                                        ? " here"
                                        : "; there is "
                                                + String.join(
                                                        ", ",
                                                        known.stream().sorted().toList())),
                        where);
            }
            arguments.rest = word.offset() + word.text().length();
        }
        arguments.rest = text.text().length();
        return arguments;
    }

    /** Positions count from the start of {@code text}; a quoted word begins behind its quote. */
    private static List<Span> words(String text) {
        var words = new ArrayList<Span>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '#' || text.startsWith("//", i)) {
                break;
            } else if ((c == '"' || c == '\'') && text.indexOf(c, i + 1) > 0) {
                int end = text.indexOf(c, i + 1);
                words.add(new Span(i + 1, text.substring(i + 1, end)));
                i = end + 1;
            } else {
                int end = i;
                while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                    end++;
                }
                words.add(new Span(i, text.substring(i, end)));
                i = end;
            }
        }
        return words;
    }

    List<Span> words() {
        return words;
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    List<String> all(String option) {
        return options.getOrDefault(option, List.of());
    }

    Optional<String> last(String option) {
        List<String> values = all(option);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    /** A whole number of at least 1. */
    Optional<Integer> count(String option) throws MagicException {
        Optional<String> value = last(option);
        if (value.isPresent() && !value.get().matches("[1-9][0-9]{0,8}")) {
            throw MagicException.usage(option + " wants a whole number of at least 1, not '" + value.get() + "'");
        }
        return value.map(Integer::valueOf);
    }

    /** The only word. */
    Span one(String what) throws MagicException {
        if (words.size() != 1) {
            throw MagicException.usage("one " + what + " is wanted here, not " + words.size());
        }
        return words.get(0);
    }

    /** Where the text behind leading options begins. */
    int rest() {
        return rest;
    }
}
