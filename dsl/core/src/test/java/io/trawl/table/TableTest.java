package io.trawl.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.Sink;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.ColumnType;

/** Results as tables and as files. */
@Row("D3")
class TableTest {
    record Book(String title, BigDecimal price, int pages, boolean inStock, LocalDate published) {}

    private static final Results<Book> BOOKS = Results.of(List.of(
            Outcome.ok(new Book("Sea, and Sand", new BigDecimal("12.40"), 310, true, LocalDate.of(2024, 3, 1))),
            Outcome.failed(Failure.of(ErrorKind.HTTP, "http://a.example/", "the server answered 404", "")),
            Outcome.ok(new Book("=1+1", new BigDecimal("7"), 92, false, null))));

    @TempDir
    Path folder;

    @Test
    void columnsHaveTheTypesOfTheirValues() {
        var table = BOOKS.table();
        assertThat(table.rowCount()).isEqualTo(2);
        assertThat(table.types())
                .containsExactly(
                        ColumnType.STRING,
                        ColumnType.DOUBLE,
                        ColumnType.LONG,
                        ColumnType.BOOLEAN,
                        ColumnType.LOCAL_DATE);
        assertThat(table.sortDescendingOn("price").get(0, 0)).isEqualTo("Sea, and Sand");
    }

    @Test
    void aGridShowsTheFirstRowsAndCountsAll() {
        var grid = (io.trawl.View.Grid)
                Results.of(java.util.Collections.nCopies(50, Outcome.ok("x"))).view();
        assertThat(grid.rows()).hasSize(20);
        assertThat(grid.text()).contains("showing 20 of 50 rows");
    }

    @Test
    void csvQuotesAndGuardsAgainstFormulas() throws IOException {
        Path file = BOOKS.csv(folder.resolve("books.csv"));
        assertThat(Files.readString(file))
                .isEqualTo("title,price,pages,inStock,published\r\n"
                        + "\"Sea, and Sand\",12.40,310,true,2024-03-01\r\n"
                        + "'=1+1,7,92,false,\r\n");
    }

    @Test
    void theFormulaGuardKnowsEverySignAndCanBeSwitchedOff() throws IOException {
        var texts = List.of("=1", "+1", "-1", "@A1", "\tx", "\rx", "\nx", "＝1", "a=1", "");
        Results<String> results = Results.of(texts.stream().map(Outcome::ok).toList());
        assertThat(Files.readString(results.csv(folder.resolve("guarded.csv"))))
                .isEqualTo(
                        "value\r\n'=1\r\n'+1\r\n'-1\r\n'@A1\r\n'\tx\r\n\"'\rx\"\r\n\"'\nx\"\r\n'＝1\r\na=1\r\n\"\"\r\n");
        assertThat(Files.readString(results.csv(folder.resolve("plain.csv"), c -> c.formulaGuard(false))))
                .startsWith("value\r\n=1\r\n+1\r\n");
        assertThat(Files.readString(
                        Results.of(List.of(Outcome.ok(-1), Outcome.ok(2))).csv(folder.resolve("numbers.csv"))))
                .isEqualTo("value\r\n-1\r\n2\r\n");
    }

    record Author(String name, Optional<Integer> born) {}

    record Novel(String url, List<String> tags, Author author, Instant read, Optional<String> note) {}

    private static final Novel NOVEL = new Novel(
            "http://a.example/1",
            List.of("sea", "\"sand\""),
            new Author("A", Optional.empty()),
            Instant.EPOCH,
            Optional.of("=x"));

    @Test
    void whatHasPartsIsJsonInAFile() throws IOException {
        Results<Novel> novels = Results.of(List.of(Outcome.ok(NOVEL)));
        String parts = "[\"sea\",\"\\\"sand\\\"\"]";
        assertThat(Files.readAllLines(novels.csv(folder.resolve("novels.csv"))).get(1))
                .isEqualTo("http://a.example/1,\"" + parts.replace("\"", "\"\"")
                        + "\",\"{\"\"name\"\":\"\"A\"\",\"\"born\"\":null}\",1970-01-01T00:00:00Z,'=x");
        assertThat(Files.readString(novels.jsonl(folder.resolve("novels.jsonl"))))
                .isEqualTo(
                        "{\"url\":\"http://a.example/1\",\"tags\":" + parts
                                + ",\"author\":{\"name\":\"A\",\"born\":null},\"read\":\"1970-01-01T00:00:00Z\",\"note\":\"=x\"}\n");
        assertThat(novels.table().column("read").type()).isEqualTo(ColumnType.INSTANT);
        assertThat(novels.table().getString(0, "note")).isEqualTo("=x");
    }

