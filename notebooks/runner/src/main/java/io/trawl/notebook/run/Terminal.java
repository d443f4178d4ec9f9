package io.trawl.notebook.run;

import io.trawl.kernel.api.Escape;
import io.trawl.kernel.engine.ErrorReport;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run shows while it runs. On a terminal a display that goes on changing is one line that is rewritten in place,
 * made shorter where the terminal is narrow; in a log it is a line per quarter of its count, and one a minute where that
 * takes longer. When the cell is done its displays are printed as they then are. What was scraped may stand in all of it,
 * so control characters are replaced; colours pass on a terminal, unless they are not wanted. Thread-safe.
 */
final class Terminal {

    private static final int MOST_LINES = 40;

    /** Lines beyond the window's top could not be rewritten. */
    private static final int MOST_LIVE = 10;

    private static final String INDENT = "    ";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int SHORT_NAME = 12;
    private static final int WITHOUT_TERMINAL = 120;
    private static final Pattern COUNT = Pattern.compile("(\\d+) / (\\d+)");
    private static final Pattern BAR = Pattern.compile("[█░]+ *");
    private static final Pattern GAP = Pattern.compile(" {2,}");
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\t\u200D]]");
    private static final Pattern CONTROL_BUT_COLOUR =
            Pattern.compile("\u001B(?!\\[[0-9;]*m)|[\\p{Cc}\\p{Cf}&&[^\\n\\t\u001B\u200D]]");

    private final PrintStream out;
    private final int columns;
    private final boolean colours;
    private final InstantSource clock;
    private final Map<String, Shown> shown = new LinkedHashMap<>();
    private final StringBuilder halfLine = new StringBuilder();
    private int drawn;

    /**
     * @param columns the width of the terminal; 0 where the output is not one but a file or a pipe
     * @param colours whether a terminal may have them
     */
    Terminal(PrintStream out, int columns, boolean colours, InstantSource clock) {
        this.out = out;
        this.columns = columns;
        this.colours = columns > 0 && colours;
        this.clock = clock;
    }

    /** That of this process; a value of {@code NO_COLOR} means none (no-color.org). */
    static Terminal ofProcess() {
        String noColour = System.getenv("NO_COLOR");
        return new Terminal(
                System.out,
                Integer.getInteger("trawl.columns", 0),
                noColour == null || noColour.isEmpty(),
                InstantSource.system());
    }

    private static final class Shown {
        String text;
        boolean live;
        int quarter;
        Instant printed;

        Shown(String text, Instant now) {
            this.text = text;
            this.printed = now;
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
        out.println(strong("[" + number + "/" + of + "]") + " "
                + cut(clean(first), (columns > 0 ? columns : WITHOUT_TERMINAL) - 12));
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
        shown.put(id, new Shown(text, clock.instant()));
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
            Instant now = clock.instant();
            if (quarter > display.quarter || !now.isBefore(display.printed.plus(LONG))) {
                display.quarter = Math.max(quarter, display.quarter);
                display.printed = now;
                out.println(INDENT + clean(firstLine(text)));
            }
        }
    }

    private static String cap(String digits) {
        return digits.length() > 15 ? digits.substring(0, 15) : digits;
    }

    synchronized void error(ErrorReport error) {
        flush();
        print(colours ? String.join("\n", error.traceback()) : error.plainText(), Integer.MAX_VALUE);
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
        out.print("\u001B[2K" + fitted(clean(line)) + "\n");
        drawn++;
    }

    /** The first fields of a line matter most: of a job its state and its count; the bar says them again, the name is known. */
    private String fitted(String line) {
        String whole = INDENT + line;
        String[] fields = GAP.split(BAR.matcher(line).replaceFirst(""));
        int most = columns - 1;
        if (Escape.width(COLOUR.matcher(whole).replaceAll("")) <= most || fields.length < 3) {
            return cut(whole, most);
        }
        String rest = "";
        int room = 0;
        for (int n = fields.length; n >= 3 && room < Math.min(SHORT_NAME, Escape.width(fields[0])); n--) {
            rest = " " + String.join(" ", List.of(fields).subList(1, n));
            room = most - Escape.width(rest);
        }
        return room > 0 ? cut(fields[0], room) + rest : cut(rest.strip(), most);
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
        return colours ? "\u001B[1m" + text + "\u001B[0m" : text;
    }

    private static String cut(String line, int most) {
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
        return colours
                ? CONTROL_BUT_COLOUR.matcher(lines).replaceAll("\uFFFD")
                : CONTROL.matcher(COLOUR.matcher(lines).replaceAll("")).replaceAll("\uFFFD");
    }
}
