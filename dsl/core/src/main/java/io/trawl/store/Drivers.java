package io.trawl.store;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Finds the JDBC driver of a URL by the loader of the cell that names it: {@link java.sql.DriverManager} sees only those of
 * its caller's, and a driver may have come with a magic.
 */
public final class Drivers {
    private static final Map<String, String> DRIVERS = Map.of(
            "sqlite", "org.xerial:sqlite-jdbc",
            "postgresql", "org.postgresql:postgresql",
            "h2", "com.h2database:h2",
            "mysql", "com.mysql:mysql-connector-j",
            "mariadb", "org.mariadb.jdbc:mariadb-java-client",
            "duckdb", "org.duckdb:duckdb_jdbc",
            "sqlserver", "com.microsoft.sqlserver:mssql-jdbc",
            "oracle", "com.oracle.database.jdbc:ojdbc11");

    private Drivers() {}

    /**
     * The driver that takes the URL, of those that the calling thread's context loader or ours sees.
     *
     * @throws IllegalArgumentException where the URL is none, or there is no driver for it; says which library has one
     */
    public static Driver of(String url) {
        if (!url.matches("jdbc:[a-zA-Z][\\w+.-]*:.+")) {
            throw new IllegalArgumentException("not the URL of a database: \"" + shown(url)
                    + "\"; write jdbc:sqlite:shop.db, or jdbc:postgresql://host/shop");
        }
        for (ClassLoader loader :
                new ClassLoader[] {Thread.currentThread().getContextClassLoader(), Drivers.class.getClassLoader()}) {
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
        String kind = url.split(":")[1].toLowerCase(Locale.ROOT);
        String library = DRIVERS.get(kind);
        throw new IllegalArgumentException("no driver for jdbc:" + kind + ": "
                + (library == null
                        ? "add the library that has one, as %maven org.postgresql:postgresql"
                        : "add it with %maven " + library + " in a notebook, or as the dependency " + library));
    }

    /** A text that may hold a URL, without its secrets. */
    public static String shown(String text) {
        return text.replaceAll("(?i)((?:password|pwd|token|secret)=)[^&;\\s]*", "$1***")
                .replaceAll("//[^/@\\s]*:[^/@\\s]*@", "//***@")
                .replaceAll("(?i)(jdbc:oracle:thin:[^/@\\s]*)/[^@\\s]*@", "$1/***@");
    }
}