    @Test
    void mapsHaveAColumnPerKey() {
        var maps = Results.of(List.of(
                Outcome.ok(Map.of("url", "http://a.example/1")),
                Outcome.ok(Map.of("url", "http://a.example/2", "n", 2))));
        assertThat(maps.table().columnNames()).containsExactly("url", "n");
        assertThat(maps.table().longColumn("n").isMissing(0)).isTrue();
        assertThat(maps.table().longColumn("n").get(1)).isEqualTo(2);
    }

    record Offer(String url, BigDecimal price, int stock) {}

    @Test
    void aDifferenceIsATable() {
        Results<Offer> monday = Results.of(List.of(
                Outcome.ok(new Offer("/a", new BigDecimal("51.77"), 3)),
                Outcome.ok(new Offer("/b", new BigDecimal("7.0"), 1)),
                Outcome.ok(new Offer("/c", BigDecimal.ONE, 1))));
        Results<Offer> tuesday = Results.of(List.of(
                Outcome.ok(new Offer("/a", new BigDecimal("49.99"), 3)),
                Outcome.ok(new Offer("/b", new BigDecimal("7.00"), 1)),
                Outcome.ok(new Offer("/d", BigDecimal.TEN, 2))));
        var diff = tuesday.diff(monday);
        assertThat(diff.columnNames()).containsExactly("change", "url", "price", "stock", "was");
        assertThat(diff.stringColumn("change").asList()).containsExactly("changed", "added", "removed");
        assertThat(diff.stringColumn("url").asList()).containsExactly("/a", "/d", "/c");
        assertThat(diff.getString(0, "was")).isEqualTo("price 51.77");
        assertThat(tuesday.diff(tuesday).rowCount()).isZero();
        assertThat(tuesday.diff(monday, "stock", "price").stringColumn("change").asList())
                .containsExactly("added", "added", "removed", "removed");
        assertThatThrownBy(() -> tuesday.diff(monday, "isbn")).hasMessageContaining("no column isbn");
    }

    @Test
    void whatIsInAnotherModuleSaysSo() {
        assertThatThrownBy(() -> BOOKS.parquet(folder.resolve("books.parquet")))
                .isInstanceOf(ScrapeException.class)
                .hasMessageContaining("io.trawl:trawl-files");
        assertThatThrownBy(() -> Sink.jdbc("jdbc:sqlite:x.db", "books")).hasMessageContaining("io.trawl:trawl-files");
    }

    @Test
    void aSinkThatFailsSaysSoWhereResultsAreWrittenToIt() {
        assertThatThrownBy(() -> BOOKS.writeTo(rows -> {
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(ScrapeException.class)
                .hasMessageContaining("the disk is full");
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken/inside"));
        assertThatThrownBy(() -> BOOKS.csv(taken.getParent())).isInstanceOf(UncheckedIOException.class);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("taken"));
        }
    }

    @Test
    void jsonlHasAnObjectPerRow() throws IOException {
        assertThat(Files.readAllLines(BOOKS.jsonl(folder.resolve("books.jsonl"))))
                .first()
                .isEqualTo(
                        "{\"title\":\"Sea, and Sand\",\"price\":12.40,\"pages\":310,\"inStock\":true,\"published\":\"2024-03-01\"}");
    }

    @Test
    void tablesOfAPageHaveTheirNamesAndNumbers() {
        var tables = HtmlTables.of(Jsoup.parse("<table><caption>Depths</caption><tr><th>lake</th><th>m</th></tr>"
                + "<tr><td>Garda</td><td>346</td></tr><tr><td>Como</td><td>410</td></tr></table>"));
        assertThat(tables).hasSize(1);
        assertThat(tables.get(0).name()).isEqualTo("Depths");
        assertThat(tables.get(0).columnNames()).containsExactly("lake", "m");
        assertThat(tables.get(0).types()).containsExactly(ColumnType.STRING, ColumnType.LONG);
    }
}
