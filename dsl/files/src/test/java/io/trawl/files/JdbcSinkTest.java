package io.trawl.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.Sink;
import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows in real databases: what arrives, what is refused, and what is said then. */
@Row("B20")
class JdbcSinkTest {
    record Price(String url, BigDecimal price, int stock) {}

    @TempDir
    Path folder;

    private static Results<Object> results(Object... values) {
        return Results.of(Arrays.stream(values).map(Outcome::ok).toList());
    }

    private static List<List<@Nullable Object>> query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<List<@Nullable Object>>();
            int width = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                var row = new ArrayList<@Nullable Object>();
                for (int i = 1; i <= width; i++) {
                    row.add(rows.getObject(i));
                }
                all.add(row);
            }
            return all;
        }
    }

    private static void execute(String url, String... sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    private static String first(List<List<@Nullable Object>> rows) {
        return String.valueOf(rows.get(0).get(0));
    }

    enum Mood {
        GOOD
    }

    record Author(String name, @Nullable Integer born) {}

    record Everything(
            String text,
            boolean yes,
            short small,
            long large,
            BigInteger huge,
            BigDecimal exact,
            double real,
            LocalDate day,
            LocalTime time,
            LocalDateTime local,
            Instant at,
            OffsetDateTime offset,
            URI link,
            Mood mood,
            Author author,
            List<String> tags,
            Optional<Integer> some,
            @Nullable String none) {}

    @ParameterizedTest
    @EnumSource
    void valuesOfEveryKindArrive(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        var row = new Everything(
                "Ä 🐟 '); DROP TABLE everything; --",
                true,
                (short) 3,
                1L << 40,
                new BigInteger("12345678901234567890"),
                new BigDecimal("12.40"),
                0.1,
                LocalDate.of(2024, 3, 1),
                LocalTime.of(17, 30),
                LocalDateTime.of(2024, 3, 1, 17, 30),
                Instant.parse("2024-03-01T10:00:00.5Z"),
                OffsetDateTime.parse("2024-03-01T12:00:00+02:00"),
                URI.create("http://a.example/"),
                Mood.GOOD,
                new Author("A", null),
                List.of("sea", "sand"),
                Optional.of(7),
                null);
        results(row, row).writeTo(Sink.jdbc(url, "everything"));
        var found = query(url, "SELECT * FROM everything");
        assertThat(found).hasSize(2);
        var cells = found.get(0);
        assertThat(cells.get(0)).isEqualTo("Ä 🐟 '); DROP TABLE everything; --");
        assertThat(cells.get(1)).isIn(true, 1);
        assertThat(((Number) cells.get(3)).longValue()).isEqualTo(1L << 40);
        assertThat(new BigDecimal(cells.get(4).toString()).round(new MathContext(15)))
                .isEqualByComparingTo("1.23456789012346E19");
        assertThat(new BigDecimal(cells.get(5).toString())).isEqualByComparingTo("12.4");
        assertThat(cells.get(6)).isEqualTo(0.1);
        assertThat(cells.get(7)).hasToString("2024-03-01");
        assertThat(cells.get(12)).isEqualTo("http://a.example/");
        assertThat(cells.get(13)).isEqualTo("GOOD");
        assertThat(cells.get(14)).isEqualTo("{\"name\":\"A\",\"born\":null}");
        assertThat(cells.get(15)).isEqualTo("[\"sea\",\"sand\"]");
        assertThat(cells.get(16)).isEqualTo(7);
        assertThat(cells.get(17)).isNull();
        Object at = cells.get(10);
        Instant instant = at instanceof java.sql.Timestamp t
                ? t.toInstant()
                : at instanceof OffsetDateTime o ? o.toInstant() : Instant.parse(String.valueOf(at));
        assertThat(instant).isEqualTo("2024-03-01T10:00:00.5Z");
    }

    @ParameterizedTest
    @EnumSource
    void aRowWithTheSameKeyReplacesTheOneThatIsThere(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        Sink<Object> sink = Sink.jdbc(url, "prices", s -> s.batch(2).upsertOn("url"));
        results(
                        new Price("/a", new BigDecimal("1"), 1),
                        new Price("/b", new BigDecimal("2"), 2),
                        new Price("/a", new BigDecimal("3"), 3))
                .writeTo(sink);
        results(new Price("/b", new BigDecimal("4"), 4), new Price("/c", new BigDecimal("5"), 5))
                .writeTo(sink);
        assertThat(query(url, "SELECT url, stock FROM prices ORDER BY url"))
                .containsExactly(List.of("/a", 3), List.of("/b", 4), List.of("/c", 5));
        assertThatThrownBy(() -> results(new Price(null, BigDecimal.ONE, 1)).writeTo(sink))
                .hasMessageContaining("upsertOn(url)");
    }

    @ParameterizedTest
    @EnumSource
    void allOfAWriteArrivesOrNothing(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        execute(
                url,
                "CREATE TABLE prices (url VARCHAR(100) UNIQUE, price NUMERIC(10, 2), stock INT CHECK (stock < 900), note VARCHAR(10))");
        var rows = IntStream.range(0, 1_000)
                .mapToObj(i -> Outcome.ok(new Price("/" + i, BigDecimal.TEN, i)))
                .toList();
        assertThatThrownBy(() -> Results.of(rows).writeTo(Sink.jdbc(url, "prices")))
                .isInstanceOf(ScrapeException.class)
                .hasMessageContaining("the sink prices in jdbc:")
                .hasMessageContaining("at the row [/900, 10, 900]")
                .hasMessageContaining("1000 rows were not written");
        assertThat(first(query(url, "SELECT count(*) FROM prices"))).isEqualTo("0");
        Results.of(rows.subList(0, 900)).writeTo(Sink.jdbc(url, "Prices"));
        assertThat(first(query(url, "SELECT count(*) FROM prices"))).isEqualTo("900");
    }

    record Order(String order, String select, String URL, int größe) {}

    @ParameterizedTest
    @EnumSource
    void namesMayBeWordsOfSqlAndOfAnyScript(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        results(new Order("a", "b", "c", 1)).writeTo(Sink.jdbc(url, "group", s -> s.upsertOn("order", "größe")));
        results(new Order("a", "x", "c", 1)).writeTo(Sink.jdbc(url, "group", s -> s.upsertOn("order", "größe")));
        String table = kind == Databases.Kind.H2 ? "\"GROUP\"" : "\"group\"";
        assertThat(query(url, "SELECT * FROM " + table)).containsExactly(List.of("a", "x", "c", 1));
        var map = new LinkedHashMap<String, Object>();
        map.put("a \"quoted\" name; --", "x");
        map.put("price", 1.5);
        results(map).writeTo(Sink.jdbc(url, "Straße \"7\""));
        assertThat(query(url, "SELECT * FROM \"Straße \"\"7\"\"\"")).containsExactly(List.of("x", 1.5));
    }

    record Text(String id, String text) {}

    @ParameterizedTest
    @EnumSource
    void hostileTextsArriveAsText(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        String large = "ä".repeat(900_000);
        results(new Text("nul", "a\0b"), new Text("half", "a\uD83Db"), new Text("large", large))
                .writeTo(Sink.jdbc(url, "texts"));
        assertThat(query(url, "SELECT text FROM texts ORDER BY id"))
                .containsExactly(List.of("a\uFFFDb"), List.of(large), List.of("a\uFFFDb"));
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatLacksAColumnIsNotTouched(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        execute(url, "CREATE TABLE prices (url VARCHAR(100), cost INT)");
        assertThatThrownBy(() -> results(new Price("/a", BigDecimal.ONE, 1)).writeTo(Sink.jdbc(url, "prices")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no column price")
                .hasMessageContainingAll("url", "price", "stock");
        assertThatThrownBy(() -> results(new Price("/a", BigDecimal.ONE, 1))
                        .writeTo(Sink.jdbc(url, "others", s -> s.upsertOn("isbn"))))
                .hasMessageContaining("upsertOn(\"isbn\"): rows have the columns [url, price, stock]");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void upsertingIntoATableWithoutAnIndexSaysWhatItNeeds(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        execute(url, "CREATE TABLE prices (url VARCHAR(100), price NUMERIC(10, 2), stock INT)");
        assertThatThrownBy(() -> results(new Price("/a", BigDecimal.ONE, 1))
                        .writeTo(Sink.jdbc(url, "prices", s -> s.upsertOn("url"))))
                .hasMessageContaining("needs a unique index on [url]");
    }

    @Test
    void valuesFitColumnsOfOtherTypes() throws Exception {
        String url = Databases.url(Databases.Kind.POSTGRESQL, folder);
        execute(url, "CREATE SCHEMA shop", "CREATE TABLE shop.\"Prices\" (url VARCHAR(100), price TEXT, stock BIGINT)");
        results(new Price("/a", new BigDecimal("1.50"), 1)).writeTo(Sink.jdbc(url, "shop.Prices"));
        assertThat(query(url, "SELECT * FROM shop.\"Prices\"")).containsExactly(List.of("/a", "1.50", 1L));
        execute(url, "CREATE TABLE notes (id TEXT, text JSONB)");
        results(new Text("1", "{\"a\": 1}")).writeTo(Sink.jdbc(url, "notes"));
        assertThat(query(url, "SELECT text ->> 'a' FROM notes")).containsExactly(List.of("1"));
        execute(url, "DROP SCHEMA shop CASCADE");
    }

    @Test
    void mapsMakeColumnsByTheirFirstValues() throws Exception {
        String url = Databases.url(Databases.Kind.SQLITE, folder);
        results(Map.of("url", "/a"), Map.of("url", "/b", "n", 2)).writeTo(Sink.jdbc(url, "pages"));
        assertThat(query(url, "SELECT url, n FROM pages ORDER BY url"))
                .containsExactly(Arrays.asList("/a", null), List.of("/b", 2));
    }

    @Test
    void aFullDiskIsSaidAndLeavesWhatWasThere() throws Exception {
        String url = Databases.url(Databases.Kind.SQLITE, folder) + "?max_page_count=20";
        results(new Text("1", "x")).writeTo(Sink.jdbc(url, "texts"));
        assertThatThrownBy(() -> results(new Text("2", "x".repeat(200_000))).writeTo(Sink.jdbc(url, "texts")))
                .hasMessageContaining("full");
        assertThat(first(query(url, "SELECT count(*) FROM texts"))).isEqualTo("1");
    }

    @Test
    void whatIsNoDatabaseIsRefusedWhereItIsWritten() {
        assertThatThrownBy(() -> Sink.jdbc("postgres://shop", "prices"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write jdbc:sqlite:shop.db");
        assertThatThrownBy(() -> Sink.jdbc("jdbc:mysql://localhost/shop", "prices"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("%maven com.mysql:mysql-connector-j");
        assertThatThrownBy(() -> Sink.jdbc("jdbc:nosuch:x", "prices"))
                .hasMessageContaining("no driver for jdbc:nosuch");
        assertThatThrownBy(() -> Sink.jdbc("jdbc:sqlite:x.db", " ")).hasMessageContaining("not the name of a table");
        assertThatThrownBy(() -> Sink.jdbc("jdbc:sqlite:x.db", "x", s -> s.batch(0)))
                .hasMessageContaining("batch");
        assertThatThrownBy(() -> Sink.jdbc("jdbc:sqlite:x.db", "x", s -> s.pool(0)))
                .hasMessageContaining("pool");
        assertThatThrownBy(() -> Sink.jdbc("jdbc:sqlite:x.db", "x", s -> s.upsertOn()))
                .hasMessageContaining("upsertOn");
    }

    @Test
    void secretsAreNotShown() {
        String url = "jdbc:postgresql://me:pass1@127.0.0.1:1/shop?password=pass2";
        Sink<Object> sink = Sink.jdbc(url, "prices", s -> s.user("me", "pass3"));
        assertThat(sink).hasToString("prices in jdbc:postgresql://***@127.0.0.1:1/shop?password=***");
        assertThatThrownBy(() -> results(1).writeTo(sink))
                .isInstanceOf(ScrapeException.class)
                .satisfies(e -> assertThat(String.valueOf(e)).doesNotContain("pass1", "pass2", "pass3"));
    }

    @Test
    void theVictimOfADeadlockIsWrittenOnceMore() throws Exception {
        String url = Databases.url(Databases.Kind.POSTGRESQL, folder);
        Sink<Object> prices = Sink.jdbc(url, "prices", s -> s.upsertOn("url"));
        results(new Price("a", BigDecimal.ONE, 1), new Price("b", BigDecimal.ONE, 1))
                .writeTo(prices);
        try (Connection other = DriverManager.getConnection(url);
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE prices SET stock = 2 WHERE url = 'b'");
            var written = CompletableFuture.runAsync(
                    () -> results(new Price("a", BigDecimal.ONE, 3), new Price("b", BigDecimal.ONE, 3))
                            .writeTo(prices));
            String waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
            while (first(query(url, waiting)).equals("0")) {
                assertThat(written).isNotDone();
            }
            // Now each waits for the other; the database ends the one that waited for longer.
            statement.execute("UPDATE prices SET stock = 2 WHERE url = 'a'");
            other.commit();
            written.get(60, TimeUnit.SECONDS);
        }
        assertThat(query(url, "SELECT stock FROM prices")).containsOnly(List.of(3));
        assertThat(first(query(url, "SELECT deadlocks > 0 FROM pg_stat_database WHERE datname = current_database()")))
                .isEqualTo("true");
    }
}
