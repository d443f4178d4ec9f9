package io.trawl.files;

import static io.trawl.Trawl.millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes to SQLite is killed at random moments and started again; the table is the judge. */
class KillAndResumeTest {
    private static final int PAGES = 300;
    private static final int KILLS = 4;

    @TempDir
    Path folder;

    @Test
    @Row({"B13", "B20"})
    @Timeout(600)
    void everyRowIsThereOnceThoughTheProcessWasKilled() throws Exception {
        var random = new Random(7);
        try (var site = MockSite.start(
                s -> s.pages(PAGES, i -> "<h1>Page " + i + "</h1>").delay(millis(30)))) {
            String seed = site.url("/1");
            for (int killed = 0; ; killed++) {
                var child = new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:TieredStopAtLevel=1",
                                "-Dtrawl.data=" + folder.resolve("home"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledWriter.class.getName(),
                                seed.substring(0, seed.length() - 1),
                                String.valueOf(PAGES),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                boolean ended = ended(child, killed < KILLS ? 50 + random.nextInt(300) : 300_000);
                child.destroyForcibly().waitFor();
                assertThat(repeated()).as("after kill " + killed).isZero();
                if (ended) {
                    assertThat(child.exitValue()).isZero();
                    break;
                }
            }
        }
        assertThat(count("SELECT count(*) FROM pages")).isEqualTo(PAGES);
    }

    private int repeated() throws SQLException {
        return count("SELECT count(*) FROM sqlite_master WHERE name = 'pages'") == 0
                ? 0
                : count("SELECT count(*) - count(DISTINCT name) FROM pages");
    }

    private int count(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pages.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Waits for so long from its first progress: before, there is nothing to lose. */
    private static boolean ended(Process child, long millis) throws Exception {
        var out = child.inputReader();
        if (out.readLine() == null) {
            return child.waitFor(60, TimeUnit.SECONDS);
        }
        var drain = new Thread(() -> out.lines().forEach(line -> {}));
        drain.setDaemon(true);
        drain.start();
        try {
            child.onExit().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
