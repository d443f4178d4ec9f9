package io.trawl.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Scraped rows in files and tables: whatever a page may hold, a reader gets it back and a spreadsheet runs none of it. */
@Row({"D3", "B20"})
class HostileRowsTest {
    record Note(String id, @Nullable String text) {}

    private static final List<String> TEXTS = List.of(
            "plain",
            "a \"quoted\" word",
            "comma, and; semicolon\tand tab",
            "line\r\nbreak\nand\rmore",
            "  spaces  ",
            "",
            "'apostrophe",
            "=1+1",
            "+49 30",
            "-5 °C",
            "@handle",
            "＝HYPERLINK(\"http://a.example\")",
            "Ä 🐟 東京 \u202Ertl",
            "\u2028separator\u2029",
            "\\backslash\\");

    @TempDir
    Path folder;

    private static <T> Results<T> results(List<T> values) {
        return Results.of(values.stream().map(Outcome::ok).toList());
    }

    private static List<Note> notes() {
        var notes = new ArrayList<Note>();
        TEXTS.forEach(text -> notes.add(new Note("n" + notes.size(), text)));
        return notes;
    }

    private static Table read(Path csv) {
        return Table.read()
                .csv(CsvReadOptions.builder(csv.toFile())
                        .columnTypes(new ColumnType[] {ColumnType.STRING, ColumnType.STRING})
                        .ignoreZeroDecimal(false)
                        .build());
    }

    @Test
    void aReaderOfCsvGetsEveryTextBack() {
        Path file = results(notes()).csv(folder.resolve("notes.csv"), csv -> csv.formulaGuard(false));
        Table read = read(file);
        assertThat(read.stringColumn("id").asList()).hasSize(TEXTS.size());
        for (int i = 0; i < TEXTS.size(); i++) {
            // This reader strips spaces and makes one line end of each kind.
            assertThat(read.getString(i, "text").strip().replaceAll("\r\n?", "\n"))
                    .isEqualTo(TEXTS.get(i).strip().replaceAll("\r\n?", "\n"));
        }
    }

    @Test
    void aGuardedFileHasNoCellThatBeginsLikeAFormula() {
        Table read = read(results(notes()).csv(folder.resolve("notes.csv")));
        assertThat(read.stringColumn("text").asList())
                .noneMatch(text -> !text.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(text.charAt(0)) >= 0)
                .contains("'=1+1", "'@handle");
    }

    record Change(String id, int delta, double ratio, BigDecimal exact) {}

    @Test
    void numbersBelowZeroStayNumbers() throws IOException {
        Path file = results(List.of(new Change("-1", -1, -0.5, new BigDecimal("-2.50"))))
                .csv(folder.resolve("n.csv"));
        assertThat(file).content().isEqualTo("id,delta,ratio,exact\r\n'-1,-1,-0.5,-2.50\r\n");
    }

    @Test
    void namesOfColumnsAreAsHostileAsCells() {
        var row = new LinkedHashMap<String, Object>();
        row.put("=cmd|' /C calc'!A0", 1);
        row.put("a,\"b\"\r\n", 2);
        assertThat(results(List.of(row)).csv(folder.resolve("names.csv")))
                .content()
                .isEqualTo("'=cmd|' /C calc'!A0,\"a,\"\"b\"\"\r\n\"\r\n1,2\r\n");
        assertThat(results(List.of(row)).table().columnNames()).containsExactly("=cmd|' /C calc'!A0", "a,\"b\"");
    }

    @Test
    void nulAndHalfCharactersBecomeTheReplacementCharacter() throws IOException {
        var notes =
                results(List.of(new Note("nul", "a\0b"), new Note("half", "a\uD83Db"), new Note("other", "\uDC00")));
        assertThat(notes.csv(folder.resolve("x.csv")))
                .content(StandardCharsets.UTF_8)
                .isEqualTo("id,text\r\nnul,a\uFFFDb\r\nhalf,a\uFFFDb\r\nother,\uFFFD\r\n");
        List<String> lines = Files.readAllLines(notes.jsonl(folder.resolve("x.jsonl")));
        assertThat(lines)
                .containsExactly(
                        "{\"id\":\"nul\",\"text\":\"a\\u0000b\"}",
                        "{\"id\":\"half\",\"text\":\"a\uFFFDb\"}",
                        "{\"id\":\"other\",\"text\":\"\uFFFD\"}");
    }

    @Test
    void aByteOrderMarkIsWrittenWhereItIsWanted() throws IOException {
        var notes = results(List.of(new Note("1", "ä")));
        Path file = notes.csv(folder.resolve("bom.csv"), csv -> csv.byteOrderMark(true));
        assertThat(Files.readAllBytes(file)).startsWith(0xEF, 0xBB, 0xBF, 'i', 'd');
        assertThat(Files.readAllBytes(notes.csv(folder.resolve("no.csv")))).startsWith('i', 'd');
    }

    @Test
    void aRowOfOneEmptyCellIsStillARow() {
        assertThat(results(List.of("a", "", "b")).csv(folder.resolve("one.csv")))
                .content()
                .isEqualTo("value\r\na\r\n\"\"\r\nb\r\n");
    }

