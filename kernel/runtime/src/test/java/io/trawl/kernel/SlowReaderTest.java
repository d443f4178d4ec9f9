package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Socket;
import io.trawl.kernel.KernelProcess.Setup;
import io.trawl.matrix.Row;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A front end that takes nothing for a while: printing code waits for it, and nothing else does. */
@Row("D1")
class SlowReaderTest {

    private static final int LINES = 200_000;
    private static final String LINE = "x".repeat(1000);

    private KernelClient kernel;

    @BeforeEach
    void start() {
        // Fewer than what is printed, by far.
        kernel = KernelClient.start(Setup.with("-Xmx96m").queue(50));
        kernel.execute("var line = \"" + LINE + "\";");
    }

    @AfterEach
    void stop() {
        kernel.close();
    }

    private String print() {
        return kernel.sendExecute("for (int i = 0; i < " + LINES + "; i++) System.out.println(i + line);", Map.of());
    }

    /** Replies only: the rest is published. */
    private Map<String, Object> reply(Socket socket, String type, Map<String, ?> content) {
        String id = kernel.send(socket, type, content);
        return kernel.until(m -> m.isReplyTo(id)).content();
    }

    @Test
    void nothingIsLostAndNothingKeptInMemoryAndAnswersAreNotHeldBack() {
        kernel.pause();
        String cell = print();
        for (int i = 0; i < 50; i++) {
            assertThat(reply(Socket.CONTROL, "kernel_info_request", Map.of())).containsEntry("status", "ok");
            assertThat(reply(Socket.SHELL, "complete_request", Map.of("code", "Math.ab", "cursor_pos", 7)))
                    .containsEntry("status", "ok");
        }
        assertThat(kernel.received()).noneMatch(m -> m.isReplyTo(cell));

        var next = new AtomicLong();
        var rest = new StringBuilder();
        kernel.goOn(
                message -> {
                    if (message.type().equals("stream")) {
                        rest.append(message.content().get("text"));
                        takeLines(rest, next);
                    }
                },
                message -> message.isIdleOf(cell));

        assertThat(next.get()).isEqualTo(LINES);
        assertThat(kernel.execute("40 + 2").result()).isEqualTo("42");
    }

    /** Each whole line must be the next one. */
    private static void takeLines(StringBuilder text, AtomicLong next) {
        int start = 0;
        for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
            assertThat(text.substring(start, end)).isEqualTo(next.getAndIncrement() + LINE);
            start = end + 1;
        }
        text.delete(0, start);
    }

    @Test
    void aCellThatWaitsForItsReaderIsInterruptedAllTheSame() {
        kernel.pause();
        String cell = print();
        reply(Socket.SHELL, "kernel_info_request", Map.of());

        assertThat(reply(Socket.CONTROL, "interrupt_request", Map.of())).containsEntry("status", "ok");

        assertThat(kernel.until(m -> m.isReplyTo(cell)).content()).containsEntry("ename", "Interrupted");
        kernel.goOn(message -> {}, message -> message.isIdleOf(cell));
        assertThat(kernel.execute("40 + 2").result()).isEqualTo("42");
    }
}
