package io.trawl.files;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of a job, beside its rows and in their transactions: {@code trawl_receipts(sink, receipt)} has a row per job
 * and sink while that job is under way.
 */
final class Receipts {
    private static final String TABLE = "trawl_receipts";

    private final String sink;
    private boolean there;

    Receipts(String sink) {
        this.sink = sink;
    }

    /** Makes the table where there is something to keep: some databases end a transaction for that. */
    void prepare(Connection connection, String receipt) throws SQLException {
        if (!there && !receipt.isEmpty()) {
            Dialect dialect = Dialect.of(connection);
            String text = dialect == Dialect.OTHER ? "VARCHAR(4000)" : dialect.type(Kind.TEXT);
            if (!exists(connection)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE " + (dialect == Dialect.OTHER ? "" : "IF NOT EXISTS ") + TABLE
                            + " (sink VARCHAR(200) PRIMARY KEY, receipt " + text + ")");
                }
            }
            there = true;
        }
    }

    /** Whether the table is there is to be asked again. */
    void forget() {
        there = false;
    }

    private static boolean exists(Connection connection) throws SQLException {
        var names = new SqlNames(connection.getMetaData());
        for (String name : names.candidates(TABLE)) {
            try (ResultSet tables = connection
                    .getMetaData()
                    .getTables(connection.getCatalog(), connection.getSchema(), names.pattern(name), null)) {
                if (tables.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Keeps a receipt in place of the one before; an empty one is none. */
    void keep(Connection connection, String receipt) throws SQLException {
        if (!there) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + TABLE + " WHERE sink = ?")) {
            delete.setString(1, sink);
            delete.executeUpdate();
        }
        if (!receipt.isEmpty()) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, ?)")) {
                insert.setString(1, sink);
                insert.setString(2, receipt);
                insert.executeUpdate();
            }
        }
    }

    /** The one that was kept last; null where there is none. */
    @Nullable
    String last(Connection connection) throws SQLException {
        if (!exists(connection)) {
            return null;
        }
        there = true;
        try (PreparedStatement select =
                connection.prepareStatement("SELECT receipt FROM " + TABLE + " WHERE sink = ?")) {
            select.setString(1, sink);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
