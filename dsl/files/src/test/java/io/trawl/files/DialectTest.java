package io.trawl.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.matrix.Row;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said to databases that no test here can start; MySQL's words are tried on H2, which knows them. */
@Row("B20")
class DialectTest {
    private static final List<String> NAMES = List.of("`url`", "`price`");
    private static final List<Kind> KINDS = List.of(Kind.TEXT, Kind.DECIMAL);
    private static final List<String> KEY = List.of("`url`");

    @Test
    void mysqlReplacesARowByItsKeyAndTellsCapitalsApart() throws Exception {
        String create = Dialect.MYSQL.create("`prices`", NAMES, KINDS, KEY);
        String insert = Dialect.MYSQL.insert("`prices`", NAMES, KEY);
        assertThat(create)
                .isEqualTo("CREATE TABLE IF NOT EXISTS `prices` (`url` VARCHAR(760), `price` DECIMAL(65, 20),"
                        + " PRIMARY KEY (`url`)) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        assertThat(insert)
                .isEqualTo("INSERT INTO `prices` (`url`, `price`) VALUES (?, ?)"
                        + " ON DUPLICATE KEY UPDATE `url` = VALUES(`url`), `price` = VALUES(`price`)")
                .isEqualTo(Dialect.MARIADB.insert("`prices`", NAMES, KEY));
        assertThat(Dialect.MARIADB.create("`prices`", NAMES, KINDS, KEY)).isEqualTo(create);
        try (var connection = DriverManager.getConnection("jdbc:h2:mem:dialect;MODE=MySQL");
                var statement = connection.createStatement()) {
            statement.execute(create);
            statement.execute(create);
            for (Object[] row : List.of(new Object[] {"/a", 1}, new Object[] {"/A", 2}, new Object[] {"/a", 3})) {
                try (var one = connection.prepareStatement(insert)) {
                    one.setObject(1, row[0]);
                    one.setObject(2, row[1]);
                    one.executeUpdate();
                }
            }
            try (var found = statement.executeQuery("SELECT count(*), sum(price) FROM `prices`")) {
                found.next();
                assertThat(found.getInt(1)).isEqualTo(2);
                assertThat(found.getInt(2)).isEqualTo(5);
            }
        }
    }

    @Test
    void aKeyOfSeveralTextsFitsInnodb() {
        assertThat(Dialect.MYSQL.create("t", List.of("a", "b"), List.of(Kind.TEXT, Kind.TEXT), List.of("a", "b")))
                .contains("a VARCHAR(380), b VARCHAR(380)");
        assertThat(Dialect.MYSQL.create("t", List.of("a"), List.of(Kind.TEXT), List.of()))
                .contains("(a LONGTEXT)");
    }

    @Test
    void duckdbSpeaksAsPostgresqlDoes() {
        assertThat(Dialect.DUCKDB.insert("\"t\"", List.of("\"a\"", "\"b\""), List.of("\"a\"")))
                .isEqualTo(
                        "INSERT INTO \"t\" (\"a\", \"b\") VALUES (?, ?) ON CONFLICT (\"a\") DO UPDATE SET \"b\" = excluded.\"b\"");
        assertThat(Dialect.DUCKDB.create(
                        "\"t\"", List.of("\"a\"", "\"at\""), List.of(Kind.TEXT, Kind.INSTANT), List.of()))
                .isEqualTo("CREATE TABLE IF NOT EXISTS \"t\" (\"a\" VARCHAR, \"at\" TIMESTAMP WITH TIME ZONE)");
    }

    @Test
    void ofADatabaseThatIsNotKnownTheTableMustBeThereAndUpsertIsRefused() {
        assertThatThrownBy(() -> Dialect.OTHER.create("t", NAMES, KINDS, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("create it; tables are made on [SQLite, PostgreSQL, H2, MySQL, MariaDB, DuckDB]");
        assertThatThrownBy(() -> Dialect.OTHER.insert("t", NAMES, KEY)).hasMessageContaining("leave it out");
    }
}
