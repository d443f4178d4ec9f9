package io.trawl.kernel.magic;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** {@code %load}: runs a file as if its text stood in the cell. */
final class LoadMagic implements Magic {

    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+[\\w.]+\\s*;");

    /** What the jshell tool understands and Java does not: {@code /exit}, {@code /open x}. */
    private static final Pattern TOOL_COMMAND = Pattern.compile("(?m)^/[a-z!?-][^\\n*/]*$");

    private final String name;
    private final Surroundings place;

    LoadMagic(String name, Surroundings place) {
        this.name = name;
        this.place = place;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %%%s file
                Runs a file as if its text stood here: Java (.java), a JShell script (.jsh, .jshell), or the code cells \
                of a notebook (.ipynb).

                Its imports, variables, methods and types are there afterwards, and magics in it work. A package line
                is left out, since cells have no packages, and so are the commands of the jshell tool, as /exit.
                The first cell of a notebook that fails ends it.""".formatted(name));
    }

    @Override
    public void run(Call call) throws Exception {
        Span written = Arguments.of(call.arguments()).one("file");
        Path file = place.existing(written);
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new MagicException(
                    MagicException.Kind.FILE,
                    file + " cannot be read as UTF-8 text: " + e.getClass().getSimpleName(),
                    written);
        }
        String title = file.getFileName().toString();
        if (title.endsWith(".ipynb")) {
            notebook(call, title, text, written);
        } else {
            String java = blank(blank(text, PACKAGE), TOOL_COMMAND);
            call.answer(call.java(title, java));
        }
    }

    /** As long as before, so that lines and columns stay. */
    private static String blank(String text, Pattern what) {
        return what.matcher(text).replaceAll(m -> m.group().replaceAll("[^\\n]", " "));
    }

    private static void notebook(Call call, String title, String text, Span written) throws MagicException {
        JsonObject notebook;
        try {
            notebook = JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new MagicException(MagicException.Kind.FILE, title + " is no notebook: it is not JSON", written);
        }
        if (!notebook.has("cells") || !notebook.get("cells").isJsonArray()) {
            throw new MagicException(
                    MagicException.Kind.FILE,
                    title + " has no cells: notebooks of format 4 are read, save it with a newer Jupyter",
                    written);
        }
        int number = 0;
        for (JsonElement element : notebook.getAsJsonArray("cells")) {
            JsonObject cell = element.getAsJsonObject();
            if (!cell.has("cell_type") || !cell.get("cell_type").getAsString().equals("code") || !cell.has("source")) {
                continue;
            }
            number++;
            String source = source(cell.get("source"));
            if (!source.isBlank()) {
                call.java(title + " [" + number + "]", source);
            }
        }
    }

    private static String source(JsonElement source) {
        if (!source.isJsonArray()) {
            return source.getAsString();
        }
        var lines = new StringBuilder();
        source.getAsJsonArray().forEach(line -> lines.append(line.getAsString()));
        return lines.toString();
    }

    @Override
    public List<Choice> complete(String word) {
        return place.complete(word).stream()
                .filter(c -> c.text().matches(".*(/|\\.java|\\.jsh|\\.jshell|\\.ipynb)"))
                .toList();
    }
}
