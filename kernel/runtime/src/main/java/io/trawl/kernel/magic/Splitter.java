package io.trawl.kernel.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the magics in a cell. A line is one where it begins with {@code %} and no string, comment, bracket or statement is
 * open before it: there Java has no {@code %}. After a statement whose {@code ;} is missing {@code %} is Java's operator,
 * unless the word after it, without a blank, is a magic and nothing of that name is defined: as Java that could not be.
 * {@code !} is a shell command only where the line cannot be Java's negation.
 */
final class Splitter {

    private static final Pattern CELL =
            Pattern.compile("((?:[ \\t]*(?://[^\\n]*)?\\R)*)[ \\t]*%%([^\\s%]*)([^\\n]*)\\n?");
    private static final Pattern LINE = Pattern.compile("[ \\t]*%(%?)([A-Za-z]\\w*)(?=\\s|\\?|$)[^\\n]*");
    private static final Pattern QUESTION =
            Pattern.compile("\\s*(?:\\?{1,2}\\s*([%\\w.$]+)|([%\\w.$]+)\\?{1,2})\\s*;?\\s*");
    private static final Pattern NEGATION = Pattern.compile(
            "[(!\"'=].*|(?:true|false|new|this|super)\\b.*|[\\w$]+(?:\\.[\\w$]+)*[(\\[].*|[\\w$]+(?:\\.[\\w$]+)*;|");

    private final String code;
    private final Predicate<String> isMagic;
    private final Predicate<String> isDefined;
    private final List<Part> parts = new ArrayList<>();

    // What is open at the position of the scan, and the last character of Java before it.
    private int depth;
    private char last = ';';

    private Splitter(String code, Predicate<String> isMagic, Predicate<String> isDefined) {
        this.code = code;
        this.isMagic = isMagic;
        this.isDefined = isDefined;
    }

    static List<Part> split(String code, Predicate<String> isMagic, Predicate<String> isDefined) {
        if (code.indexOf('%') < 0 && code.indexOf('!') < 0 && code.indexOf('?') < 0) {
            return List.of(new Part.Java(new Span(0, code)));
        }
        var splitter = new Splitter(code, isMagic, isDefined);
        splitter.run();
        return splitter.parts;
    }

    private void run() {
        Matcher cell = CELL.matcher(code);
        if (cell.lookingAt()) {
            int end = cell.end(3);
            int start = cell.start(2) - 2;
            parts.add(new Part.Command(
                    cell.group(2),
                    new Span(start, code.substring(start, end)),
                    new Span(cell.start(3), cell.group(3)).strip(),
                    Optional.of(new Span(cell.end(), code.substring(cell.end())))));
            return;
        }
        Matcher question = QUESTION.matcher(code);
        if (question.matches()) {
            int group = question.group(1) != null ? 1 : 2;
            var name = new Span(question.start(group), question.group(group));
            parts.add(new Part.Command("?", new Span(0, code), name, Optional.empty()));
            return;
        }
        int java = 0;
        int at = 0;
        while (at < code.length()) {
            int end = code.indexOf('\n', at);
            end = end < 0 ? code.length() : end;
            Optional<Part.Command> command = depth == 0 ? command(at, code.substring(at, end)) : Optional.empty();
            if (command.isPresent()) {
                java(java, at);
                parts.add(command.get());
                java = end;
                last = ';';
                at = end + 1;
            } else {
                at = scanLine(at);
            }
        }
        java(java, code.length());
    }

    private void java(int start, int end) {
        if (start < end && !code.substring(start, end).isBlank()) {
            parts.add(new Part.Java(new Span(start, code.substring(start, end))));
        }
    }

    private Optional<Part.Command> command(int at, String line) {
        boolean finished = last == ';' || last == '}';
        Matcher magic = LINE.matcher(line);
        if (magic.matches()) {
            String name = magic.group(2);
            boolean java = isNamed(name, at) && !(finished && isMagic.test(name));
            if (finished && !java || isMagic.test(name) && !isNamed(name, at)) {
                int start = magic.start(1) - 1;
                Span arguments = new Span(at + magic.end(2), line.substring(magic.end(2))).strip();
                return Optional.of(new Part.Command(
                        magic.group(1) + name,
                        new Span(at + start, line.substring(start)),
                        arguments,
                        Optional.empty()));
            }
            return Optional.empty();
        }
        String stripped = line.strip();
        int start = at + line.indexOf(stripped);
        if (finished && last != '}' && stripped.startsWith("%")) {
            return Optional.of(new Part.Command(
                    "", new Span(start, stripped), new Span(start + 1, stripped.substring(1)), Optional.empty()));
        }
        if (finished
                && stripped.startsWith("!")
                && !isNegation(stripped.substring(1).strip(), at)) {
            Span command = new Span(start + 1, stripped.substring(1)).strip();
            return Optional.of(new Part.Command("!", new Span(start, stripped), command, Optional.empty()));
        }
        return Optional.empty();
    }

    /** Whether Java may mean something by the name: defined before, or mentioned earlier in this cell. */
    private boolean isNamed(String name, int before) {
        return isDefined.test(name)
                || Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                        .matcher(code.substring(0, before).replaceAll("(?m)^[ \\t]*%.*", ""))
                        .find();
    }

    private boolean isNegation(String text, int at) {
        if (NEGATION.matcher(text).matches()) {
            return true;
        }
        Matcher word = Pattern.compile("[A-Za-z_$][\\w$]*").matcher(text);
        return word.lookingAt() && isNamed(word.group(), at);
    }

    /** Reads Java to the end of the line, or of the comment or text block that goes beyond it; answers where it stands. */
    private int scanLine(int from) {
        int i = from;
        while (i < code.length()) {
            char c = code.charAt(i);
            if (c == '\n') {
                return i + 1;
            }
            if (code.startsWith("//", i)) {
                int end = code.indexOf('\n', i);
                return end < 0 ? code.length() : end + 1;
            }
            if (code.startsWith("/*", i)) {
                i = after("*/", i + 2);
                continue;
            }
            if (code.startsWith("\"\"\"", i)) {
                i = afterTextBlock(i + 3);
                last = '"';
                continue;
            }
            if (c == '"' || c == '\'') {
                i = afterQuoted(i);
                last = c;
                continue;
            }
            if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                depth = Math.max(0, depth - 1);
            }
            if (!Character.isWhitespace(c)) {
                last = c;
            }
            i++;
        }
        return i;
    }

    private int after(String mark, int from) {
        int end = code.indexOf(mark, from);
        return end < 0 ? code.length() : end + mark.length();
    }

    private int afterTextBlock(int from) {
        int i = from;
        while (i < code.length() && !code.startsWith("\"\"\"", i)) {
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(code.length(), i + 3);
    }

    private int afterQuoted(int start) {
        int i = start + 1;
        while (i < code.length() && code.charAt(i) != code.charAt(start) && code.charAt(i) != '\n') {
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        return i < code.length() && code.charAt(i) == '\n' ? i : Math.min(code.length(), i + 1);
    }
}
