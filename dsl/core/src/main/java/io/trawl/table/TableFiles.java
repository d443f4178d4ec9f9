package io.trawl.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Rows to files, whole or not at all: written beside the target and moved over it. */
public final class TableFiles {
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private TableFiles() {}

    /** As {@link CsvForm} has it, in UTF-8, with a header row. */
    public static Path csv(Path file, List<?> values, CsvForm form) {
        return write(file, draft -> text(draft, out -> form.rows(out, values, "")));
    }

    /** One JSON object per line. */
    public static Path jsonl(Path file, List<?> values) {
        return write(
                file,
                draft -> text(draft, out -> {
                    for (Object value : values) {
                        out.write(Json.text(value));
                        out.write('\n');
                    }
                }));
    }

    /** What writes a file. */
    @FunctionalInterface
    public interface Body<T> {
        void to(T target) throws IOException;
    }

    private static void text(Path draft, Body<Writer> body) throws IOException {
        try (Writer out = writer(Files.newOutputStream(draft))) {
            body.to(out);
        }
    }

    /** UTF-8, where half a character becomes U+FFFD as in HTML: scraped texts have such. */
    static Writer writer(OutputStream out) {
        var utf8 = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(REPLACEMENT);
        return new BufferedWriter(new OutputStreamWriter(out, utf8), 65_536);
    }

    /**
     * Gives the body a draft beside the file, and moves that over it; what fails leaves the file as it was.
     *
     * @throws UncheckedIOException saying what could not be written and why
     */
    public static Path write(Path file, Body<Path> body) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            write(file, Files.createTempFile(folder, "." + file.getFileName(), ".part"), body);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + Trouble.what(e), e);
        }
    }

    /** The same by way of this draft, which may be what a process that was killed left of it. */
    public static void write(Path file, Path draft, Body<Path> body) throws IOException {
        try {
            body.to(draft);
            move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
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
