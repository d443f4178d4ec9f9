package io.trawl.files;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What databases say in different words. */
enum Dialect {
    /** It has no exact decimals: what it calls NUMERIC is the same number, of a type that varies from row to row. */
    SQLITE(
            "SQLite",
            types("TEXT", "INTEGER", "INTEGER", "REAL", "REAL", "REAL", "INTEGER", "TEXT", "TEXT", "TEXT", "TEXT")),
    POSTGRESQL(
            "PostgreSQL",
            types(
                    "TEXT",
                    "INTEGER",
                    "BIGINT",
                    "NUMERIC",
                    "REAL",
                    "DOUBLE PRECISION",
                    "BOOLEAN",
                    "DATE",
                    "TIME",
                    "TIMESTAMP",
                    "TIMESTAMP WITH TIME ZONE")),
    H2(
            "H2",
            types(
                    "CHARACTER VARYING",
                    "INTEGER",
                    "BIGINT",
                    "DECFLOAT",
                    "REAL",
                    "DOUBLE PRECISION",
                    "BOOLEAN",
                    "DATE",
                    "TIME(9)",
                    "TIMESTAMP(9)",
                    "TIMESTAMP(9) WITH TIME ZONE")),
    /** Nothing that could be a key may be as long as its texts; instants are kept in UTC, as it has no type for them. */
    MYSQL("MySQL", mysql()),
    MARIADB("MariaDB", mysql()),
    DUCKDB(
            "DuckDB",
            types(
                    "VARCHAR",
                    "INTEGER",
                    "BIGINT",
                    "DECIMAL(38, 9)",
                    "FLOAT",
                    "DOUBLE",
                    "BOOLEAN",
                    "DATE",
                    "TIME",
                    "TIMESTAMP",
                    "TIMESTAMP WITH TIME ZONE")),
    /** One whose types and upsert are not known: rows go into tables that are there. */
    OTHER("", Map.of());

    /** Characters of four bytes, of which InnoDB takes 3,072 bytes in a key. */
    private static final int KEY = 760;

    private final String product;
    private final Map<Kind, String> types;

    Dialect(String product, Map<Kind, String> types) {
        this.product = product;
        this.types = types;
    }

    /** In the order of {@link Kind}. */
    private static Map<Kind, String> types(String... names) {
        return Arrays.stream(Kind.values()).collect(Collectors.toMap(k -> k, k -> names[k.ordinal()]));
    }

    private static Map<Kind, String> mysql() {
        return types(
                "LONGTEXT",
                "INTEGER",
                "BIGINT",
                "DECIMAL(65, 20)",
                "FLOAT",
                "DOUBLE",
                "BOOLEAN",
                "DATE",
                "TIME(6)",
                "DATETIME(6)",
                "DATETIME(6)");
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return Arrays.stream(values())
                .filter(d -> d.product.equalsIgnoreCase(product))
                .findFirst()
                .orElse(OTHER);
    }

    String product() {
        return product;
    }

    String type(Kind kind) {
        String type = types.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("the table is not there, and the types of this database are not known:"
                    + " create it; tables are made on " + Database.known());
        }
        return type;
    }

    private boolean isMysql() {
        return this == MYSQL || this == MARIADB;
    }

    /** Whether it has a type for an instant, and the driver takes one. */
    boolean hasInstants() {
        return this != SQLITE && !isMysql();
    }

    /**
     * Makes a table.
     *
     * @param columns quoted, as all names here
     * @param key of the columns
     */
    String create(String table, List<String> columns, List<Kind> kinds, List<String> key) {
        long texts = IntStream.range(0, kinds.size())
                .filter(i -> kinds.get(i) == Kind.TEXT && key.contains(columns.get(i)))
                .count();
        var parts = new ArrayList<String>();
        for (int i = 0; i < kinds.size(); i++) {
            boolean shortens = isMysql() && kinds.get(i) == Kind.TEXT && key.contains(columns.get(i));
            parts.add(columns.get(i) + " " + (shortens ? "VARCHAR(" + KEY / texts + ")" : type(kinds.get(i))));
        }
        if (!key.isEmpty()) {
            parts.add("PRIMARY KEY (" + String.join(", ", key) + ")");
        }
        // Else MySQL takes é for e, and /A for /a.
        return "CREATE TABLE IF NOT EXISTS " + table + " (" + String.join(", ", parts) + ")"
                + (isMysql() ? " DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "");
    }

    /** Inserts a row, or replaces the one with the same key; names are quoted. */
    String insert(String table, List<String> columns, List<String> key) {
        String names = String.join(", ", columns);
        String marks = columns.stream().map(c -> "?").collect(Collectors.joining(", "));
        String insert = " INTO " + table + " (" + names + ") ";
        if (key.isEmpty()) {
            return "INSERT" + insert + "VALUES (" + marks + ")";
        }
        String keys = String.join(", ", key);
        return switch (this) {
            case H2 -> "MERGE" + insert + "KEY (" + keys + ") VALUES (" + marks + ")";
            case SQLITE, POSTGRESQL, DUCKDB ->
                "INSERT" + insert + "VALUES (" + marks + ") ON CONFLICT (" + keys + ") " + update(columns, key);
            case MYSQL, MARIADB ->
                "INSERT" + insert + "VALUES (" + marks + ") ON DUPLICATE KEY UPDATE "
                        + columns.stream().map(c -> c + " = VALUES(" + c + ")").collect(Collectors.joining(", "));
            case OTHER ->
                throw new IllegalArgumentException(
                        "upsertOn is known on " + Database.known() + ", and this is another database: leave it out");
        };
    }

    private static String update(List<String> columns, List<String> key) {
        String sets = columns.stream()
                .filter(c -> !key.contains(c))
                .map(c -> c + " = excluded." + c)
                .collect(Collectors.joining(", "));
        return sets.isEmpty() ? "DO NOTHING" : "DO UPDATE SET " + sets;
    }
}
