package io.trawl.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jerolba.carpet.CarpetReader;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.Sink;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results as Parquet files, read again by another reader. */
@Row("B20")
class ParquetTest {
    record Author(String name) {}

    record Book(
            String title,
            BigDecimal price,
            int pages,
            @Nullable Long sold,
            double rating,
            boolean inStock,
            @Nullable LocalDate published,
            Instant seen,
            Author author,
            List<String> tags,
            Optional<String> note) {}

    private static final Book SEA = new Book(
            "Sea 🐟",
            new BigDecimal("12.40"),
            310,
            1L << 40,
            4.5,
            true,
            LocalDate.of(2024, 3, 1),
            Instant.parse("2024-03-01T10:00:00Z"),
            new Author("A"),
            List.of("x"),
            Optional.of("y"));
    private static final Book SAND = new Book(
            "Sand",
            BigDecimal.ONE,
            1,
            null,
            0,
            false,
            null,
            Instant.EPOCH,
            new Author("B"),
            List.of(),
            Optional.empty());

    @TempDir
    Path folder;

    private static Results<Object> results(Object... values) {
        return Results.of(Arrays.stream(values).map(Outcome::ok).toList());
    }

    private static List<Map<String, Object>> read(Path file) throws IOException {
        var rows = new ArrayList<Map<String, Object>>();
        for (Map<?, ?> row : new CarpetReader<>(file.toFile(), Map.class).toList()) {
            var read = new HashMap<String, Object>();
            row.forEach((name, value) -> read.put(String.valueOf(name), value));
            rows.add(read);
        }
        return rows;
    }

    @Test
    void aFileHasTheRowsWithTheirTypes() throws IOException {
        Path file = results(SEA, SAND).parquet(folder.resolve("books.parquet"));
        assertThat(file).isEqualTo(folder.resolve("books.parquet"));
        var rows = read(file);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0))
                .containsEntry("title", "Sea 🐟")
                .containsEntry("price", new BigDecimal("12.400000000"))
                .containsEntry("pages", 310)
                .containsEntry("sold", 1L << 40)
                .containsEntry("rating", 4.5)
                .containsEntry("inStock", true)
                .containsEntry("published", LocalDate.of(2024, 3, 1))
                .containsEntry("seen", Instant.parse("2024-03-01T10:00:00Z"))
                .containsEntry("author", "{\"name\":\"A\"}")
                .containsEntry("tags", "[\"x\"]")
                .containsEntry("note", "y");
        assertThat(rows.get(1).get("sold")).isNull();
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    record Exact(BigDecimal value) {}

    @Test
    void whatDoesNotFitIsRefusedAndLeavesTheFileAsItWas() throws IOException {
        Path file = folder.resolve("exact.parquet");
        results(new Exact(BigDecimal.ONE)).parquet(file);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> results(new Exact(BigDecimal.ONE), new Exact(new BigDecimal("1e-10")))
                        .parquet(file))
                .hasMessageContaining("does not fit DECIMAL(38, 9)")
                .hasMessageContaining("double or a String");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aSinkWritesGroupByGroup() throws Exception {
        Path file = folder.resolve("books.parquet");
        Sink<Object> sink = Sink.parquet(file).open("job/0", null);
        sink.write(List.of(SEA));
        sink.write(List.of(SAND, SEA));
        assertThat(sink.position()).isEqualTo("rows 3");
        assertThat(file).doesNotExist();
        sink.close();
        assertThat(read(file)).hasSize(3);
        assertThatThrownBy(() -> Sink.parquet(file).open("job/0", "rows 3"))
                .hasMessageContaining(".await().parquet(file)");
    }

    @Test
    void mapsHaveAColumnPerKey() throws IOException {
        Path file = results(Map.of("url", "/a"), Map.of("url", "/b", "n", 2)).parquet(folder.resolve("maps.parquet"));
        assertThat(read(file).get(1).get("n")).isEqualTo(2);
    }
}
