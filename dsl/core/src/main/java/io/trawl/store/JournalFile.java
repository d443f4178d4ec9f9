package io.trawl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The file of a journal: its tables, its version, how it is opened. WAL while it is written: SQLite drops a torn tail by
 * itself. Large blocks: a page of the web then fits into one or two.
 *
 * <pre>
 * meta       one row per fact about the job
 * page       idx, url, depth, first       a page found, in the order of discovery
 * outcome    idx, …                       how it ended; kind is null where it came through
 * body       idx, headers, body           what came over the wire
 * sink       number, position             where a sink stands after all that it has confirmed
 * delivered  sink, idx                    a page whose rows that sink has confirmed
 * beside     idx, page, url               a page that a stage fetched for another; its idx is below 0
 * </pre>
 */
final class JournalFile {
    /** "Trwl", so that {@code file} and we know our own. */
    private static final int APPLICATION = 0x5472776C;

    static final int VERSION = 1;
    private static final List<String> TABLES = List.of(
            "create table meta(key text primary key, value text) without rowid",
            "create table page(idx integer primary key, url text not null, depth integer not null,"
                    + " first integer not null)",
            "create table outcome(idx integer primary key, kind text, url text, status integer, attempts integer,"
                    + " phase text, message text, advice text, asked text, landed text, at integer, nanos integer,"
                    + " title text, words integer)",
            "create table body(idx integer primary key, headers text, body blob)",
            "create table sink(number integer primary key, position text)",
            "create table delivered(sink integer, idx integer, primary key(sink, idx)) without rowid");

    /** Came later: files of before get it when they are gone on with. */
    private static final String BESIDE = "create table if not exists beside(idx integer primary key, page integer not"
            + " null, url text not null, unique(url, page))";

    private JournalFile() {}

    /** Opens it to be written; one that is new has its tables, of which nothing is there until the first commit. */
    static Connection open(Path file) throws SQLException {
        return open(file, false);
    }

    static Connection openToRead(Path file) throws SQLException {
        return open(file, true);
    }

    private static Connection open(Path file, boolean readOnly) throws SQLException {
        Connection connection = connect(file, readOnly);
        try (Statement s = connection.createStatement()) {
            boolean fresh = number(s, "pragma schema_version") == 0;
            if (!fresh || readOnly) {
                check(file, number(s, "pragma application_id"), number(s, "pragma user_version"));
            }
            if (!readOnly) {
                s.execute("pragma page_size = 32768");
                s.execute("pragma journal_mode = wal");
                s.execute("pragma synchronous = full");
                s.execute("pragma wal_autocheckpoint = 256");
                connection.setAutoCommit(false);
            }
            if (fresh && !readOnly) {
                make(s);
            }
            if (!readOnly) {
                s.execute(BESIDE);
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            if (e instanceof SQLException sql && (sql.getErrorCode() & 0xff) == 26) {
                throw foreign(file, e);
            }
            throw e;
        }
    }

    private static void make(Statement s) throws SQLException {
        s.execute("pragma application_id = " + APPLICATION);
        s.execute("pragma user_version = " + VERSION);
        for (String table : TABLES) {
            s.execute(table);
        }
    }

    private static void check(Path file, int application, int version) {
        if (application != APPLICATION) {
            throw foreign(file, null);
        }
        if (version != VERSION) {
            throw new JournalException(
                    file + " was written by another Trawl (format " + version + "; this one knows " + VERSION + ")",
                    "a newer Trawl, or .checkpoint(path, RESTART) to begin again");
        }
    }

    private static JournalException foreign(Path file, @Nullable Throwable cause) {
        return new JournalException(
                file + " is no checkpoint of Trawl", "another file, or remove this one if nobody needs it", cause);
    }

    private static Connection connect(Path file, boolean readOnly) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(10_000);
        return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    }

    private static int number(Statement s, String pragma) throws SQLException {
        try (var row = s.executeQuery(pragma)) {
            return row.getInt(1);
        }
    }

    /** Whether it is ours, of whatever version: only such a one may be begun again. */
    static boolean isOurs(Path file) throws SQLException {
        try (var connection = connect(file, true);
                Statement s = connection.createStatement()) {
            return number(s, "pragma schema_version") == 0 || number(s, "pragma application_id") == APPLICATION;
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xff) == 26) {
                return false;
            }
            throw e;
        }
    }

    /** With what SQLite keeps beside it. */
    static void delete(Path file) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }
}
