package io.trawl.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows to files, whole or not at all: written beside the target and moved over it. */
public final class TableFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TableFiles() {}

    /** CSV as RFC 4180 has it, in UTF-8, with a header row and the formula guard of {@link io.trawl.Results#csv}. */
    public static Path csv(Path file, Rows rows) {
        return write(file, out -> {
            line(out, rows.columns());
            for (var row : rows.rows()) {
                line(out, row);
            }
        });
    }

    /** One JSON object per line. */
    public static Path jsonl(Path file, List<?> values) {
        return write(file, out -> {
            for (Object value : values) {
                object(out, value);
            }
        });
    }

    /** A value as a JSON object on a line. */
    static void object(Writer out, Object value) throws IOException {
        out.write(value instanceof Document d ? d.json().toString() : JSON.writeValueAsString(json(value)));
        out.write('\n');
    }

    private static @Nullable Object json(Object value) {
        if (!value.getClass().isRecord()) {
            return value;
        }
        var rows = Rows.of(List.of(value));
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < rows.columns().size(); i++) {
            object.put(rows.columns().get(i), plain(rows.rows().get(0).get(i)));
        }
        return object;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(TableFiles::plain).toList();
        }
        return value == null || value instanceof Number || value instanceof Boolean
                ? value
                : value.getClass().isRecord()
                        ? json(value)
                        : value instanceof java.util.Optional<?> o ? plain(o.orElse(null)) : value.toString();
    }

    /** Cells as a line of CSV. */
    static void line(Writer out, List<? extends @Nullable Object> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(cell(cells.get(i)));
        }
        out.write("\r\n");
    }

    private static String cell(@Nullable Object value) {
        if (value instanceof java.util.Optional<?> o) {
            return cell(o.orElse(null));
        }
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value == null ? "" : value.toString();
        }
        String text = value.toString();
        if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private interface Body {
        void to(Writer out) throws IOException;
    }

    private static Path write(Path file, Body body) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".part");
            try {
                try (Writer out = Files.newBufferedWriter(draft)) {
                    body.to(out);
                }
                move(draft, file);
            } finally {
                Files.deleteIfExists(draft);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void move(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