    @Test
    void everyLineOfJsonlIsJson() throws IOException {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("long", Long.MAX_VALUE);
        row.put("huge", new BigInteger("123456789012345678901234567890"));
        row.put("exact", new BigDecimal("0.10"));
        row.put("nan", Double.NaN);
        row.put("infinite", Float.NEGATIVE_INFINITY);
        row.put("none", null);
        row.put("numbers", new int[] {1, 2});
        row.put("texts", new String[] {"a", null});
        row.put("nested", Map.of("list", List.of(Map.of("deep", "</script>\n"))));
        row.put("at", Instant.EPOCH);
        String line = Files.readAllLines(results(List.of(row)).jsonl(folder.resolve("row.jsonl")))
                .get(0);
        assertThat(line)
                .isEqualTo("{\"long\":9223372036854775807,\"huge\":123456789012345678901234567890,\"exact\":0.10,"
                        + "\"nan\":\"NaN\",\"infinite\":\"-Infinity\",\"none\":null,\"numbers\":[1,2],\"texts\":[\"a\",null],"
                        + "\"nested\":{\"list\":[{\"deep\":\"</script>\\n\"}]},\"at\":\"1970-01-01T00:00:00Z\"}");
        Path file = results(notes()).jsonl(folder.resolve("notes.jsonl"));
        var read = new ArrayList<String>();
        for (String one : Files.readAllLines(file)) {
            read.add(new ObjectMapper().readTree(one).get("text").textValue());
        }
        assertThat(read).isEqualTo(TEXTS);
    }

    @Test
    void aTableHasATypeForEveryColumnWhateverIsInIt() {
        var first = new LinkedHashMap<String, @Nullable Object>();
        first.put("mixed", 1);
        first.put("none", null);
        first.put("some", null);
        first.put("at", Instant.EPOCH);
        first.put("local", LocalDateTime.of(2024, 3, 1, 10, 0));
        first.put("parts", List.of(1, 2));
        first.put("yes", true);
        first.put("sum", 1);
        var second = new LinkedHashMap<>(first);
        second.put("mixed", "x");
        second.put("some", 2L);
        second.put("parts", new Note("a", null));
        second.put("sum", new BigDecimal("0.5"));
        Table table = results(List.of(first, second)).table();
        assertThat(table.types())
                .containsExactly(
                        ColumnType.STRING,
                        ColumnType.STRING,
                        ColumnType.LONG,
                        ColumnType.INSTANT,
                        ColumnType.LOCAL_DATE_TIME,
                        ColumnType.STRING,
                        ColumnType.BOOLEAN,
                        ColumnType.DOUBLE);
        assertThat(table.stringColumn("none").countMissing()).isEqualTo(2);
        assertThat(table.stringColumn("mixed").asList()).containsExactly("1", "x");
        assertThat(table.stringColumn("parts").asList()).containsExactly("[1,2]", "{\"id\":\"a\",\"text\":null}");
    }

    @Test
    void aHundredThousandRowsAreATableAndAFile() throws IOException {
        var rows = new ArrayList<Note>();
        for (int i = 0; i < 100_000; i++) {
            rows.add(new Note("n" + i, i % 10 == 0 ? null : "text " + i));
        }
        var results = results(rows);
        Table table = results.table();
        assertThat(table.rowCount()).isEqualTo(100_000);
        assertThat(table.stringColumn("text").countMissing()).isEqualTo(10_000);
        try (var lines = Files.lines(results.csv(folder.resolve("large.csv")))) {
            assertThat(lines.count()).isEqualTo(100_001);
        }
        assertThat(results.diff(results).rowCount()).isZero();
    }

    record Priced(String url, @Nullable BigDecimal price, List<String> tags) {}

    @Test
    void aDifferenceSeesNothingThatBecomesSomethingAndPartsThatChange() {
        var before = results(List.of(
                new Priced("/a", null, List.of()),
                new Priced("/b", BigDecimal.ONE, List.of("x")),
                new Priced("/b", BigDecimal.TEN, List.of())));
        var now = results(List.of(
                new Priced("/b", BigDecimal.ONE, List.of("x", "y")),
                new Priced("/a", new BigDecimal("2.0"), List.of()),
                new Priced("/b", new BigDecimal("10.00"), List.of())));
        var diff = now.diff(before);
        assertThat(diff.stringColumn("change").asList()).containsExactly("changed", "changed");
        assertThat(diff.stringColumn("was").asList()).containsExactly("tags [\"x\"]", "price null");
        assertThat(now.diff(results(List.of())).stringColumn("change").asList()).containsOnly("added");
        assertThat(results(List.<Priced>of()).diff(now).stringColumn("change").asList())
                .containsOnly("removed");
    }

    @Test
    void whatCannotBeWrittenIsSaidInWords() {
        assertThatThrownBy(() -> results(notes()).csv(folder.resolve("no/such/notes.csv")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("there is no folder " + folder.resolve("no/such"));
        assertThat(Trouble.what(new AccessDeniedException("/out/x.csv")))
                .isEqualTo("no permission to write /out/x.csv");
        assertThat(Trouble.remedy(new AccessDeniedException("/out/x.csv"))).isEqualTo("allow it");
        assertThat(Trouble.remedy(new IOException("No space left on device"))).isEqualTo("make room");
        assertThat(Trouble.remedy(new IOException("File too large"))).isEqualTo("make room");
        assertThat(Arrays.asList(Trouble.what(new IOException()), Trouble.remedy(new IOException())))
                .containsExactly("java.io.IOException", "mend it");
    }
}
