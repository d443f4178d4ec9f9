package io.trawl.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.Sink;
import io.trawl.table.Columns;
import io.trawl.table.Json;
import io.trawl.table.RowFile;
import io.trawl.table.TableFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of a job. It has its index at the end, and what was begun can be neither continued nor mended; a directory
 * of many small files, one for each write, would be read everywhere, but each of them has a hundred rows, and what was asked
 * for is a file. So rows wait as lines of JSON in a draft, which a full disk does not spoil, and the file is made of them
 * when the job ends, at once. A run that resumes begins anew: it makes all rows from the recorded pages anyway.
 */
final class ParquetSink implements Sink<Object> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    ParquetSink(Path file) {
        this.file = file;
    }

    /** All of a file, without a draft of lines. */
    static void write(Path file, List<?> values) {
        Columns columns = Columns.of(values);
        var cells = values.stream().map(columns::cells).toList();
        var parquet = ParquetFile.of(columns, cells);
        TableFiles.write(
                file,
                draft -> parquet.write(
                        draft, cells.stream().map(parquet::fitting).iterator()));
    }

    @Override
    public void write(List<?> rows) {
        throw new IllegalStateException("it is not open");
    }

    @Override
    public Sink<Object> open(String job, @Nullable String position) throws Exception {
        return new Open(new RowFile(file, new Lines()).open(job, null));
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private record Open(Sink<Object> lines) implements Sink<Object> {
        @Override
        public void write(List<?> rows) throws Exception {
            lines.write(rows);
        }

        @Override
        public String position() {
            return "";
        }

        @Override
        public boolean startsOver() {
            return true;
        }

        @Override
        public void close() throws Exception {
            lines.close();
        }

        @Override
        public String toString() {
            return lines.toString();
        }
    }

    /** A row is an array of texts; each is read again by the kind of its column. */
    private static final class Lines implements RowFile.Form {
        private @Nullable Columns columns;
        private @Nullable ParquetFile parquet;

        @Override
        public void write(Writer out, List<?> rows, String head) throws IOException {
            Columns all = columns == null ? Columns.of(rows) : columns;
            var cells = rows.stream().map(all::cells).toList();
            ParquetFile to = parquet == null ? ParquetFile.of(all, cells) : parquet;
            for (List<@Nullable Object> row : cells) {
                var texts = new ArrayList<@Nullable String>();
                to.fitting(row).forEach(cell -> texts.add(cell == null ? null : cell.toString()));
                out.write(Json.text(texts));
                out.write('\n');
            }
            columns = all;
            parquet = to;
        }

        @Override
        public boolean outlives() {
            return false;
        }

        @Override
        public void finish(Path draft, Path file) throws IOException {
            ParquetFile to = parquet;
            if (to == null) {
                return;
            }
            try (BufferedReader lines = Files.newBufferedReader(draft)) {
                var rows = lines.lines().map(line -> cells(line, to.kinds())).iterator();
                // The same name each time, so that a run that resumes replaces what a kill left of it.
                TableFiles.write(file, TableFiles.draft(draft), made -> to.write(made, rows));
            }
        }

        private static List<@Nullable Object> cells(String line, List<Kind> kinds) {
            try {
                JsonNode texts = JSON.readTree(line);
                var cells = new ArrayList<@Nullable Object>(kinds.size());
                for (int i = 0; i < kinds.size(); i++) {
                    JsonNode text = texts.get(i);
                    cells.add(text.isNull() ? null : kinds.get(i).read(text.textValue()));
                }
                return cells;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
