package io.trawl.notebook.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A script read as a notebook. A line {@code // %%} begins a cell and {@code // %% [markdown]} one of prose, written in
 * comments; without such lines the script is one cell. {@code #!} in the first line and {@code /exit} are understood. A
 * {@code .java} file may have a package and a {@code main}, which is then called without arguments.
 */
final class Script {

    private static final Pattern MARK = Pattern.compile("//\\s*%%(.*)");
    private static final Pattern COMMAND = Pattern.compile("/[a-zA-Z!?-].*");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+[\\w.]+\\s*;");
    private static final Pattern MAIN =
            Pattern.compile("public\\s+static\\s+void\\s+main\\s*\\(\\s*(?:final\\s+)?String\\b");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum)\\s+(\\w+)");

    private Script() {}

    static Notebook read(String fileName, String text) {
        Notebook notebook = Notebook.empty();
        if (fileName.endsWith(".java")) {
            notebook.add("code", PACKAGE.matcher(text).replaceFirst(""));
            Matcher main = MAIN.matcher(text);
            if (main.find()) {
                notebook.add("code", mainClass(fileName, text.substring(0, main.start())) + ".main(new String[0]);");
            }
            return notebook;
        }
        List<String> lines = text.lines().collect(Collectors.toCollection(ArrayList::new));
        if (!lines.isEmpty() && lines.get(0).startsWith("#!")) {
            lines.set(0, "");
        }
        String type = "code";
        var cell = new ArrayList<String>();
        for (String line : lines) {
            Matcher mark = MARK.matcher(line);
            if (line.strip().equals("/exit")) {
                break;
            } else if (COMMAND.matcher(line).matches()) {
                throw new Notebook.UnreadableException(
                        "'" + line.strip() + "' is a command of the jshell tool; a script may use /exit only");
            } else if (mark.matches()) {
                add(notebook, type, cell);
                type = mark.group(1).contains("[markdown]") ? "markdown" : "code";
            } else {
                cell.add(type.equals("code") ? line : line.replaceFirst("^//\\s?", ""));
            }
        }
        add(notebook, type, cell);
        return notebook;
    }

    private static void add(Notebook notebook, String type, List<String> lines) {
        String source = String.join("\n", lines).strip();
        lines.clear();
        if (!source.isEmpty()) {
            notebook.add(type, source);
        }
    }

    /** The type of the file's name where there is one, else the last one that begins before {@code main}. */
    private static String mainClass(String fileName, String before) {
        String wanted = fileName.substring(0, fileName.length() - ".java".length());
        String found = wanted;
        for (Matcher type = TYPE.matcher(before); type.find(); ) {
            found = type.group(1);
            if (found.equals(wanted)) {
                return wanted;
            }
        }
        return found;
    }
}
