package io.trawl.files;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections to databases, shared by the sinks that are open on the same one and closed with the last of them.
 * Thread-safe; opening a pool, which connects, keeps back only those who want the same.
 */
final class Pools {
    private static final Map<Database, Pool> OPEN = new HashMap<>();

    private Pools() {}

    /** A pool that somebody uses; closing gives it back. */
    static final class Pool implements AutoCloseable {
        private final Database database;
        private int users;
        private @Nullable HikariDataSource source;

        private Pool(Database database) {
            this.database = database;
        }

        private synchronized void connect() throws SQLException {
            if (source == null) {
                try {
                    source = new HikariDataSource(config(database));
                } catch (HikariPool.PoolInitializationException e) {
                    throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getMessage(), e);
                }
            }
        }

        /** A connection, which closing gives back; waits up to 30 s for one. */
        Connection take() throws SQLException {
            HikariDataSource from;
            synchronized (this) {
                from = source;
            }
            if (from == null) {
                throw new SQLException("the connections to " + database + " are closed");
            }
            try {
                return from.getConnection();
            } catch (SQLTransientConnectionException e) {
                Throwable why = e.getCause() == null ? e : e.getCause();
                throw new SQLException(database + " does not answer: " + why.getMessage(), "08001", e);
            }
        }

        /** It is closed, and another one made in its place, when whoever has it closes it. */
        void giveUp(Connection connection) {
            HikariDataSource from;
            synchronized (this) {
                from = source;
            }
            if (from != null) {
                from.evictConnection(connection);
            }
        }

        @Override
        public void close() {
            synchronized (OPEN) {
                users--;
                if (users > 0) {
                    return;
                }
                OPEN.remove(database);
            }
            synchronized (this) {
                if (source != null) {
                    source.close();
                    source = null;
                }
            }
        }
    }

    /** @throws SQLException where the database cannot be reached */
    static Pool open(Database database) throws SQLException {
        Pool pool;
        synchronized (OPEN) {
            pool = OPEN.computeIfAbsent(database, Pool::new);
            pool.users++;
        }
        try {
            pool.connect();
            return pool;
        } catch (SQLException | RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariConfig config(Database database) {
        var config = new HikariConfig();
        JdbcOptions.Pool pool = database.pool();
        config.setPoolName("trawl-sink");
        config.setDataSource(new Source(database));
        config.setMinimumIdle(pool.size());
        config.setMaximumPoolSize(pool.size() + pool.overflow());
        config.setValidationTimeout(pool.validation().toMillis());
        config.setMaxLifetime(pool.recycle().toMillis());
        return config;
    }

    /** What Hikari takes connections from: the driver that was found. */
    private record Source(Database database) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return database.connect();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            // Drivers log as they like.
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // As the URL says.
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("not a " + type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
