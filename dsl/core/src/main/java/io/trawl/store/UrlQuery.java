package io.trawl.store;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Consumer;

/** URLs that stand in a database of the user's. */
public final class UrlQuery {
    private static final int AT_ONCE = 1_000;

    private UrlQuery() {}

    /**
     * Asks, and gives the first column of each row; null is left out. Blocks.
     *
     * @param driver one that takes the URL of the database
     * @throws JournalException saying what the database said
     */
    public static void run(Driver driver, String database, String sql, Consumer<String> url) {
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
}
