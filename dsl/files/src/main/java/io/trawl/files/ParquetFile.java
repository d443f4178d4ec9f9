package io.trawl.files;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.io.FileSystemOutputFile;
import com.jerolba.carpet.model.FieldType;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import io.trawl.table.Columns;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/**
 * Parquet files with columns of these names and kinds; Snappy. Their row groups take 16 MB of heap: crawls run in small
 * ones.
 */
record ParquetFile(List<String> names, List<Kind> kinds) {
    private static final int ROW_GROUP = 16 << 20;
    private static final int PRECISION = 38;
    private static final int SCALE = 9;

    /** Of rows like these. */
    static ParquetFile of(Columns columns, List<List<@Nullable Object>> first) {
        return new ParquetFile(columns.names(), Kind.of(columns, first));
    }

    private record Line(List<@Nullable Object> cells) {}

    /**
     * A row's cells as the file has them.
     *
     * @throws IllegalArgumentException where one does not fit its column
     */
    List<@Nullable Object> fitting(List<@Nullable Object> cells) {
        var converted = new ArrayList<@Nullable Object>(cells.size());
        for (int i = 0; i < cells.size(); i++) {
            Object value = kinds.get(i).of(cells.get(i));
            converted.add(value instanceof BigDecimal d ? fitting(d) : value);
        }
        return converted;
    }

    private static BigDecimal fitting(BigDecimal value) {
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

    /** Writes a whole file. @param rows that fit */
    void write(Path file, Iterator<List<@Nullable Object>> rows) throws IOException {
        WriteRecordModelType<Line> model = FieldTypes.writeRecordModel(Line.class);
        for (int i = 0; i < kinds.size(); i++) {
            int at = i;
            model.withField(names.get(i), type(kinds.get(i)), line -> line.cells.get(at));
        }
        try (var writer = new CarpetWriter.Builder<>(new FileSystemOutputFile(file.toFile()), Line.class)
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupSize(ROW_GROUP)
                .withWriteRecordModel(model)
                .build()) {
            while (rows.hasNext()) {
                writer.write(new Line(rows.next()));
            }
        }
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
