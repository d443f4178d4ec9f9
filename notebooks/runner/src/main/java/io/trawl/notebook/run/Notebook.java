package io.trawl.notebook.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A notebook in memory: the JSON of nbformat 4, every field that we do not know kept. While it runs, texts are single
 * strings; in the file they are lists of lines, as Jupyter writes them.
 */
final class Notebook {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A line with its end, as Python splits them for the file: only at newlines. */
    private static final Pattern LINE = Pattern.compile("[^\n]*\n|[^\n]+");

    private final ObjectNode root;

    private Notebook(ObjectNode root) {
        this.root = root;
        if (root.path("nbformat").asInt() != 4 || !(root.path("cells") instanceof ArrayNode)) {
            throw new UnreadableException("not a notebook of format 4; convert it: jupyter nbconvert --to notebook");
        }
    }

    /** What cannot be run at all; the message says why, for the person who typed the command. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }

    static Notebook parse(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode root) {
                return new Notebook(root);
            }
            throw new UnreadableException("not a notebook: no JSON object");
        } catch (JsonProcessingException e) {
            throw new UnreadableException("not a notebook: " + e.getOriginalMessage());
        }
    }

    static Notebook empty() {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("cells");
        ObjectNode kernel = root.putObject("metadata").putObject("kernelspec");
        kernel.put("display_name", "Java (Trawl)").put("language", "java").put("name", "trawl");
        root.put("nbformat", 4).put("nbformat_minor", 5);
        return new Notebook(root);
    }

    void add(String type, String source) {
        int number = cells().size() + 1;
        ObjectNode cell = ((ArrayNode) root.path("cells")).addObject();
        cell.put("cell_type", type).put("id", "cell-" + number).putObject("metadata");
        cell.put("source", source);
        if (type.equals("code")) {
            cell.putNull("execution_count").putArray("outputs");
        }
    }

    List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        for (JsonNode cell : root.path("cells")) {
            if (cell instanceof ObjectNode object) {
                cells.add(new Cell(object));
            }
        }
        return cells;
    }

    String title() {
        return root.path("metadata").path("title").asText("");
    }

    /** Says which language ran; an entry that was there keeps what it has besides. */
    void ranOn(String javaVersion) {
        ObjectNode metadata = root.path("metadata") instanceof ObjectNode there ? there : root.putObject("metadata");
        ObjectNode language = metadata.path("language_info") instanceof ObjectNode there
                ? there
                : metadata.putObject("language_info");
        language.put("name", "java").put("version", javaVersion);
    }

    /** Whole or not at all. */
    void write(Path file) throws IOException {
        ObjectNode copy = root.deepCopy();
        for (JsonNode cell : copy.path("cells")) {
            split((ObjectNode) cell, "source");
            for (JsonNode output : cell.path("outputs")) {
                split((ObjectNode) output, "text");
                if (output.path("data") instanceof ObjectNode data) {
                    var names = new ArrayList<String>();
                    data.fieldNames().forEachRemaining(names::add);
                    names.stream().filter(Notebook::isText).forEach(name -> split(data, name));
                }
            }
        }
        writeText(file, JSON.writer(printer()).writeValueAsString(copy) + "\n");
    }

    static void writeText(Path file, String text) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = directory.resolve("." + file.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static boolean isText(String mime) {
        return mime.startsWith("text/") || mime.equals("image/svg+xml") || mime.equals("application/javascript");
    }

    private static void split(ObjectNode node, String field) {
        JsonNode text = node.path(field);
        if (text.isTextual()) {
            ArrayNode lines = node.putArray(field);
            LINE.matcher(text.asText()).results().forEach(line -> lines.add(line.group()));
        }
    }

    private static DefaultPrettyPrinter printer() {
        var indent = new DefaultIndenter(" ", "\n");
        return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(indent)
                .withArrayIndenter(indent);
    }

    /** A text of the format, which is a string or a list of strings. */
    static String text(JsonNode node) {
        if (!node.isArray()) {
            return node.asText("");
        }
        var all = new StringBuilder();
        node.forEach(line -> all.append(line.asText()));
        return all.toString();
    }

    /** A view of one cell; changes go to the notebook. */
    record Cell(ObjectNode node) {

        boolean isCode() {
            return type().equals("code");
        }

        String type() {
            return node.path("cell_type").asText();
        }

        String source() {
            return text(node.path("source"));
        }

        Set<String> tags() {
            var tags = new HashSet<String>();
            node.path("metadata").path("tags").forEach(tag -> tags.add(tag.asText()));
            return tags;
        }

        ArrayNode outputs() {
            return node.path("outputs") instanceof ArrayNode there ? there : node.putArray("outputs");
        }

        /** As before the first run. */
        void clear() {
            node.putNull("execution_count");
            node.putArray("outputs");
        }

        void number(int count) {
            node.put("execution_count", count);
        }
    }
}
