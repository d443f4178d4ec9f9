package io.trawl.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Rows to files, whole or not at all: written beside the target and moved over it. */
public final class TableFiles {
    private TableFiles() {}

    /** As {@link CsvForm} has it, in UTF-8, with a header row. */
    public static Path csv(Path file, List<?> values, CsvForm form) {
        return write(file, out -> form.rows(out, values));
    }

    /** One JSON object per line. */
    public static Path jsonl(Path file, List<?> values) {
        return write(file, out -> {
            for (Object value : values) {
                out.write(Json.text(value));
                out.write('\n');
            }
        });
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

    /** Moves a draft over the file, at once where the file system can. */
    public static void move(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Where a file grows until it is done: beside it, its name and {@code .part}. */
    public static Path draft(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
