package io.trawl.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.page.Fetched;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Reads a journal, also while it is written. Thread-safe; what it holds open is closed when nobody can reach it any more,
 * since results that outlive their session read from it.
 */
public final class JournalReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Cleaner CLEANER = Cleaner.create();

    /** What is told of each page. */
    public interface Visitor {
        /** @param ended null where it has not; its body is not read */
        void page(Found found, @Nullable Ended ended);
    }

    private static final String OUTCOME = "o.kind, o.url, o.status, o.attempts, o.phase, o.message, o.advice,"
            + " o.asked, o.landed, o.at, o.nanos, o.title, o.words, o.idx";

    private final Path file;
    private final Secrets secrets;
    private final Connection connection;

    private JournalReader(Path file, Secrets secrets, Connection connection) {
        this.file = file;
        this.secrets = secrets;
        this.connection = connection;
    }

    /**
     * @param secrets to put back into URLs; where they are not known, stars stand in their place
     * @throws JournalException where it is none, or one of another version
     */
    public static JournalReader open(Path file, Secrets secrets) {
        try {
            if (Files.notExists(file)) {
                throw new JournalException("there is no checkpoint " + file, "the path of one that exists");
            }
            Connection connection = JournalFile.openToRead(file);
            var reader = new JournalReader(file, secrets, connection);
            CLEANER.register(reader, () -> close(connection));
            return reader;
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LoggerFactory.getLogger(JournalReader.class).warn("a journal could not be closed", e);
        }
    }

    private static JournalException unreadable(Path file, SQLException e) {
        return new JournalException(
                file + " cannot be read: " + e.getMessage(),
                "a copy of it; or .checkpoint(path, RESTART) to begin again",
                e);
    }

    /** Reading as a whole, one thread at a time. */
    private interface Reading<R extends @Nullable Object> {
        R of(ResultSet row) throws SQLException;
    }

    private synchronized <R extends @Nullable Object> R read(String query, Reading<R> reading, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reading.of(rows);
            }
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    public Head head() {
        Map<String, String> facts = read("select key, value from meta", row -> {
            var all = new HashMap<String, String>();
            while (row.next()) {
                all.put(row.getString(1), Secrets.starred(row.getString(2)));
            }
            return all;
        });
        return new Head(
                facts.getOrDefault("id", ""),
                facts.getOrDefault("name", ""),
                facts.getOrDefault("plan", "{}"),
                facts.getOrDefault("state", ""),
                facts.getOrDefault("reason", ""),
                Instant.parse(facts.getOrDefault("started", "1970-01-01T00:00:00Z")));
    }

    /** All pages, in the order of discovery. */
    public void pages(Visitor visitor) {
        read(
                "select p.idx, p.url, p.depth, p.first, " + OUTCOME
                        + " from page p left join outcome o on o.idx = p.idx order by p.idx",
                row -> {
                    while (row.next()) {
                        visitor.page(
                                new Found(row.getInt(1), shown(row, 2), row.getInt(3), row.getBoolean(4)),
                                row.getObject(18) == null ? null : ended(row));
                    }
                    return true;
                });
    }

    /** A page that a stage fetched, for that page if it did, else for another; null where none did. Its body is not read. */
    public @Nullable Ended beside(int forPage, String url) {
        return read(
                "select b.idx, b.url, 0, 0, " + OUTCOME
                        + " from beside b join outcome o on o.idx = b.idx where b.url = ?"
                        + " order by b.page = ? desc, b.idx limit 1",
                row -> row.next() ? ended(row) : null,
                secrets.hide(url),
                forPage);
    }

    /** The index of the last page that a stage fetched; 0 where none did. */
    public int lastBeside() {
        return read("select coalesce(min(idx), 0) from beside", row -> row.getInt(1));
    }

    private Ended ended(ResultSet row) throws SQLException {
        String kind = row.getString(5);
        Failure failure = kind == null
                ? null
                : new Failure(
                        kindOf(kind),
                        shown(row, 6),
                        row.getInt(7),
                        row.getInt(8),
                        row.getString(9),
                        shown(row, 10),
                        shown(row, 11),
                        null);
        return new Ended(
                row.getInt(1),
                failure,
                row.getString(13) == null ? null : fetched(row, 12, Map.of(), new byte[0]),
                shown(row, 16),
                row.getInt(17));
    }

    private Fetched fetched(ResultSet row, int asked, Map<String, List<String>> headers, byte[] body)
            throws SQLException {
        return new Fetched(
                shown(row, asked),
                shown(row, asked + 1),
                row.getInt("status"),
                headers,
                body,
                Instant.ofEpochMilli(row.getLong(asked + 2)),
                Duration.ofNanos(row.getLong(asked + 3)));
    }

    private static ErrorKind kindOf(String name) {
        try {
            return ErrorKind.valueOf(name);
        } catch (IllegalArgumentException e) {
            return ErrorKind.UNKNOWN;
        }
    }

    private String shown(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return "";
        }
        String revealed = secrets.reveal(text);
        return revealed == null ? Secrets.starred(text) : revealed;
    }

    /** A page as it came over the wire. */
    public Fetched body(int index) {
        return read(
                "select o.asked, o.landed, o.at, o.nanos, o.status, b.headers, b.body"
                        + " from outcome o join body b on b.idx = o.idx where o.idx = ?",
                row -> {
                    if (!row.next()) {
                        throw new JournalException("page " + index + " is not in " + file, "");
                    }
                    return fetched(row, 1, headers(row.getString(6)), row.getBytes(7));
                },
                index);
    }

    private static Map<String, List<String>> headers(String json) {
        try {
            var headers = JSON.readValue(json, new TypeReference<Map<String, List<String>>>() {});
            headers.replaceAll(
                    (name, values) -> values.stream().map(Secrets::starred).toList());
            return headers;
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }

    /** Whether any page has been found: else its job has yet to begin. */
    public boolean begun() {
        return read("select exists(select 1 from page)", row -> row.getBoolean(1));
    }

    /** How many pages are known, ended, and ended badly. */
    public int[] counts() {
        return read(
                "select (select count(*) from page), (select count(*) from outcome where idx >= 0 and coalesce(kind, '') <> 'DUPLICATE'),"
                        + " (select count(*) from outcome where idx >= 0 and kind <> 'DUPLICATE')",
                row -> new int[] {row.getInt(1), row.getInt(2), row.getInt(3)});
    }

    /** The pages whose rows a sink has confirmed. */
    public Set<Integer> delivered(int sink) {
        return read(
                "select idx from delivered where sink = ?",
                row -> {
                    var all = new HashSet<Integer>();
                    while (row.next()) {
                        all.add(row.getInt(1));
                    }
                    return all;
                },
                sink);
    }

    /** Where a sink stood after the last rows that it has confirmed; null where it has confirmed none. */
    public @Nullable String position(int sink) {
        return read("select position from sink where number = ?", row -> row.next() ? row.getString(1) : null, sink);
    }

    @Override
    public String toString() {
        return "journal " + file;
    }
}
