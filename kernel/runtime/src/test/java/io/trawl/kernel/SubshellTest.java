package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Answer;
import io.trawl.kernel.KernelClient.Message;
import io.trawl.kernel.KernelClient.Socket;
import io.trawl.matrix.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Subshells (JEP 91): lanes of cells side by side, in one Java session. */
@Row("D1")
class SubshellTest {

    private static KernelClient kernel;

    @BeforeAll
    static void start() {
        kernel = KernelClient.start();
    }

    @AfterAll
    static void stop() {
        kernel.close();
    }

    private static String create() {
        Map<String, Object> reply =
                kernel.ask(Socket.CONTROL, "create_subshell_request", Map.of()).reply();
        assertThat(reply).containsEntry("status", "ok");
        return (String) reply.get("subshell_id");
    }

    private static Map<String, Object> delete(String id) {
        return kernel.ask(Socket.CONTROL, "delete_subshell_request", Map.of("subshell_id", id))
                .reply();
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list() {
        return (List<Object>) kernel.ask(Socket.CONTROL, "list_subshell_request", Map.of())
                .reply()
                .get("subshell_id");
    }

    @Test
    void theyAreMadeListedAndDeleted() {
        assertThat(kernel.ask(Socket.SHELL, "kernel_info_request", Map.of()).reply())
                .containsEntry("supported_features", List.of("kernel subshells"));
        String one = create();
        String two = create();

        assertThat(list()).contains(one, two);
        assertThat(delete(one)).containsEntry("status", "ok");

        assertThat(list()).contains(two).doesNotContain(one);
        assertThat(delete(one)).containsEntry("status", "error").containsEntry("ename", "NoSuchSubshell");
        assertThat(delete(two)).containsEntry("status", "ok");
    }

    @Test
    void aCellOfASubshellSharesTheSessionAndIsAnsweredLikeAnyOther() {
        kernel.execute("int shared = 40;");
        String subshell = create();

        Answer answer = kernel.answer(kernel.sendExecuteTo(subshell, "shared + 2"));

        assertThat(answer.result()).isEqualTo("42");
        assertThat(answer.published())
                .extracting(Message::type)
                .containsExactly("status", "execute_input", "execute_result", "status");
        assertThat(delete(subshell)).containsEntry("status", "ok");
    }

    @Test
    void cellsOfDifferentLanesRunSideBySide() {
        kernel.execute("var fromMain = new CountDownLatch(1); var fromSubshell = new CountDownLatch(1);");
        String subshell = create();

        String main = kernel.sendExecute("fromMain.countDown(); fromSubshell.await(); \"main\"", Map.of());
        String beside = kernel.sendExecuteTo(subshell, "fromMain.await(); fromSubshell.countDown(); \"beside\"");

        assertThat(kernel.answer(main).result()).isEqualTo("main");
        assertThat(kernel.answer(beside).result()).isEqualTo("beside");
        delete(subshell);
    }

    @Test
    void anErrorAbortsWhatWaitsInItsOwnLaneOnly() {
        kernel.execute("var open = new CountDownLatch(1);");
        String subshell = create();
        String beside = kernel.sendExecuteTo(subshell, "open.await(); \"first\"");
        String besideQueued = kernel.sendExecuteTo(subshell, "\"second\"");

        List<String> main = List.of(
                kernel.sendExecute("throw new RuntimeException()", Map.of()), kernel.sendExecute("1", Map.of()));

        assertThat(main.stream().map(kernel::answer).map(a -> a.reply().get("status")))
                .containsExactly("error", "aborted");
        kernel.execute("open.countDown();");
        assertThat(kernel.answer(beside).result()).isEqualTo("first");
        assertThat(kernel.answer(besideQueued).result()).isEqualTo("second");
        delete(subshell);
    }

    @Test
    void anInterruptStopsTheCellsOfAllLanesAndAbortsWhatWaits() {
        String subshell = create();
        String main = kernel.sendExecute("{ System.out.print(1); while (true) {} }", Map.of());
        String beside = kernel.sendExecuteTo(subshell, "{ System.out.print(2); while (true) {} }");
        String queued = kernel.sendExecuteTo(subshell, "3");
        kernel.until(m -> m.type().equals("stream") && m.parent().equals(main));
        kernel.until(m -> m.type().equals("stream") && m.parent().equals(beside));

        kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());

        assertThat(kernel.answer(main).reply()).containsEntry("ename", "Interrupted");
        assertThat(kernel.answer(beside).reply()).containsEntry("ename", "Interrupted");
        assertThat(kernel.answer(queued).reply()).containsEntry("status", "aborted");
        assertThat(kernel.answer(kernel.sendExecuteTo(subshell, "40 + 2")).result())
                .isEqualTo("42");
        delete(subshell);
    }

    @Test
    void whatWaitsInADeletedOneIsAborted() {
        String subshell = create();
        String running = kernel.sendExecuteTo(subshell, "{ System.out.print(1); while (true) {} }");
        kernel.until(m -> m.type().equals("stream") && m.parent().equals(running));
        String waiting = kernel.sendExecuteTo(subshell, "2");
        kernel.ask(Socket.SHELL, "kernel_info_request", Map.of());

        assertThat(delete(subshell)).containsEntry("status", "ok");

        assertThat(kernel.answer(waiting).reply()).containsEntry("status", "aborted");
        kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());
        kernel.answer(running);
    }

    @Test
    void questionsForASubshellAreAnsweredAndForAnUnknownOneRefused() {
        String subshell = create();
        for (String known : List.of("complete", "inspect", "is_complete", "comm_info", "kernel_info", "history")) {
            Answer answer = kernel.answer(
                    kernel.sendTo(subshell, known + "_request", Map.of("code", "Math.abs", "cursor_pos", 8, "n", 1)));
            assertThat(answer.reply().get("status")).as(known).isNotEqualTo("error");
        }
        for (String type : List.of("execute", "complete", "kernel_info", "comm_info")) {
            Answer answer = kernel.answer(kernel.sendTo("nobody", type + "_request", Map.of("code", "1")));

            assertThat(answer.reply()).containsEntry("status", "error").containsEntry("ename", "NoSuchSubshell");
            assertThat(answer.published()).extracting(Message::type).containsExactly("status", "status");
        }
        delete(subshell);
    }
}
