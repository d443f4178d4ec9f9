package io.trawl.files;

import static io.trawl.Trawl.millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that writes is killed at random moments and started again; what it wrote is the judge. */
class KillAndResumeTest {
    private static final int PAGES = 300;
    private static final int KILLS = 4;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"db", "csv", "parquet"})
    @Row({"B13", "B20"})
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyRowIsThereOnceThoughTheProcessWasKilled(String kind) throws Exception {
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
                                folder.toString(),
                                kind)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                boolean ended = ended(child, killed < KILLS ? 50 + random.nextInt(300) : 300_000);
                child.destroyForcibly().waitFor();
                assertThat(names(kind)).as("after kill " + killed).doesNotHaveDuplicates();
                if (ended) {
                    assertThat(child.exitValue()).isZero();
                    break;
                }
            }
        }
        assertThat(names(kind)).hasSize(PAGES);
        try (var files = Files.list(folder)) {
            assertThat(files).noneMatch(f -> f.toString().endsWith(".part"));
        }
    }

    /** What is there, as another reader sees it. */
    private List<String> names(String kind) throws Exception {
        Path file = folder.resolve("pages." + kind);
        if (!Files.exists(file)) {
            return List.of();
        }
        return switch (kind) {
            case "db" -> table(file);
            case "csv" -> Files.readAllLines(file).stream().skip(1).toList();
            default ->
                ParquetTest.read(file).stream()
                        .map(row -> String.valueOf(row.get("name")))
                        .toList();
        };
    }

    static List<String> table(Path file) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            var there = statement.executeQuery("SELECT count(*) FROM sqlite_master WHERE name = 'pages'");
            if (there.getInt(1) == 0) {
                return List.of();
            }
            var names = new ArrayList<String>();
            for (var rows = statement.executeQuery("SELECT name FROM pages"); rows.next(); ) {
                names.add(rows.getString(1));
            }
            return names;
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
