package io.trawl.files;

import io.trawl.Fn;
import io.trawl.Sink;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of a database sink, checked when they are set. */
record JdbcOptions(int batch, List<String> key, @Nullable Login login, Pool pool) implements Sink.Jdbc {
    static final JdbcOptions DEFAULT =
            new JdbcOptions(500, List.of(), null, new Pool(1, 4, Duration.ofSeconds(5), Duration.ofHours(1)));

    /** Who signs in; never shown. */
    record Login(String user, String password) {
        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /** Connections, as {@link Sink.Jdbc} has it. */
    record Pool(int size, int overflow, Duration validation, Duration recycle) {}

    static JdbcOptions of(Fn<? super Sink.Jdbc, ? extends Sink.Jdbc> options) {
        try {
            return (JdbcOptions) options.apply(DEFAULT);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException("the options threw " + e, e);
        }
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    @Override
    public JdbcOptions batch(int rows) {
        check(rows > 0, "batch must be at least 1, and is " + rows);
        return new JdbcOptions(rows, key, login, pool);
    }

    @Override
    public JdbcOptions upsertOn(String... columns) {
        check(columns.length > 0, "upsertOn needs the columns that tell rows apart, as upsertOn(\"url\")");
        return new JdbcOptions(batch, List.of(columns), login, pool);
    }

    @Override
    public JdbcOptions user(String name, String password) {
        return new JdbcOptions(batch, key, new Login(name, password), pool);
    }

    private JdbcOptions with(Pool changed) {
        return new JdbcOptions(batch, key, login, changed);
    }

    @Override
    public JdbcOptions pool(int size) {
        check(size > 0, "pool must be at least 1, and is " + size);
        return with(new Pool(size, pool.overflow, pool.validation, pool.recycle));
    }

    @Override
    public JdbcOptions overflow(int connections) {
        check(connections >= 0, "overflow must not be negative, and is " + connections);
        return with(new Pool(pool.size, connections, pool.validation, pool.recycle));
    }

    @Override
    public JdbcOptions validation(Duration limit) {
        check(limit.toMillis() >= 250, "validation must be at least 250 ms, and is " + limit);
        return with(new Pool(pool.size, pool.overflow, limit, pool.recycle));
    }

    @Override
    public JdbcOptions recycle(Duration age) {
        check(age.toSeconds() >= 30, "recycle must be at least 30 s, and is " + age);
        return with(new Pool(pool.size, pool.overflow, pool.validation, age));
    }
}
