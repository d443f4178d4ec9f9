package io.trawl.files;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to reach it: equal where the connections of one serve the other. The driver is looked for by
 * the loader of the cell that names it, as {@link java.sql.DriverManager} sees only those of its caller's.
 */
record Database(String url, Driver driver, JdbcOptions.@Nullable Login login, JdbcOptions.Pool pool) {
    private static final Map<String, String> DRIVERS = Map.of(
            "sqlite", "org.xerial:sqlite-jdbc",
            "postgresql", "org.postgresql:postgresql",
            "h2", "com.h2database:h2",
            "mysql", "com.mysql:mysql-connector-j",
            "mariadb", "org.mariadb.jdbc:mariadb-java-client",
            "duckdb", "org.duckdb:duckdb_jdbc",
            "sqlserver", "com.microsoft.sqlserver:mssql-jdbc",
            "oracle", "com.oracle.database.jdbc:ojdbc11");

    /** @throws IllegalArgumentException where the URL is none, or there is no driver for it */
    static Database of(String url, JdbcOptions options) {
        if (!url.matches("jdbc:[a-zA-Z][\\w+.-]*:.+")) {
            throw new IllegalArgumentException("not the URL of a database: \"" + shown(url)
                    + "\"; write jdbc:sqlite:shop.db, or jdbc:postgresql://host/shop");
        }
        return new Database(url, driver(url), options.login(), options.pool());
    }

    private static Driver driver(String url) {
        for (ClassLoader loader :
                new ClassLoader[] {Thread.currentThread().getContextClassLoader(), Database.class.getClassLoader()}) {
            // One that cannot be loaded does not hide the others.
            for (var drivers = ServiceLoader.load(Driver.class, loader).iterator(); ; ) {
                try {
                    if (!drivers.hasNext()) {
                        break;
                    }
                    Driver driver = drivers.next();
                    if (driver.acceptsURL(url)) {
                        return driver;
                    }
                } catch (ServiceConfigurationError | SQLException e) {
                    continue;
                }
            }
        }
        String kind = url.split(":")[1].toLowerCase(java.util.Locale.ROOT);
        String library = DRIVERS.get(kind);
        throw new IllegalArgumentException("no driver for jdbc:" + kind + ": "
                + (library == null
                        ? "add the library that has one, as %maven org.postgresql:postgresql"
                        : "add it with %maven " + library + " in a notebook, or as the dependency " + library));
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
            throw new SQLException("the driver " + driver.getClass().getName() + " does not take " + shown(url));
        }
        return connection;
    }

    /** A text that may hold a URL, without its secrets. */
    static String shown(String text) {
        return text.replaceAll("(?i)((?:password|pwd|token|secret)=)[^&;\\s]*", "$1***")
                .replaceAll("//[^/@\\s]*:[^/@\\s]*@", "//***@")
                .replaceAll("(?i)(jdbc:oracle:thin:[^/@\\s]*)/[^@\\s]*@", "$1/***@");
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
        return shown(url);
    }
}
