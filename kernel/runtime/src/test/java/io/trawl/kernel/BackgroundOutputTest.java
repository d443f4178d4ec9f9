package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Answer;
import io.trawl.kernel.KernelClient.Message;
import io.trawl.matrix.Row;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cell started goes on showing in that cell, after it ended and while another runs. */
@Row({"D1", "D2"})
class BackgroundOutputTest {

    private static final String API = "import io.trawl.kernel.api.*;\n";

    private static KernelClient kernel;

    @BeforeAll
    static void start() {
        kernel = KernelClient.start();
        kernel.execute(
                "var oldPool = Executors.newCachedThreadPool(r -> { var t = new Thread(r); t.setDaemon(true); return t; });\n"
                        + "oldPool.submit(() -> {}).get();\n"
                        + "void helper(CountDownLatch gate) { oldPool.submit(() -> { await(gate); System.out.println(\"late\"); }); }\n"
                        + "void await(CountDownLatch gate) { try { gate.await(); } catch (InterruptedException e) {} }\n"
                        + "class Say { static void late(CountDownLatch gate) { BackgroundOutput.await(gate); System.out.println(\"late\"); } }\n"
                        + "class BackgroundOutput { static void await(CountDownLatch gate) { try { gate.await(); } catch (InterruptedException e) {} } }");
    }

    @AfterAll
    static void stop() {
        kernel.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var t = new Thread(() -> { await(gate); System.out.println(\"late\"); }); t.setDaemon(true); t.start();",
                "oldPool.submit(() -> { await(gate); System.out.println(\"late\"); });",
                "oldPool.submit(() -> Say.late(gate));",
                "helper(gate);",
                "CompletableFuture.supplyAsync(() -> { await(gate); System.out.println(\"late\"); return 1; });",
                "CompletableFuture.runAsync(() -> await(gate)).thenRun(() -> System.out.println(\"late\"));",
                "new java.util.Timer(true).schedule(new java.util.TimerTask() { public void run() { await(gate); System.out.println(\"late\"); } }, 1);",
            })
    void lateOutputBelongsToTheCellThatStartedTheWork(String work) {
        String starter =
                kernel.execute("var gate = new CountDownLatch(1);\n" + work).id();

        Answer other = kernel.execute("System.out.println(\"mine\"); gate.countDown(); Thread.sleep(100);");
        Message late = kernel.until(m -> m.type().equals("stream")
                && m.content().get("text").equals("late\n")
                && (m.parent().equals(starter) || m.parent().equals(other.id())));

        assertThat(late.parent()).isEqualTo(starter);
        assertThat(other.stream("stdout")).isEqualTo("mine\n");
    }

    @Test
    void aDisplayIsUpdatedInItsCellFromAnyThreadAfterTheCellEnded() {
        Answer shown = kernel.execute(API
                + "var display = Kernel.current().cell().orElseThrow().display(Bundle.text(\"0\").html(\"<p>0</p>\"));\n"
                + "var step = new CountDownLatch(1);\n"
                + "oldPool.submit(() -> { step.await(); display.update(Bundle.text(\"1\")); return null; });");
        Message first = shown.of("display_data").get(0);
        Answer other = kernel.execute("step.countDown(); Thread.sleep(100);");
        Message update = kernel.until(m ->
                m.type().equals("update_display_data") && m.map("transient").equals(first.map("transient")));

        assertThat(first.map("data")).containsEntry("text/plain", "0").containsEntry("text/html", "<p>0</p>");
        assertThat(first.map("metadata")).isEmpty();
        assertThat(update.map("data")).isEqualTo(Map.of("text/plain", "1"));
        assertThat(update.map("metadata")).isEmpty();
        assertThat(update.parent()).isEqualTo(shown.id()).isNotEqualTo(other.id());
    }

    @Test
    void whereNobodyWatchesAnUpdateBelongsToTheRunningCell() {
        kernel.execute(
                API + "var unwatched = Kernel.current().cell().orElseThrow().display(Bundle.text(\"unwatched 0\"));",
                Map.of("allow_stdin", false));

        Answer running =
                kernel.execute("unwatched.update(Bundle.text(\"unwatched 1\"));", Map.of("allow_stdin", false));

        assertThat(running.of("update_display_data")).hasSize(1);
    }

    @Test
    void whereNobodyWatchesTheCellIsAnsweredWhenItsLiveDisplaysAreDone() {
        String cell = """
                var gate = new CountDownLatch(1);
                var live = Kernel.current().cell().orElseThrow().display(Bundle.text("pending"));
                live.liveUntil(CompletableFuture.runAsync(() -> {
                    try { gate.await(); } catch (InterruptedException e) {}
                    live.update(Bundle.text("done"));
                }, task -> new Thread(task).start()));
                """;
        // A thread of its own for what blocks: with two cores the common pool of 25 has one, which the opening needs.
        String opens = "CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(gate::countDown);";
        String open = "gate.countDown();";

        Answer unattended = kernel.execute(API + cell + opens, Map.of("allow_stdin", false));
        Answer attended = kernel.execute(API + cell, Map.of("allow_stdin", true));
        kernel.execute(open);
        Answer off = kernel.execute("%await off\n" + cell, Map.of("allow_stdin", false));
        kernel.execute(open);
        kernel.execute("%await on");

        assertThat(unattended.of("update_display_data")).hasSize(1);
        assertThat(attended.of("update_display_data")).isEmpty();
        assertThat(off.of("update_display_data")).isEmpty();
    }

    @Test
    void clearOutputComesInOrderWithTheStreamsAroundIt() {
        Answer answer = kernel.execute(
                API
                        + "System.out.print(\"a\"); Kernel.current().cell().orElseThrow().clearOutput(true); System.out.print(\"b\");");

        assertThat(answer.published())
                .extracting(Message::type)
                .containsExactly("status", "execute_input", "stream", "clear_output", "stream", "status");
        assertThat(answer.of("clear_output").get(0).content()).isEqualTo(Map.of("wait", true));
    }
}
