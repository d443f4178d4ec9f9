package io.trawl.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.Css;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Sink;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that is full: a process may write no file beyond 200 kB, as the kernel sees to (RLIMIT_FSIZE), which to a writer
 * is what a full disk is. Then there is room again, and the job goes on.
 */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
    private static final int PAGES = 40;

    @TempDir
    Path folder;

    /** The process whose disk is full. */
    public static final class Writer {
        record Page(@Css("h1") String name, String text) {}

        private Writer() {}

        private static Sink<Object> sink(String kind, Path folder) throws Exception {
            if (kind.equals("db")) {
                String url = "jdbc:sqlite:" + folder.resolve("pages.db");
                // So that its library is unpacked before there is no room for it.
                DriverManager.getConnection(url).close();
                return Sink.jdbc(url, "pages");
            }
            Path file = folder.resolve("pages." + kind);
            return kind.equals("csv") ? Sink.csv(file) : kind.equals("jsonl") ? Sink.jsonl(file) : Sink.parquet(file);
        }

        /** @param args the site, where rows go to, a folder */
        public static void main(String[] args) throws Exception {
            var urls = new ArrayList<String>();
            IntStream.rangeClosed(1, PAGES).forEach(i -> urls.add(args[0] + i));
            var plan = Trawl.batch(urls)
                    .maxConcurrency(2)
                    .map(page -> new Page(page.text("h1"), "ten thousand ".repeat(800)))
                    .sink(sink(args[1], Path.of(args[2])));
            System.out.println("ready");
            System.in.read();
            var job = plan.start();
            job.onEvent(e -> {
                if (e instanceof JobEvent.StateChanged change) {
                    System.out.println(change.state() + " " + job.reason());
                }
            });
            int said = 0;
            // None: the test is gone.
            while (!job.state().isFinal() && said >= 0) {
                said = System.in.read();
                if (said == 'r') {
                    job.resume();
                }
            }
            System.exit(job.state() == JobState.DONE ? 0 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl", "parquet", "db"})
    @Row({"B12", "B20"})
    // What it reads from the other process cannot be interrupted.
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theJobPausesAndSaysSoAndGoesOnOnceThereIsRoom(String kind) throws Exception {
        try (var site = MockSite.start(s -> s.pages(PAGES, i -> "<h1>Page " + i + "</h1>"))) {
            String first = site.url("/1");
            Process writer = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:-UsePerfData",
                            "-Dtrawl.data=" + folder.resolve("home"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            first.substring(0, first.length() - 1),
                            kind,
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader said = writer.inputReader();
                    var tell = writer.outputWriter()) {
                assertThat(said.readLine()).isEqualTo("ready");
                limit(writer, "200000");
                tell.append('s').flush();
                String paused = until(said, "PAUSED");
                assertThat(paused)
                        .contains("the sink ", " failed: ")
                        .containsAnyOf("too large", "full", "disk I/O error");
                tell.append('r').flush();
                assertThat(until(said, "PAUSED")).as("there is no room yet").contains(" failed: ");
                limit(writer, "unlimited");
                tell.append('r').flush();
                until(said, "DONE");
                tell.append('e').flush();
                assertThat(writer.waitFor()).isZero();
            } finally {
                writer.destroyForcibly().waitFor();
            }
        }
        var all = IntStream.rangeClosed(1, PAGES).mapToObj(i -> "Page " + i).toList();
        assertThat(names(kind)).containsExactlyInAnyOrderElementsOf(all);
    }

    private static String until(BufferedReader said, String state) throws Exception {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(state)) {
                return line;
            }
            // Else it would be waited for without end.
            assertThat(line).startsWith("RUNNING");
        }
        throw new AssertionError("it ended without " + state);
    }

    /** The soft limit, which may be lifted again. */
    private static void limit(Process process, String bytes) throws Exception {
        assertThat(new ProcessBuilder("prlimit", "--pid", String.valueOf(process.pid()), "--fsize=" + bytes + ":")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private List<String> names(String kind) throws Exception {
        Path file = folder.resolve("pages." + kind);
        return switch (kind) {
            case "csv" ->
                Files.readAllLines(file).stream()
                        .skip(1)
                        .map(line -> line.substring(0, line.indexOf(',')))
                        .toList();
            case "jsonl" -> {
                var names = new ArrayList<String>();
                for (String line : Files.readAllLines(file)) {
                    names.add(new ObjectMapper().readTree(line).get("name").textValue());
                }
                yield names;
            }
            case "db" -> KillAndResumeTest.table(file);
            default ->
                ParquetTest.read(file).stream()
                        .map(row -> String.valueOf(row.get("name")))
                        .toList();
        };
    }
}
