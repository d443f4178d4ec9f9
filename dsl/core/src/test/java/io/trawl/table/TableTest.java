package io.trawl.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
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
