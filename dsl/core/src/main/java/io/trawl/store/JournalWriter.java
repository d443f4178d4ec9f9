package io.trawl.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.Failure;
import io.trawl.page.Fetched;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements that fill a journal. Used by one thread at a time. */
final class JournalWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final Secrets secrets;
    private final PreparedStatement meta;
    private final PreparedStatement page;
    private final PreparedStatement outcome;
    private final PreparedStatement body;
    private final PreparedStatement sink;
    private final PreparedStatement delivered;
    private final PreparedStatement beside;

    JournalWriter(Connection connection, Secrets secrets) throws SQLException {
        this.connection = connection;
        this.secrets = secrets;
        this.meta = connection.prepareStatement("insert or replace into meta values(?, ?)");
        this.page = connection.prepareStatement("insert or ignore into page values(?, ?, ?, ?)");
        this.outcome = connection.prepareStatement(
                "insert or replace into outcome values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        this.body = connection.prepareStatement("insert or replace into body values(?, ?, ?)");
        this.sink = connection.prepareStatement("insert or replace into sink values(?, ?)");
        this.delivered = connection.prepareStatement("insert or ignore into delivered values(?, ?)");
        this.beside = connection.prepareStatement("insert or replace into beside values(?, ?, ?)");
    }

    void fact(String key, String value) throws SQLException {
        run(meta, key, secrets.hide(value));
    }

    void head(Head head) throws SQLException {
        fact("id", head.id());
        fact("name", head.name());
        fact("plan", head.plan());
        fact("state", head.state());
        fact("reason", head.reason());
        fact("started", head.started().toString());
    }

    void found(Found found) throws SQLException {
        run(page, found.index(), secrets.hide(found.url()), found.depth(), found.first());
    }

    void ended(Ended ended) throws SQLException {
        Failure failure = ended.failure();
        Fetched fetched = ended.page();
        run(
                outcome,
                ended.index(),
                failure == null ? null : failure.kind().name(),
                failure == null ? null : secrets.hide(failure.url()),
                failure != null ? failure.status() : fetched == null ? 0 : fetched.status(),
                failure == null ? 1 : failure.attempts(),
                failure == null ? null : failure.phase(),
                failure == null ? null : secrets.hide(failure.message()),
                failure == null ? null : secrets.hide(failure.advice()),
                fetched == null ? null : secrets.hide(fetched.requestedUrl()),
                fetched == null ? null : secrets.hide(fetched.url()),
                fetched == null ? null : fetched.at().toEpochMilli(),
                fetched == null ? null : fetched.elapsed().toNanos(),
                secrets.hide(ended.title()),
                ended.words());
        if (fetched != null) {
            run(body, ended.index(), headers(fetched), secrets.hide(fetched.body()));
        }
    }

    void beside(int forPage, String url, Ended ended) throws SQLException {
        run(beside, ended.index(), forPage, secrets.hide(url));
        ended(ended);
    }

    private String headers(Fetched fetched) {
        var kept = new LinkedHashMap<String, List<String>>();
        fetched.headers().forEach((name, values) -> {
            if (Secrets.mayKeep(name)) {
                kept.put(name, values.stream().map(secrets::hide).toList());
            }
        });
        try {
            return JSON.writeValueAsString(kept);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text is always JSON", e);
        }
    }

    void delivered(int number, List<Integer> indexes, @Nullable String position) throws SQLException {
        for (int index : indexes) {
            run(delivered, number, index);
        }
        run(sink, number, position);
    }

    private static void run(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** All into the one file, so that it may be copied alone. */
    void tidy() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        try (var s = connection.createStatement()) {
            s.execute("pragma wal_checkpoint(truncate)");
        }
    }

    void close() throws SQLException {
        connection.close();
    }
}
