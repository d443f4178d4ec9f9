package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Answer;
import io.trawl.kernel.KernelClient.Message;
import io.trawl.kernel.KernelClient.Socket;
import io.trawl.matrix.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Completion, inspection and the other questions a front end asks, also while a cell runs. */
@Row("D1")
class QuestionsTest {

    private static KernelClient kernel;

    @BeforeAll
    static void start() {
        kernel = KernelClient.start();
        kernel.execute("/** Greets. */\nString greet(String who) { return \"hello \" + who; }\nint answer = 42;");
    }

    @AfterAll
    static void stop() {
        kernel.close();
    }

    /** The mark {@code |} is the cursor. */
    private static Map<String, Object> complete(String marked) {
        return at("complete_request", marked);
    }

    private static Map<String, Object> inspect(String marked) {
        return at("inspect_request", marked);
    }

    private static Map<String, Object> at(String type, String marked) {
        String before = marked.substring(0, marked.indexOf('|'));
        Map<String, Object> content = Map.of(
                "code",
                marked.replace("|", ""),
                "cursor_pos",
                before.codePointCount(0, before.length()),
                "detail_level",
                0);
        return kernel.ask(Socket.SHELL, type, content).reply();
    }

    @SuppressWarnings("unchecked")
    private static List<String> matches(Map<String, Object> reply) {
        return (List<String>) reply.get("matches");
    }

    @Test
    void membersAreCompletedFromTheStartOfTheName() {
        Map<String, Object> reply = complete("\"abc\".sub|");

        assertThat(matches(reply)).contains("substring(", "subSequence(").doesNotHaveDuplicates();
        assertThat(reply)
                .containsEntry("status", "ok")
                .containsEntry("cursor_start", 6L)
                .containsEntry("cursor_end", 9L);
    }

    @Test
    void positionsCountCodePoints() {
        Map<String, Object> reply = complete("var s = \"😀😀\"; s.isBl|");

        assertThat(matches(reply)).contains("isBlank()");
        assertThat(reply).containsEntry("cursor_start", 16L).containsEntry("cursor_end", 20L);
    }

    @Test
    void theCursorMayStandInTheMiddle() {
        Map<String, Object> reply = complete("Math.ab|s(1)");
        assertThat(matches(reply)).contains("abs").doesNotContain("abs(");
        assertThat(reply).containsEntry("cursor_start", 5L).containsEntry("cursor_end", 8L);
        assertThat(matches(complete("answ|\n1 + 1"))).contains("answer");
    }

    @Test
    void whatTheCellDeclaresBeforeTheCursorIsKnown() {
        assertThat(matches(complete("import java.util.*;\nvar list = new ArrayList<String>();\nlist.remo|")))
                .contains("remove(");
        assertThat(matches(complete("record Book(String title) {}\nvar b = new Book(\"x\");\nb.ti|")))
                .contains("title()");
        assertThat(matches(complete("int twice(int n) { return 2 * n; }\nvar text = \"a\";\ntext.len|")))
                .contains("length()");
        assertThat(matches(complete("String loud(String text) { return text.toUp|")))
                .contains("toUpperCase(");
    }

    @Test
    void nothingFoundIsAnEmptyListAtTheCursor() {
        assertThat(complete("answer.nothingLikeThis|"))
                .containsEntry("status", "ok")
                .containsEntry("matches", List.of())
                .containsEntry("cursor_start", 22L)
                .containsEntry("cursor_end", 22L);
    }

    @Test
    void methodsVariablesAndClassesAreInspected() {
        for (String code : List.of("Math.ab|s", "Math.abs|", "Math.abs(|", "Math.abs(1|", "1 + Math.abs|(2)")) {
            Map<String, Object> reply = inspect(code);
            assertThat(reply).as(code).containsEntry("found", true).containsEntry("status", "ok");
            assertThat(String.valueOf(((Map<?, ?>) reply.get("data")).get("text/plain")))
                    .as(code)
                    .contains("int Math.abs(int a)");
        }
        assertThat(text(inspect("answ|er"))).isEqualTo("int answer = 42");
        assertThat(text(inspect("gre|et(\"x\")"))).contains("String greet(String who)");
        assertThat(text(inspect("Stri|ng"))).contains("String");
    }

    private static String text(Map<String, Object> reply) {
        return String.valueOf(((Map<?, ?>) reply.get("data")).get("text/plain"));
    }

    @Test
    void anUnknownNameIsNotFoundWithoutError() {
        assertThat(inspect("nothingLikeThis|"))
                .containsEntry("status", "ok")
                .containsEntry("found", false)
                .containsEntry("data", Map.of());
    }

