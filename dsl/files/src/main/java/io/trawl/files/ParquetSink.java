package io.trawl.files;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.io.FileSystemOutputFile;
import com.jerolba.carpet.model.FieldType;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import io.trawl.Sink;
import io.trawl.table.Columns;
import io.trawl.table.TableFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** A Parquet file, written as a draft beside it. Its row groups take 16 MB of heap: crawls run in small ones. */
final class ParquetSink implements Sink<Object> {
    private static final int ROW_GROUP = 16 << 20;
    private static final int PRECISION = 38;
    private static final int SCALE = 9;

    private final Path file;

    ParquetSink(Path file) {
        this.file = file;
    }

    @Override
    public void write(List<?> rows) {
        throw new IllegalStateException("it is not open");
    }

    @Override
    public Sink<Object> open(String job, @Nullable String position) throws IOException {
        if (position != null) {
            throw new IOException(
                    "a Parquet file cannot be continued: take .await().parquet(file) in place of the sink, which has all rows");
        }
        return new Open();
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** A row on its way. */
    record Line(List<@Nullable Object> cells) {}

    /** The draft while one job writes to it. */
    private final class Open implements Sink<Object> {
        private final Path draft = TableFiles.draft(file);
        private @Nullable Columns columns;
        private List<Kind> kinds = List.of();
        private @Nullable CarpetWriter<Line> writer;
        private long written;
        private boolean spoiled;

        @Override
        public void write(List<?> rows) throws IOException {
            if (rows.isEmpty()) {
                return;
            }
            if (spoiled) {
                throw new IOException("what was written failed, and a Parquet file cannot be mended: begin again");
            }
            Columns all = columns == null ? Columns.of(rows) : columns;
            var cells = rows.stream().map(row -> all.cells(row)).toList();
            if (columns == null) {
                columns = all;
                kinds = Kind.of(all, cells);
            }
            // All are converted before the first is written: one that does not fit leaves nothing half done.
            List<Line> lines = cells.stream().map(this::line).toList();
            try {
                if (writer == null) {
                    writer = writer(all, kinds);
                }
                writer.write(lines);
                written += lines.size();
            } catch (IOException | RuntimeException e) {
                spoiled = true;
                throw e;
            }
        }

        private Line line(List<@Nullable Object> cells) {
            var converted = new ArrayList<@Nullable Object>(cells.size());
            for (int i = 0; i < cells.size(); i++) {
                Object value = kinds.get(i).of(cells.get(i));
                converted.add(value instanceof BigDecimal d ? fitting(d) : value);
            }
            return new Line(converted);
        }

        private BigDecimal fitting(BigDecimal value) {
            try {
                BigDecimal scaled = value.setScale(SCALE);
                if (scaled.precision() <= PRECISION) {
                    return scaled;
                }
            } catch (ArithmeticException e) {
                // As one that is too large.
            }
            throw new IllegalArgumentException(value + " does not fit DECIMAL(" + PRECISION + ", " + SCALE
                    + "): make the component a double or a String");
        }

        @Override
        public String position() {
            return "rows " + written;
        }

        @Override
        public void close() throws IOException {
            CarpetWriter<Line> open = writer;
            writer = null;
            if (open == null) {
                return;
            }
            try {
                open.close();
                if (!spoiled) {
                    TableFiles.move(draft, file);
                }
            } finally {
                Files.deleteIfExists(draft);
            }
        }

        private CarpetWriter<Line> writer(Columns all, List<Kind> of) throws IOException {
            WriteRecordModelType<Line> model = FieldTypes.writeRecordModel(Line.class);
            for (int i = 0; i < of.size(); i++) {
                int at = i;
                model.withField(all.names().get(i), type(of.get(i)), line -> line.cells.get(at));
            }
            return new CarpetWriter.Builder<>(new FileSystemOutputFile(draft.toFile()), Line.class)
                    .withConf(new PlainParquetConfiguration())
                    .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                    .withCompressionCodec(CompressionCodecName.SNAPPY)
                    .withRowGroupSize(ROW_GROUP)
                    .withWriteRecordModel(model)
                    .build();
        }

        private static FieldType type(Kind kind) {
            return switch (kind) {
                case TEXT -> FieldTypes.STRING;
                case INT -> FieldTypes.INTEGER;
                case LONG -> FieldTypes.LONG;
                case DECIMAL -> FieldTypes.BIG_DECIMAL.withPrecisionScale(PRECISION, SCALE);
                case FLOAT -> FieldTypes.FLOAT;
                case DOUBLE -> FieldTypes.DOUBLE;
                case BOOLEAN -> FieldTypes.BOOLEAN;
                case DATE -> FieldTypes.LOCAL_DATE;
                case TIME -> FieldTypes.LOCAL_TIME;
                case TIMESTAMP -> FieldTypes.LOCAL_DATE_TIME;
                case INSTANT -> FieldTypes.INSTANT;
            };
        }
    }
}
