package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Answer;
import io.trawl.kernel.KernelClient.Message;
import io.trawl.kernel.KernelClient.Socket;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Start, hostile messages, end. */
@Row("D1")
class LifecycleTest {

    @Test
    void aKernelInfoRequestSentBeforeTheKernelListensIsAnsweredOnce() {
        try (var kernel = KernelClient.launch()) {
            String id = kernel.send(Socket.SHELL, "kernel_info_request", Map.of());

            Map<String, Object> reply = kernel.until(m -> m.isReplyTo(id)).content();

            assertThat(reply)
                    .containsEntry("status", "ok")
                    .containsEntry("implementation", "trawl")
                    .containsEntry("supported_features", List.of("kernel subshells"))
                    .containsKeys("banner", "help_links", "implementation_version", "protocol_version");
            var language = (Map<?, ?>) reply.get("language_info");
            assertThat((Object) language.get("name")).isEqualTo("java");
            assertThat((Object) language.get("version")).isEqualTo(System.getProperty("java.version"));
            assertThat((Object) language.get("mimetype")).isEqualTo("text/x-java");
            kernel.execute("1");
            assertThat(kernel.received()).filteredOn(m -> m.isReplyTo(id)).hasSize(1);
        }
    }

    @Test
    void theFirstListenerIsWelcomedAndToldOfTheStartOnce() {
        try (var kernel = KernelClient.start()) {
            kernel.execute("1");

            assertThat(kernel.received())
                    .filteredOn(m -> m.socket() == Socket.IOPUB)
                    .extracting(m -> m.type() + m.content().getOrDefault("execution_state", ""))
                    .startsWith("iopub_welcome", "statusstarting")
                    .containsOnlyOnce("statusstarting");
            assertThat(kernel.beats()).isTrue();
            assertThat(kernel.console()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"SHELL, false, idle", "CONTROL, true, idle", "CONTROL, false, busy", "CONTROL, false, threads"})
    void shutdownIsAnsweredAndThenTheProcessEnds(Socket socket, boolean restart, String state) throws Exception {
        try (var kernel = KernelClient.start()) {
            switch (state) {
                case "busy" -> {
                    String id = kernel.sendExecute("System.out.print(1); while (true) {}", Map.of());
                    kernel.until(m -> m.type().equals("stream") && m.parent().equals(id));
                }
                case "threads" ->
                    kernel.execute("new Thread(() -> { while (true) try { Thread.sleep(1000); }"
                            + " catch (InterruptedException e) {} }).start()");
                default -> kernel.execute("1");
            }

            String id = kernel.send(socket, "shutdown_request", Map.of("restart", restart));
            Map<String, Object> reply = kernel.until(m -> m.isReplyTo(id)).content();

            assertThat(reply).containsEntry("status", "ok").containsEntry("restart", restart);
            assertThat(kernel.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(kernel.process().exitValue()).isZero();
        }
    }

    @Test
    void hostileMessagesAreDroppedAndTheKernelGoesOn() throws IOException {
        try (var kernel = KernelClient.start()) {
            byte[] delimiter = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
            byte[] broken = "{\"not json".getBytes(StandardCharsets.UTF_8);
            byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
            byte[] list = "[1]".getBytes(StandardCharsets.UTF_8);
            byte[] deep = "{\"a\":".concat("[".repeat(2_000_000)).getBytes(StandardCharsets.UTF_8);
            byte[] header = "{\"msg_id\":\"x\",\"msg_type\":\"execute_request\"}".getBytes(StandardCharsets.UTF_8);
            byte[] numbers = "{\"msg_id\":1,\"msg_type\":2}".getBytes(StandardCharsets.UTF_8);
            byte[] noUtf8 = {(byte) 0xc3, 0x28, 0};
            String forged = "";
            for (Socket socket : List.of(Socket.SHELL, Socket.CONTROL)) {
                kernel.sendFrames(socket, "nonsense".getBytes(StandardCharsets.UTF_8));
                kernel.sendFrames(socket, delimiter, new byte[0]);
                kernel.sendFrames(
                        socket, delimiter, kernel.sign(broken, empty, empty, empty), broken, empty, empty, empty);
                kernel.sendFrames(
                        socket, delimiter, kernel.sign(empty, empty, empty, empty), empty, empty, empty, empty);
                kernel.sendFrames(socket, delimiter, kernel.sign(list, list, list, list), list, list, list, list);
                for (byte[] content : List.of(deep, noUtf8, list)) {
                    kernel.sendFrames(
                            socket,
                            delimiter,
                            kernel.sign(header, empty, empty, content),
                            header,
                            empty,
                            empty,
                            content);
                }
                kernel.sendFrames(
                        socket, delimiter, kernel.sign(numbers, empty, empty, empty), numbers, empty, empty, empty);
                kernel.sendFrames(socket, delimiter);
                kernel.sendFrames(socket, new byte[0]);
                kernel.sendFrames(socket, new byte[100][1]);
                forged = kernel.send(socket, "execute_request", Map.of("code", "1"), "another key");
                kernel.send(socket, "no_such_request", Map.of());
            }
            String wrong = forged;

            assertThat(kernel.execute("40 + 2").result()).isEqualTo("42");
            assertThat(kernel.ask(Socket.CONTROL, "kernel_info_request", Map.of())
                            .reply())
                    .containsEntry("status", "ok");
            assertThat(kernel.received()).noneMatch(m -> m.parent().equals(wrong));
            assertThat(log(kernel)).contains("the signature is wrong", "not understood", "not a JSON object");
        }
    }

    @Test
    void whatIsNotEvenTheTransportHurtsNobody() throws IOException {
        try (var kernel = KernelClient.start()) {
            var garbage = new byte[100_000];
            new Random(1).nextBytes(garbage);
            for (int port : kernel.ports()) {
                for (byte[] bytes :
                        List.of("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8), garbage, new byte[0])) {
                    try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                        socket.getOutputStream().write(bytes);
                    } catch (SocketException e) {
                        // Closed by the kernel before all was sent: as good.
                    }
                }
            }

            assertThat(kernel.execute("40 + 2").result()).isEqualTo("42");
            assertThat(kernel.beats()).isTrue();
        }
    }

    @Test
    void aRequestLargerThanIsTakenCostsItsSenderTheConnectionAndTheKernelNothing() {
        try (var kernel = KernelClient.start("-Xmx128m")) {
            kernel.sendFrames(Socket.SHELL, new byte[100 << 20]);

            assertThat(kernel.ask(Socket.CONTROL, "kernel_info_request", Map.of())
                            .reply())
                    .containsEntry("status", "ok");
            kernel.reconnectAsAnother();
            assertThat(kernel.execute("40 + 2").result()).isEqualTo("42");
        }
    }

    @Test
    void anUnknownRequestGetsBusyAndIdleAndNoReply() {
        try (var kernel = KernelClient.start()) {
            String id = kernel.send(Socket.SHELL, "no_such_request", Map.of());
            kernel.until(m -> m.isIdleOf(id));
            kernel.execute("1");

            assertThat(kernel.published(id)).extracting(Message::type).containsExactly("status", "status");
            assertThat(kernel.received()).noneMatch(m -> m.isReplyTo(id));
        }
    }

    @Test
    void largeMessagesPassBothWays() {
        try (var kernel = KernelClient.start("-Xmx512m")) {
            Answer answer =
                    kernel.execute("// " + "x".repeat(20_000_000) + "\nSystem.out.print(\"y\".repeat(10_000_000));");

            assertThat(answer.stream("stdout")).hasSize(10_000_000);
            assertThat(answer.of("stream"))
                    .allSatisfy(
                            m -> assertThat((String) m.content().get("text")).hasSizeLessThan(1 << 20));
        }
    }

    @Test
    void resultsOfOldCellsAreReleased() {
        try (var kernel = KernelClient.start("-Xmx160m")) {
            for (int i = 0; i < 300; i++) {
                assertThat(kernel.execute("new byte[1_000_000]").reply())
                        .as("cell %s", i)
                        .containsEntry("status", "ok");
            }
        }
    }

    @Test
    void theKernelsLibrariesAreInvisibleAndItsApiIsNot() {
        try (var kernel = KernelClient.start()) {
            for (String type : List.of("org.zeromq.ZMQ", "com.google.gson.Gson", "io.trawl.kernel.engine.Engine")) {
                assertThat(kernel.execute(type + " v = null;").reply()).containsEntry("ename", "CompilationException");
                assertThat(kernel.execute("Class.forName(\"" + type + "\")").reply())
                        .containsEntry("ename", "java.lang.ClassNotFoundException");
            }
            assertThat(kernel.execute("javax.tools.ToolProvider.getSystemJavaCompiler() != null")
                            .result())
                    .isEqualTo("true");
            assertThat(kernel.execute("jdk.jshell.JShell.class.getName()").result())
                    .isEqualTo("jdk.jshell.JShell");
            assertThat(kernel.execute("io.trawl.kernel.api.Bundle.text(\"x\").text()")
                            .result())
                    .isEqualTo("x");
        }
    }

    private static String log(KernelClient kernel) throws IOException {
        try (var files = Files.list(kernel.home().resolve("logs"))) {
            return files.map(LifecycleTest::read).collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
