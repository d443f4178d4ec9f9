package io.trawl.store;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Consumer;

/** URLs that stand in a database of the user's. Thread-safe. */
public final class UrlQuery {
    private static final int AT_ONCE = 1_000;

    private final Driver driver;
    private final String database;
    private final String sql;

    private UrlQuery(Driver driver, String database, String sql) {
        this.driver = driver;
        this.database = database;
        this.sql = sql;
    }

    /**
     * Does not ask yet; the driver is one that the caller sees.
     *
     * @param database as JDBC has it
     * @throws IllegalArgumentException where that is no URL, or no driver takes it
     */
    public static UrlQuery of(String database, String sql) {
        return new UrlQuery(Drivers.of(database), database, sql);
    }

    /**
     * Asks, and gives the first column of each row; null is left out. Blocks.
     *
     * @throws JournalException saying what the database said
     */
    public void run(Consumer<String> url) {
        try (var connection = driver.connect(database, new Properties());
                var statement = connection.createStatement()) {
            statement.setFetchSize(AT_ONCE);
            try (var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    String value = rows.getString(1);
                    if (value != null) {
                        url.accept(value);
                    }
                }
            }
        } catch (SQLException e) {
            throw new JournalException(
                    "the query " + sql + " failed: " + e.getMessage(),
                    "a query whose first column is the URL, as in \"select url from pages\"",
                    e);
        }
    }

    /** The SQL. */
    @Override
    public String toString() {
        return sql;
    }
}
