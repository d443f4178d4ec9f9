package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Socket;
import io.trawl.kernel.KernelProcess.Setup;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a kernel or its front end ends: no process, port or temporary file stays, and the history does. */
@Row("D1")
class EndsTest {

    private static final String SPIN = "System.out.print(1); while (true) {}";

    @TempDir
    private Path home;

    private Path temporary;

    @BeforeEach
    void folders() throws IOException {
        temporary = Files.createDirectory(home.resolve("tmp"));
    }

    private Setup setup() {
        return Setup.with("-Djava.io.tmpdir=" + temporary).home(home);
    }

    private void assertNothingIsLeft(KernelClient kernel) throws Exception {
        assertThat(kernel.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(kernel.portsAreFree()).isTrue();
        try (var files = Files.list(temporary)) {
            assertThat(files).isEmpty();
        }
    }

    private static void spin(KernelClient kernel) {
        String id = kernel.sendExecute(SPIN, Map.of());
        kernel.until(m -> m.type().equals("stream") && m.parent().equals(id));
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aShutdownLeavesNothing() throws Exception {
        try (var kernel = KernelClient.start(setup())) {
            kernel.execute("import java.nio.file.*;\nrecord P(int a) {}\nnew P(1)");

            kernel.send(Socket.CONTROL, "shutdown_request", Map.of("restart", true));

            assertNothingIsLeft(kernel);
        }
    }

    @Test
    void aKilledKernelLeavesNothing() throws Exception {
        try (var kernel = KernelClient.start(setup())) {
            spin(kernel);

            kernel.process().destroyForcibly();

            assertNothingIsLeft(kernel);
        }
    }

    @Test
    void aTerminatedKernelLeavesNothing() throws Exception {
        try (var kernel = KernelClient.start(setup())) {
            spin(kernel);

            signal("TERM", kernel.process());

            assertNothingIsLeft(kernel);
        }
    }

    @Test
    void theKernelEndsWithItsFrontEnd() throws Exception {
        Process frontEnd = new ProcessBuilder("sleep", "600").start();
        try (var kernel =
                KernelClient.start(setup().environment(Map.of("JPY_PARENT_PID", String.valueOf(frontEnd.pid()))))) {
            spin(kernel);

            frontEnd.destroyForcibly();

            assertNothingIsLeft(kernel);
        } finally {
            frontEnd.destroyForcibly();
        }
    }

    @Test
    void ctrlCInTheTerminalOfTheServerInterruptsTheCellOnly() throws Exception {
        try (var kernel = KernelClient.start(setup())) {
            String cell = kernel.sendExecute(SPIN, Map.of());
            kernel.until(m -> m.type().equals("stream") && m.parent().equals(cell));

            signal("INT", kernel.process());

            assertThat(kernel.answer(cell).reply()).containsEntry("ename", "Interrupted");
            assertThat(kernel.execute("40 + 2").result()).isEqualTo("42");
        }
    }

    @Test
    void aConnectionThatDropsInTheMiddleOfOutputDoesNotHurt() throws Exception {
        try (var kernel = KernelClient.start(setup().queue(10))) {
            String cell = kernel.sendExecute("while (true) System.out.println(\"0123456789\".repeat(100));", Map.of());
            kernel.until(m -> m.type().equals("stream") && m.parent().equals(cell));
            kernel.sendFrames(Socket.SHELL, new byte[] {1}, "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII));

            kernel.reconnect();

            kernel.until(m -> m.type().equals("stream") && m.parent().equals(cell));
            String interrupt = kernel.send(Socket.CONTROL, "interrupt_request", Map.of());
            kernel.until(m -> m.isReplyTo(interrupt));
            kernel.until(m -> m.isIdleOf(cell));
            assertThat(kernel.execute("40 + 2").result()).isEqualTo("42");
            kernel.send(Socket.SHELL, "shutdown_request", Map.of());
            assertNothingIsLeft(kernel);
        }
    }

    @Test
    void theHistoryIsThereAfterARestartAndAKill() throws Exception {
        try (var first = KernelClient.start(setup())) {
            first.execute("\"from the\" + \" first\"");
            first.send(Socket.CONTROL, "shutdown_request", Map.of("restart", true));
            first.process().waitFor();
        }
        try (var second = KernelClient.start(setup())) {
            second.execute("\"from the second\"");
            second.process().destroyForcibly().waitFor();
        }
        try (var third = KernelClient.start(setup())) {
            third.execute("\"from the third\"");

            assertThat(history(third, Map.of("hist_access_type", "range", "session", -2, "output", true)))
                    .containsExactly(List.of(1L, 1L, List.of("\"from the\" + \" first\"", "from the first")));
            assertThat(history(third, Map.of("hist_access_type", "range", "session", 0)))
                    .containsExactly(List.of(3L, 1L, "\"from the third\""));
            assertThat(history(third, Map.of("hist_access_type", "search", "pattern", "*from*", "n", 2)))
                    .containsExactly(List.of(2L, 1L, "\"from the second\""), List.of(3L, 1L, "\"from the third\""));
        }
    }

    @Test
    void withoutAFolderOfItsOwnItKeepsHistoryAndLogWhereTheSystemKeepsData() throws Exception {
        Path log =
                Files.createDirectories(home.resolve("trawl").resolve("logs")).resolve("kernel-1.log");
        Files.setLastModifiedTime(
                Files.writeString(log, "old"), FileTime.from(Instant.now().minus(Duration.ofDays(15))));
        Map<String, String> environment = Map.of("TRAWL_HOME", "", "XDG_DATA_HOME", home.toString());
        for (int i = 0; i < 2; i++) {
            try (var kernel = KernelClient.start(setup().environment(environment))) {
                kernel.execute("\"kept\"");
                assertThat(history(kernel, Map.of("hist_access_type", "tail", "n", 9)))
                        .hasSize(i + 1);
            }
        }

        assertThat(home.resolve("trawl").resolve("history.tsv")).isRegularFile();
        assertThat(log).doesNotExist();
        try (var files = Files.list(temporary)) {
            assertThat(files).isEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<List<Object>> history(KernelClient kernel, Map<String, Object> request) {
        return (List<List<Object>>)
                kernel.ask(Socket.SHELL, "history_request", request).reply().get("history");
    }
}
