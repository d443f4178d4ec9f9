package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Answer;
import io.trawl.kernel.KernelClient.Socket;
import io.trawl.matrix.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts end what they were meant for, and nothing else; the session outlives every cell. */
@Row("D1")
class InterruptTest {

    private static KernelClient kernel;

    @BeforeAll
    static void start() {
        kernel = KernelClient.start();
        kernel.execute("int kept = 40; void say() { System.out.print(\"started\"); }");
    }

    @AfterAll
    static void stop() {
        kernel.close();
    }

    /** Executes code that calls {@code say()} where it is about to be stuck, and interrupts it there. */
    private static Answer interrupted(String code) {
        String id = kernel.sendExecute(code, Map.of());
        kernel.until(m -> m.type().equals("stream") && m.parent().equals(id));
        Answer interrupt = kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());
        assertThat(interrupt.reply()).containsEntry("status", "ok");
        return kernel.answer(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ say(); Thread.sleep(60_000); }",
                "{ say(); while (true) {} }",
                "void spin() { say(); for (;;); }\nspin()",
                "{ Runnable r = () -> { say(); while (true) {} }; r.run(); }",
                "class Spin { Spin() { say(); while (true) {} } }\nnew Spin()",
                "class Static { static int x; static { say(); boolean on = true; while (on) { x++; } } }\nStatic.x",
                "int down(int n) { return n > 1_000 ? up(n) : down(n + 1); }\nint up(int n) { return n < 1 ? n : up(n - 1); }\n"
                        + "{ say(); while (true) { down(0); } }",
                "{ say(); while (true) { try { Thread.sleep(10); } catch (Throwable t) {} } }",
                "{ say(); try { while (true) {} } finally { while (true) {} } }",
                "{ say(); new CompletableFuture<String>().get(); }",
                "{ say(); new CompletableFuture<String>().join(); }",
                "{ say(); Stream.of(new CompletableFuture<String>()).map(CompletableFuture::join).toList(); }",
                "{ say(); new LinkedBlockingQueue<String>().take(); }",
                "{ say(); int n = 0; do { switch (n) { case 0: n = 1; continue; default: n = 0; continue; } } while (true); }",
                "{ say(); Stream.iterate(1, i -> i + 1).forEach(i -> {}); }",
                "{ say(); IntStream.range(0, 8).parallel().forEach(i -> { while (true) {} }); }",
                "new Object() { public String toString() { say(); while (true) {} } }",
                "{ say(); new Scanner(System.in).nextLine(); }",
            })
    void whateverTheCellDoesItEndsAsInterruptedAndTheNextOneRuns(String code) {
        Answer answer = interrupted(code);

        assertThat(answer.reply()).containsEntry("status", "error").containsEntry("ename", "Interrupted");
        assertThat(answer.of("error")).hasSize(1);
        assertThat(kernel.execute("kept + 2").result()).isEqualTo("42");
    }

    @Test
    void whatCannotBeStoppedIsAbandonedAndSaidAndItsThreadReplaced() {
        Answer answer = interrupted("var lock = new Object(); var holder = new Thread(() -> { synchronized (lock) {"
                + " try { Thread.sleep(600_000); } catch (InterruptedException e) {} } }); holder.setDaemon(true);"
                + " holder.start(); while (holder.getState() != Thread.State.TIMED_WAITING) Thread.onSpinWait();"
                + " { say(); synchronized (lock) { System.out.println(\"never\"); } }");

        assertThat(answer.reply().get("evalue").toString())
                .contains("abandoned")
                .contains("thread cell-");
        assertThat(answer.reply()).containsEntry("ename", "Interrupted");
        assertThat(kernel.execute("kept + 2").result()).isEqualTo("42");
        kernel.execute("holder.interrupt(); holder.join()");
    }

    @Test
    void anInterruptWithNothingRunningLeavesTheNextCellAlone() {
        kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());

        assertThat(kernel.execute("Thread.sleep(50); kept + 2").result()).isEqualTo("42");
    }

    @Test
    void queuedCellsAreAborted() {
        String running = kernel.sendExecute("{ say(); while (true) {} }", Map.of());
        kernel.until(m -> m.type().equals("stream") && m.parent().equals(running));
        List<String> queued = List.of(kernel.sendExecute("1", Map.of()), kernel.sendExecute("2", Map.of()));
        // A later answer of the same socket shows that the cells before it have been received.
        kernel.ask(Socket.SHELL, "kernel_info_request", Map.of());

        kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());

        assertThat(kernel.answer(running).reply()).containsEntry("ename", "Interrupted");
        assertThat(queued.stream().map(kernel::answer).map(a -> a.reply().get("status")))
                .containsOnly("aborted");
    }

    @Test
    void twoHundredQuickInterruptsNeverHitTheNextCellNorLeaveThreads() {
        Object before = kernel.execute("Thread.activeCount()").result();
        for (int i = 0; i < 200; i++) {
            String id = kernel.sendExecute("for (int i = 0; i < " + i * 50 + "; i++) Thread.onSpinWait();", Map.of());
            kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());
            kernel.answer(id);
            assertThat(kernel.execute("Thread.sleep(1); 1").reply())
                    .as("after %s", i)
                    .containsEntry("status", "ok");
        }
        assertThat(Integer.parseInt(
                        kernel.execute("Thread.activeCount()").result().toString()))
                .isLessThanOrEqualTo(Integer.parseInt(before.toString()) + 1);
    }

    @Test
    void hooksOfTheCellRunOnce() {
        interrupted("""
                var hooks = new java.util.concurrent.atomic.AtomicInteger();
                var hooked = new CountDownLatch(1);
                io.trawl.kernel.api.Kernel.current().cell().orElseThrow().onInterrupt(() -> { hooks.incrementAndGet(); hooked.countDown(); });
                { say(); while (true) {} }
                """);

        assertThat(kernel.execute("hooked.await(); hooks.get()").result()).isEqualTo("1");
    }
}
