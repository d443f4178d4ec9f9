package io.trawl.files;

import io.trawl.store.Drivers;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to reach it: equal where the connections of one serve the other.
 */
record Database(String url, Driver driver, JdbcOptions.@Nullable Login login, JdbcOptions.Pool pool) {
    /** @throws IllegalArgumentException where the URL is none, or there is no driver for it */
    static Database of(String url, JdbcOptions options) {
        return new Database(url, Drivers.of(url), options.login(), options.pool());
    }

    Connection connect() throws SQLException {
        var properties = new Properties();
        if (login != null) {
            properties.setProperty("user", login.user());
            properties.setProperty("password", login.password());
        }
        if (url.startsWith("jdbc:sqlite:") && !url.contains("busy_timeout")) {
            // Others may be writing.
            properties.setProperty("busy_timeout", "30000");
        }
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException(
                    "the driver " + driver.getClass().getName() + " does not take " + Drivers.shown(url));
        }
        return connection;
    }

    /** What the databases whose rules are known are called by their drivers. */
    static List<String> known() {
        return Stream.of(Dialect.values())
                .map(Dialect::product)
                .filter(p -> !p.isEmpty())
                .toList();
    }

    /** Loaders make a driver anew each time: what counts is its class. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Database d
                && url.equals(d.url)
                && driver.getClass() == d.driver.getClass()
                && Objects.equals(login, d.login)
                && pool.equals(d.pool);
    }

    @Override
    public int hashCode() {
        return Objects.hash(url, driver.getClass(), pool);
    }

    @Override
    public String toString() {
        return Drivers.shown(url);
    }
}
