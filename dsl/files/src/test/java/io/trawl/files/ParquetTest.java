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
import java.time.LocalDateTime;
import java.time.LocalTime;
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

    static List<Map<String, Object>> read(Path file) throws IOException {
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
    void whatAKillLeftBesideTheFileIsReplaced() throws Exception {
        Path file = folder.resolve("books.parquet");
        Files.writeString(folder.resolve("books.parquet.part"), "half a draft");
        Files.writeString(folder.resolve("books.parquet.part.part"), "half a file");
        Sink<Object> sink = Sink.parquet(file).open("job/0", null);
        sink.write(List.of(SEA));
        sink.close();
        assertThat(read(file)).hasSize(1);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aSinkWritesGroupByGroupAndTheFileIsThereAtTheEnd() throws Exception {
        Path file = folder.resolve("books.parquet");
        Sink<Object> sink = Sink.parquet(file).open("job/0", null);
        sink.write(List.of(SEA));
        assertThatThrownBy(() -> sink.write(List.of(SAND, new Exact(BigDecimal.ONE))))
                .hasMessageContaining("rows of one kind go to one place");
        sink.write(List.of(SAND, SEA));
        assertThat(file).doesNotExist();
        sink.close();
        var results = results(SEA, SAND, SEA).parquet(folder.resolve("results.parquet"));
        assertThat(read(file)).hasSize(3).isEqualTo(read(results));
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    record Kinds(
            float f,
            double nan,
            LocalTime time,
            LocalDateTime local,
            Instant fine,
            @Nullable Integer none,
            String lines) {}

    @Test
    void everyKindComesThroughTheDraft() throws Exception {
        var kinds = new Kinds(
                0.1f,
                Double.NaN,
                LocalTime.of(23, 59, 59, 123_000_000),
                LocalDateTime.of(2024, 3, 1, 0, 0),
                Instant.parse("2024-03-01T10:00:00.123456Z"),
                null,
                "a\n\"b\"\u2028\\ \0 \uD83D");
        Path file = folder.resolve("kinds.parquet");
        results(kinds).writeTo(Sink.parquet(file));
        Path direct = results(kinds).parquet(folder.resolve("direct.parquet"));
        assertThat(read(file)).isEqualTo(read(direct));
        assertThat(read(file).get(0)).containsEntry("f", 0.1f).containsEntry("nan", Double.NaN);
        assertThat(read(file).get(0).get("lines")).isEqualTo("a\n\"b\"\u2028\\ \uFFFD \uFFFD");
    }

    @Test
    void aRunThatResumesBringsAllRowsAgain() throws Exception {
        Path file = folder.resolve("books.parquet");
        Sink<Object> killed = Sink.parquet(file).open("job/0", null);
        killed.write(List.of(SEA));
        String position = killed.position();
        killed.close();
        Sink<Object> again = Sink.parquet(file).open("job/0", position);
        assertThat(again.startsOver()).isTrue();
        again.write(List.of(SEA, SAND));
        assertThat(read(file)).as("what was there stays until the end").hasSize(1);
        again.close();
        assertThat(read(file)).hasSize(2);
    }

    @Test
    void mapsHaveAColumnPerKey() throws IOException {
        Path file = results(Map.of("url", "/a"), Map.of("url", "/b", "n", 2)).parquet(folder.resolve("maps.parquet"));
        assertThat(read(file).get(1).get("n")).isEqualTo(2);
    }
}