    @Test
    void completenessIsAsTheProtocolWantsIt() {
        Map<String, String> expected = Map.of(
                "1+1", "complete",
                "int a=1", "complete",
                "import java.util.*", "complete",
                "// c", "complete",
                "", "complete",
                "int q = ;", "invalid",
                "1 +* 2)", "invalid",
                "}", "invalid",
                "foo(", "incomplete",
                "var s = \"\"\"\nabc", "incomplete");
        expected.forEach((code, status) -> assertThat(
                        kernel.ask(Socket.SHELL, "is_complete_request", Map.of("code", code))
                                .reply())
                .as(code)
                .containsEntry("status", status));
        assertThat(kernel.ask(Socket.SHELL, "is_complete_request", Map.of("code", "for (;;) {\n  if (true) {"))
                        .reply())
                .containsEntry("status", "incomplete")
                .containsEntry("indent", "        ");
    }

    @Test
    void historyByTailRangeAndSearch() {
        long line = (Long) kernel.execute("\"h1\"").reply().get("execution_count");
        kernel.execute("\"h2\"");
        kernel.execute("\"h2\"");

        assertThat(history(Map.of("hist_access_type", "tail", "n", 2)))
                .extracting(e -> e.get(2))
                .containsExactly("\"h2\"", "\"h2\"");
        assertThat(history(Map.of("hist_access_type", "range", "session", 0, "start", line, "stop", line + 2)))
                .extracting(e -> e.get(2))
                .containsExactly("\"h1\"", "\"h2\"");
        assertThat(history(Map.of("hist_access_type", "search", "pattern", "\"h?\"", "n", 5, "unique", true)))
                .extracting(e -> e.get(2))
                .containsExactly("\"h1\"", "\"h2\"");
        assertThat(history(Map.of("hist_access_type", "tail", "n", 1, "output", true)))
                .extracting(e -> e.get(2))
                .containsExactly(List.of("\"h2\"", "h2"));
    }

    @SuppressWarnings("unchecked")
    private static List<List<Object>> history(Map<String, Object> request) {
        return (List<List<Object>>)
                kernel.ask(Socket.SHELL, "history_request", request).reply().get("history");
    }

    @Test
    void everyQuestionIsAnsweredWhileACellRunsEachBetweenItsOwnBusyAndIdle() {
        String cell = kernel.sendExecute(
                "var go = new CountDownLatch(1); System.out.print(\"started\"); go.await();", Map.of());
        kernel.until(m -> m.type().equals("stream") && m.parent().equals(cell));

        var answers = new ArrayList<Answer>();
        Map<String, Object> code = Map.of("code", "Math.abs", "cursor_pos", 8);
        for (String type : List.of("complete", "inspect", "is_complete", "comm_info", "kernel_info")) {
            answers.add(kernel.ask(Socket.SHELL, type + "_request", code));
        }
        answers.add(kernel.ask(Socket.SHELL, "history_request", Map.of("hist_access_type", "tail", "n", 1)));
        answers.add(kernel.ask(Socket.CONTROL, "kernel_info_request", Map.of()));

        assertThat(answers).allSatisfy(a -> {
            assertThat(a.reply()).containsKey("status");
            assertThat(a.published()).extracting(Message::type).containsExactly("status", "status");
        });
        assertThat(kernel.beats()).isTrue();
        assertThat(kernel.received()).noneMatch(m -> m.isReplyTo(cell));
        kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());
        kernel.answer(cell);
    }

    @Test
    void aDebuggerIsNotOfferedAndSaysWhatToUseInstead() {
        Map<String, Object> reply = kernel.ask(
                        Socket.CONTROL, "debug_request", Map.of("type", "request", "seq", 7, "command", "initialize"))
                .reply();

        assertThat(reply)
                .containsEntry("type", "response")
                .containsEntry("request_seq", 7L)
                .containsEntry("command", "initialize")
                .containsEntry("success", false);
        assertThat((String) reply.get("message")).contains("jdwp");
    }

    @Test
    void usageIsThatOfThisProcess() {
        Map<String, Object> reply =
                kernel.ask(Socket.CONTROL, "usage_request", Map.of()).reply();

        assertThat(reply)
                .containsEntry("pid", kernel.process().pid())
                .containsKeys("hostname", "cpu_count", "kernel_cpu", "host_cpu_percent", "host_virtual_memory");
        assertThat((Long) reply.get("kernel_memory")).isBetween(20L << 20, 8L << 30);
    }

    @Test
    void aCommToAnUnknownTargetIsClosedAtOnce() {
        String id = kernel.send(
                Socket.SHELL, "comm_open", Map.of("comm_id", "c1", "target_name", "nobody", "data", Map.of()));

        Message closed =
                kernel.until(m -> m.type().equals("comm_close") && m.parent().equals(id));

        assertThat(closed.content()).isEqualTo(Map.of("comm_id", "c1", "data", Map.of()));
    }
}
