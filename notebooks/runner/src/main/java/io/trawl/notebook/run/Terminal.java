package io.trawl.notebook.run;

import io.trawl.kernel.api.Escape;
import io.trawl.kernel.engine.ErrorReport;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run shows while it runs. On a terminal a display that goes on changing is one line that is rewritten in place;
 * in a log it is a line per quarter of its count. When the cell is done its displays are printed as they then are. What
 * was scraped may stand in all of it, so control characters are replaced; colours pass on a terminal. Thread-safe.
 */
final class Terminal {

    private static final int MOST_LINES = 40;

    /** Lines beyond the window's top could not be rewritten. */
    private static final int MOST_LIVE = 10;

    private static final String INDENT = "    ";
    private static final Pattern COUNT = Pattern.compile("(\\d+) / (\\d+)");
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\t\u200D]]");
    private static final Pattern CONTROL_BUT_COLOUR =
            Pattern.compile("\u001B(?!\\[[0-9;]*m)|[\\p{Cc}\\p{Cf}&&[^\\n\\t\u001B\u200D]]");

    private final PrintStream out;
    private final int columns;
    private final Map<String, Shown> shown = new LinkedHashMap<>();
    private final StringBuilder halfLine = new StringBuilder();
    private int drawn;

    /** @param columns the width of the terminal; 0 where the output is not one but a file or a pipe */
    Terminal(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    private static final class Shown {
        String text;
        boolean live;
        int quarter;

        Shown(String text) {
            this.text = text;
        }
    }

    synchronized void line(String text) {
        erase();
        out.println(clean(text));
        draw();
    }

    synchronized void cell(int number, int of, String code) {
        String first = code.lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty() && !l.startsWith("//"))
                .findFirst()
                .orElse("");
        out.println(strong("[" + number + "/" + of + "]") + " " + cut(clean(first), 12));
    }

    synchronized void stream(String text) {
        halfLine.append(text);
        int end = halfLine.lastIndexOf("\n");
        if (end >= 0) {
            erase();
            print(halfLine.substring(0, end), Integer.MAX_VALUE);
            halfLine.delete(0, end + 1);
            draw();
        }
    }

    synchronized void shown(String id, String text) {
        shown.put(id, new Shown(text));
    }

    /** Of a display of an earlier cell nothing is shown: its lines are printed already. */
    synchronized void updated(String id, String text) {
        Shown display = shown.get(id);
        if (display == null) {
            return;
        }
        display.text = text;
        display.live = true;
        if (columns > 0) {
            erase();
            draw();
        } else {
            Matcher count = COUNT.matcher(firstLine(text));
            long total = count.find() ? Long.parseLong(cap(count.group(2))) : 0;
            int quarter = total == 0 ? 0 : (int) Math.min(3, 4 * Long.parseLong(cap(count.group(1))) / total);
            if (quarter > display.quarter) {
                display.quarter = quarter;
                out.println(INDENT + clean(firstLine(text)));
            }
        }
    }

    private static String cap(String digits) {
        return digits.length() > 15 ? digits.substring(0, 15) : digits;
    }

    synchronized void error(ErrorReport error) {
        flush();
        print(columns > 0 ? String.join("\n", error.traceback()) : error.plainText(), Integer.MAX_VALUE);
    }

    synchronized void cellDone() {
        flush();
    }

    private void flush() {
        erase();
        if (halfLine.length() > 0) {
            print(halfLine.toString(), Integer.MAX_VALUE);
            halfLine.setLength(0);
        }
        shown.values().forEach(display -> print(display.text, MOST_LINES));
        shown.clear();
        out.flush();
    }

    private void print(String text, int most) {
        List<String> lines = clean(text).lines().toList();
        lines.stream().limit(most).forEach(line -> out.println((INDENT + line).stripTrailing()));
        if (lines.size() > most) {
            out.println(INDENT + "… " + (lines.size() - most) + " more lines");
        }
    }

    private void draw() {
        if (columns == 0) {
            return;
        }
        List<Shown> live = shown.values().stream().filter(d -> d.live).toList();
        for (Shown display : live.subList(0, Math.min(MOST_LIVE, live.size()))) {
            rewritable(firstLine(display.text));
        }
        if (live.size() > MOST_LIVE) {
            rewritable("… " + (live.size() - MOST_LIVE) + " more");
        }
        out.flush();
    }

    /** A line that fits: one that wraps could not be taken back. */
    private void rewritable(String line) {
        out.print("\u001B[2K" + cut(clean(INDENT + line), 1) + "\n");
        drawn++;
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\u001B[" + drawn + "A\u001B[0J");
            drawn = 0;
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private String strong(String text) {
        return columns > 0 ? "\u001B[1m" + text + "\u001B[0m" : text;
    }

    private String cut(String line, int spare) {
        int most = (columns > 0 ? columns : 120) - spare;
        String plain = COLOUR.matcher(line).replaceAll("");
        if (Escape.width(plain) <= most) {
            return plain;
        }
        var fitting = new StringBuilder();
        int used = 0;
        for (int i = 0; i < plain.length(); ) {
            String character = plain.substring(i, plain.offsetByCodePoints(i, 1));
            used += Escape.width(character);
            if (used >= most) {
                break;
            }
            fitting.append(character);
            i += character.length();
        }
        return fitting.append('…').toString();
    }

    private String clean(String text) {
        String lines = text.replace("\r\n", "\n");
        return columns > 0
                ? CONTROL_BUT_COLOUR.matcher(lines).replaceAll("\uFFFD")
                : CONTROL.matcher(COLOUR.matcher(lines).replaceAll("")).replaceAll("\uFFFD");
    }
}
