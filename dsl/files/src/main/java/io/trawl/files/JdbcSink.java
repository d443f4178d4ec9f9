package io.trawl.files;

import io.trawl.Sink;
import io.trawl.store.Drivers;
import io.trawl.table.Columns;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows into a table: each write is one transaction, its receipt included. */
final class JdbcSink implements Sink<Object> {
    /** Of a transaction that the database gives up for the sake of another. */
    private static final int ATTEMPTS = 5;

    private final Database database;
    private final String table;
    private final JdbcOptions options;

    private JdbcSink(Database database, String table, JdbcOptions options) {
        this.database = database;
        this.table = table;
        this.options = options;
    }

    static JdbcSink of(String url, String table, JdbcOptions options) {
        if (table.isBlank() || table.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "not the name of a table: \"" + table + "\"; write prices, or shop.prices");
        }
        return new JdbcSink(Database.of(url, options), table, options);
    }

    @Override
    public void write(List<?> rows) {
        throw new IllegalStateException("it is not open");
    }

    @Override
    public Sink<Object> open(String job, @Nullable String position) throws SQLException {
        return new Open(job, Pools.open(database));
    }

    @Override
    public String toString() {
        return table + " in " + database;
    }

    /** The table while one job writes to it. */
    private final class Open implements Sink<Object> {
        private final Pools.Pool pool;
        private final Receipts receipts;
        private @Nullable Columns columns;
        private @Nullable SqlTable target;

        Open(String job, Pools.Pool pool) {
            this.pool = pool;
            this.receipts = new Receipts(job);
        }

        @Override
        public void write(List<?> rows) throws SQLException {
            write(rows, null);
        }

        @Override
        public void write(List<?> rows, @Nullable String receipt) throws SQLException {
            try (Connection connection = pool.take()) {
                List<List<@Nullable Object>> cells = rows.isEmpty() ? List.of() : cells(connection, rows);
                if (receipt != null) {
                    receipts.prepare(connection, receipt);
                }
                // The pool sets it back.
                connection.setAutoCommit(false);
                for (int attempt = 1; !transact(connection, rows, cells, receipt, attempt == ATTEMPTS); attempt++) {
                    // Once more.
                }
            }
        }

        /** Returns whether it is written; not where the database undid it for another's sake and it may be tried again. */
        private boolean transact(
                Connection connection,
                List<?> rows,
                List<List<@Nullable Object>> cells,
                @Nullable String receipt,
                boolean last)
                throws SQLException {
            try {
                insert(connection, cells);
                if (receipt != null) {
                    receipts.keep(connection, receipt);
                }
                connection.commit();
                return true;
            } catch (SQLException e) {
                boolean undone = undo(connection, e);
                if (undone && !last && isAboutAnother(e)) {
                    return false;
                }
                SQLException told = undone ? told(connection, e, rows, cells) : told(message(e), e, rows);
                // Whoever mends it may have changed the table.
                target = null;
                receipts.forget();
                throw told;
            }
        }

        /**
         * Whether nothing of it stays and the connection may be used again. SQLite has undone it by itself where the disk is
         * full, and its driver, which does not know, would then write each row for good: such a connection is given up.
         */
        private boolean undo(Connection connection, SQLException because) {
            try {
                connection.rollback();
                return true;
            } catch (SQLException e) {
                because.addSuppressed(e);
                pool.giveUp(connection);
                return false;
            }
        }

        /** The rows' cells as the table has them; of rows with the same key the last. */
        private List<List<@Nullable Object>> cells(Connection connection, List<?> rows) throws SQLException {
            Columns all = columns == null ? Columns.of(rows) : columns;
            var read = new ArrayList<List<@Nullable Object>>(rows.size());
            rows.forEach(row -> read.add(all.cells(row)));
            SqlTable to = target == null ? SqlTable.of(connection, table, all, read, options.key()) : target;
            columns = all;
            target = to;
            var cells = new ArrayList<List<@Nullable Object>>(rows.size());
            for (List<@Nullable Object> row : read) {
                var converted = new ArrayList<@Nullable Object>(row.size());
                for (int i = 0; i < row.size(); i++) {
                    converted.add(to.kinds().get(i).of(row.get(i)));
                }
                cells.add(converted);
            }
            return to.keyAt().isEmpty() ? cells : distinct(cells, to.keyAt());
        }

        private List<List<@Nullable Object>> distinct(List<List<@Nullable Object>> cells, List<Integer> keyAt) {
            var last = new LinkedHashMap<List<@Nullable Object>, List<@Nullable Object>>();
            for (List<@Nullable Object> row : cells) {
                var key = new ArrayList<@Nullable Object>();
                keyAt.forEach(i -> key.add(row.get(i)));
                if (key.contains(null)) {
                    throw new IllegalArgumentException("upsertOn(" + String.join(", ", options.key())
                            + ") tells rows apart, and one has nothing there: " + row
                            + "; make it required, or filter such rows");
                }
                last.put(key, row);
            }
            return List.copyOf(last.values());
        }

        private void insert(Connection connection, List<List<@Nullable Object>> cells) throws SQLException {
            SqlTable to = target;
            if (to == null || cells.isEmpty()) {
                return;
            }
            try (PreparedStatement statement = connection.prepareStatement(to.insert())) {
                int waiting = 0;
                for (List<@Nullable Object> row : cells) {
                    bind(statement, row, to);
                    statement.addBatch();
                    if (++waiting == options.batch()) {
                        statement.executeBatch();
                        waiting = 0;
                    }
                }
                if (waiting > 0) {
                    statement.executeBatch();
                }
            }
        }

        private void bind(PreparedStatement statement, List<@Nullable Object> row, SqlTable to) throws SQLException {
            boolean sqlite = to.dialect() == Dialect.SQLITE;
            boolean instants = to.dialect().hasInstants();
            for (int i = 0; i < row.size(); i++) {
                Object value = row.get(i);
                if (value == null) {
                    statement.setNull(i + 1, java.sql.Types.NULL);
                } else if (to.foreign().contains(i)) {
                    statement.setObject(i + 1, value, java.sql.Types.OTHER);
                } else if (value instanceof Instant instant && !sqlite) {
                    OffsetDateTime utc = instant.atOffset(ZoneOffset.UTC);
                    statement.setObject(i + 1, instants ? utc : utc.toLocalDateTime());
                } else if (sqlite && value instanceof java.time.temporal.TemporalAccessor) {
                    // Its own functions read ISO 8601.
                    statement.setString(i + 1, value.toString());
                } else {
                    statement.setObject(i + 1, value);
                }
            }
        }

        /** The error, with the row that it is about where that can be found out; nothing of it stays. */
        private SQLException told(
                Connection connection, SQLException error, List<?> rows, List<List<@Nullable Object>> cells) {
            String message = message(error);
            if (isAboutARow(error) && cells.size() == 1) {
                message += ", at the row " + brief(cells.get(0));
            } else if (isAboutARow(error)) {
                for (List<@Nullable Object> row : cells) {
                    try {
                        insert(connection, List.of(row));
                    } catch (SQLException culprit) {
                        message = message(culprit) + ", at the row " + brief(row);
                        break;
                    }
                }
                undo(connection, error);
            }
            if (message.contains("ON CONFLICT clause does not match") || message.contains("no unique or exclusion")) {
                message += ": upsertOn needs a unique index on " + options.key() + " in a table that is there already";
            }
            return told(message, error, rows);
        }

        private static SQLException told(String message, SQLException error, List<?> rows) {
            String lost = rows.size() == 1 ? "1 row was" : rows.size() + " rows were";
            return new SQLException(message + " (" + lost + " not written)", error.getSQLState(), error);
        }

        /** What breaks a constraint or does not fit a type: classes 22 and 23 of SQL:2003, and 19 of SQLite. */
        private static boolean isAboutARow(SQLException error) {
            String state = error.getSQLState() == null ? "" : error.getSQLState();
            return state.startsWith("22") || state.startsWith("23") || (error.getErrorCode() & 0xff) == 19;
        }

        /** A deadlock, or transactions that cannot stand one after the other: class 40 of SQL:2003. */
        private static boolean isAboutAnother(SQLException error) {
            return error.getSQLState() != null && error.getSQLState().startsWith("40");
        }

        private static String brief(List<@Nullable Object> row) {
            String text = row.toString();
            return text.length() > 200 ? text.substring(0, 200) + "…" : text;
        }

        /** What the database said; a batch's own message repeats the statement. */
        private static String message(SQLException error) {
            Throwable cause = error instanceof BatchUpdateException && error.getNextException() != null
                    ? error.getNextException()
                    : error;
            return Drivers.shown(String.valueOf(cause.getMessage()));
        }

        @Override
        public @Nullable String receipt() throws SQLException {
            try (Connection connection = pool.take()) {
                return receipts.last(connection);
            }
        }

        @Override
        public void close() {
            pool.close();
        }

        @Override
        public String toString() {
            return JdbcSink.this.toString();
        }
    }
}
