package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Answer;
import io.trawl.kernel.KernelClient.Message;
import io.trawl.matrix.Row;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cells over the wire, against a kernel process. */
@Row("D1")
class ExecuteTest {

    private static KernelClient kernel;

    @BeforeAll
    static void start() {
        kernel = KernelClient.start();
    }

    @AfterAll
    static void stop() {
        kernel.close();
    }

    @Test
    void anExpressionIsAnsweredWithItsValueBetweenBusyAndIdle() {
        Answer answer = kernel.execute("1+1");

        assertThat(answer.published())
                .extracting(Message::type)
                .containsExactly("status", "execute_input", "execute_result", "status");
        assertThat(answer.result()).isEqualTo("2");
        assertThat(answer.reply())
                .containsEntry("status", "ok")
                .containsEntry("user_expressions", Map.of())
                .containsEntry("payload", List.of())
                .containsEntry(
                        "execution_count",
                        answer.of("execute_result").get(0).content().get("execution_count"));
    }

    @Test
    void aDeclarationHasNoResultAndItsVariableHas() {
        assertThat(kernel.execute("int declared = 5;").result()).isNull();
        assertThat(kernel.execute("declared").result()).isEqualTo("5");
        assertThat(kernel.execute("String none = null; none").result()).isNull();
    }

    @Test
    void onlyTheLastExpressionIsShownAndAFailureLeavesWhatWasDoneBefore() {
        assertThat(kernel.execute("int one = 1; one + 1; one + 2").result()).isEqualTo("3");

        Answer failed = kernel.execute("int first = 1;\nint second = 2;\nint third = first / 0;");

        assertThat(failed.reply())
                .containsEntry("status", "error")
                .containsEntry("ename", "java.lang.ArithmeticException");
        assertThat(kernel.execute("first + second").result()).isEqualTo("3");
    }

    @Test
    void bothStreamsComeInTheOrderTheyWerePrintedAndBeforeTheResult() {
        Answer answer = kernel.execute("System.out.print(\"a\"); System.err.print(\"b\"); 3");

        assertThat(answer.published())
                .extracting(m -> m.type() + m.content().getOrDefault("text", ""))
                .containsExactly("status", "execute_input", "streama", "streamb", "execute_result", "status");
    }

    @Test
    void aSilentCellCountsNothingAndShowsNothingButItsOutputAndErrors() {
        Object before = kernel.execute("0").reply().get("execution_count");

        Answer silent = kernel.execute("System.out.print(\"said\"); 4", Map.of("silent", true));
        Answer failed = kernel.execute("Integer.parseInt(\"x\")", Map.of("silent", true));

        assertThat(silent.published()).extracting(Message::type).containsExactly("status", "stream", "status");
        assertThat(silent.reply()).containsEntry("status", "ok").containsEntry("execution_count", before);
        assertThat(failed.reply()).containsEntry("status", "error").containsEntry("execution_count", before);
    }

    @Test
    void withoutStoreHistoryTheCounterStaysAndTheResultIsShown() {
        Object before = kernel.execute("0").reply().get("execution_count");

        Answer answer = kernel.execute("\"unstored\" + 1", Map.of("store_history", false));

        assertThat(answer.result()).isEqualTo("unstored1");
        assertThat(answer.reply()).containsEntry("execution_count", before);
        Answer history = kernel.ask(
                KernelClient.Socket.SHELL,
                "history_request",
                Map.of("hist_access_type", "search", "pattern", "*unstored*", "n", 10));
        assertThat(history.reply()).containsEntry("history", List.of());
    }

    @Test
    void userExpressionsAreAnsweredOneByOne() {
        Answer answer = kernel.execute("int base = 1;", Map.of("user_expressions", Map.of("a", "base+2", "b", "nope")));

        assertThat(answer.reply()).containsEntry("status", "ok");
        var expressions = (Map<?, ?>) answer.reply().get("user_expressions");
        assertThat((Object) ((Map<?, ?>) expressions.get("a")).get("data")).isEqualTo(Map.of("text/plain", "3"));
        assertThat(((Map<?, ?>) expressions.get("b")).get("status")).isEqualTo("error");
        assertThat((List<?>) ((Map<?, ?>) expressions.get("b")).get("traceback"))
                .isNotEmpty();
    }

    @Test
    void anExceptionIsReportedAsTheUsersOwnOnBothChannels() {
        Answer answer = kernel.execute("throw new IllegalStateException(\"boom\")");

        Map<String, Object> error = answer.of("error").get(0).content();
        assertThat(error)
                .containsEntry("ename", "java.lang.IllegalStateException")
                .containsEntry("evalue", "boom");
        assertThat((List<?>) error.get("traceback")).isNotEmpty();
        assertThat(answer.reply()).containsAllEntriesOf(error).containsKey("execution_count");
        assertThat(answer.published().get(answer.published().size() - 1).type()).isEqualTo("status");
    }

    @Test
    void afterAnErrorTheQueuedCellsAreAbortedAndLaterOnesRun() {
        List<String> ids = List.of(
                kernel.sendExecute("Thread.sleep(300); throw new RuntimeException()", Map.of()),
                kernel.sendExecute("1", Map.of()),
                kernel.sendExecute("2", Map.of()));

        List<Answer> answers = ids.stream().map(kernel::answer).toList();

        assertThat(answers).extracting(a -> a.reply().get("status")).containsExactly("error", "aborted", "aborted");
        assertThat(answers.get(1).published()).extracting(Message::type).containsExactly("status", "status");
        assertThat(kernel.published(answers.get(0).id()))
                .extracting(Message::type)
                .endsWith("error", "status");
        assertThat(kernel.execute("3").result()).isEqualTo("3");
    }

    @Test
    void withoutStopOnErrorTheQueuedCellsRun() {
        List<String> ids = List.of(
                kernel.sendExecute("Thread.sleep(300); throw new RuntimeException()", Map.of("stop_on_error", false)),
                kernel.sendExecute("1", Map.of()));

        assertThat(ids.stream().map(kernel::answer).map(a -> a.reply().get("status")))
                .containsExactly("error", "ok");
    }

    @Test
    void aHundredThousandLinesArriveAllInOrderInFewMessages() {
        Answer answer = kernel.execute("for (int i = 0; i < 100_000; i++) System.out.println(i);");

        assertThat(answer.stream("stdout").lines().mapToInt(Integer::parseInt).toArray())
                .isEqualTo(IntStream.range(0, 100_000).toArray());
        assertThat(answer.of("stream")).hasSizeLessThan(200);
    }

    @Test
    void twoThreadsNeverMixWithinALine() {
        Answer answer = kernel.execute("""
                Runnable printing = () -> { for (int i = 0; i < 10_000; i++) System.out.println("0123456789"); };
                var one = new Thread(printing); var two = new Thread(printing);
                one.start(); two.start(); one.join(); two.join();
                """);

        assertThat(answer.stream("stdout").lines()).hasSize(20_000).containsOnly("0123456789");
    }

    @Test
    void aCharacterWrittenByteByByteArrivesWhole() {
        Answer answer = kernel.execute(
                "for (byte b : \"a😀ü\".getBytes(\"UTF-8\")) { System.out.write(b); System.out.flush(); }");

        assertThat(answer.stream("stdout")).isEqualTo("a😀ü");
    }

    @Test
    void inputIsAskedForWithWhatWasPrintedAsPrompt() {
        String id =
                kernel.sendExecute("System.out.print(\"Name? \"); new Scanner(System.in).nextLine() + \"!\"", Map.of());

        Message asked =
                kernel.until(m -> m.type().equals("input_request") && m.parent().equals(id));
        kernel.send(KernelClient.Socket.STDIN, "input_reply", Map.of("value", "Ada"));

        assertThat(asked.content()).containsEntry("prompt", "Name? ").containsEntry("password", false);
        assertThat(kernel.answer(id).result()).isEqualTo("Ada!");
    }

    @Test
    void inputAndPasswordAskWithTheirPromptAndNeedNoImport() {
        String id = kernel.sendExecute(
                "var name = input(\"Name? \"); var secret = password(\"Key? \"); name + secret.length()", Map.of());

        Message name =
                kernel.until(m -> m.type().equals("input_request") && m.parent().equals(id));
        kernel.answerInput(name, "Ada");
        Message key = kernel.until(m -> m.type().equals("input_request")
                && m.parent().equals(id)
                && m.content().get("password").equals(true));
        kernel.answerInput(key, "12345");

        assertThat(name.content()).isEqualTo(Map.of("prompt", "Name? ", "password", false));
        assertThat(key.content()).isEqualTo(Map.of("prompt", "Key? ", "password", true));
        assertThat(kernel.answer(id).result()).isEqualTo("Ada5");
    }

    @Test
    void severalQuestionsAtOnceGetEachTheirOwnAnswer() {
        String id = kernel.sendExecute(
                "var a = CompletableFuture.supplyAsync(() -> input(\"a\")); var b = CompletableFuture.supplyAsync(() -> input(\"b\"));"
                        + " a.get() + b.get()",
                Map.of());
        for (String prompt : List.of("b", "a")) {
            Message asked = kernel.until(m -> m.type().equals("input_request")
                    && m.content().get("prompt").equals(prompt));
            kernel.answerInput(asked, "for " + prompt + " ");
        }

        assertThat(kernel.answer(id).result()).isEqualTo("for a for b ");
    }

    @Test
    void anAnswerToAQuestionThatWasGivenUpIsNotTakenForAnother() {
        String first = kernel.sendExecute("input(\"first\")", Map.of());
        Message old =
                kernel.until(m -> m.type().equals("input_request") && m.parent().equals(first));
        kernel.ask(KernelClient.Socket.CONTROL, "interrupt_request", Map.of());
        assertThat(kernel.answer(first).reply()).containsEntry("ename", "Interrupted");
        String second = kernel.sendExecute("input(\"second\")", Map.of());
        Message asked =
                kernel.until(m -> m.type().equals("input_request") && m.parent().equals(second));

        kernel.answerInput(old, "late");
        kernel.answerInput(asked, "in time");

        assertThat(kernel.answer(second).result()).isEqualTo("in time");
    }

    @Test
    void inputWhereNobodyCanBeAskedIsAClearError() {
        Answer answer = kernel.execute("System.in.read()", Map.of("allow_stdin", false));

        assertThat(answer.reply()).containsEntry("ename", "io.trawl.kernel.api.InputUnavailable");
        assertThat(kernel.execute("input(\"Name? \")", Map.of("allow_stdin", false))
                        .reply())
                .containsEntry("ename", "io.trawl.kernel.api.InputUnavailable");
    }

    @Test
    void aCellWithoutCodeIsRefusedAndASilentErrorAbortsNothing() {
        String nothing = kernel.send(KernelClient.Socket.SHELL, "execute_request", Map.of("code", 5));
        assertThat(kernel.answer(nothing).reply())
                .containsEntry("status", "error")
                .containsEntry("ename", "InvalidRequest");

        List<String> ids = List.of(
                kernel.sendExecute("Thread.sleep(100); throw new RuntimeException()", Map.of("silent", true)),
                kernel.sendExecute("1", Map.of()));

        assertThat(ids.stream().map(kernel::answer).map(a -> a.reply().get("status")))
                .containsExactly("error", "ok");
    }

    @Test
    void errorsOfTheVirtualMachineEndTheCellAndNotTheKernel() {
        assertThat(kernel.execute("int deep(int n) { return deep(n + 1); } deep(0)")
                        .reply())
                .containsEntry("ename", "java.lang.StackOverflowError");
        assertThat(kernel.execute("throw new OutOfMemoryError(\"test\")").reply())
                .containsEntry("ename", "java.lang.OutOfMemoryError");
        assertThat(kernel.execute("throw new NoClassDefFoundError(\"test\")").reply())
                .containsEntry("ename", "java.lang.NoClassDefFoundError");
        assertThat(kernel.execute("40 + 2").result()).isEqualTo("42");
    }

    @Test
    void exitInACellIsAnErrorInEachOfItsForms() {
        for (String exit : List.of(
                "System.exit(3)",
                "Runtime.getRuntime().halt(3)",
                "java.util.stream.IntStream.of(3).forEach(System::exit)",
                "Runtime.getRuntime().exit(3)")) {
            assertThat(kernel.execute(exit).reply()).as(exit).containsEntry("status", "error");
        }
        assertThat(kernel.process().isAlive()).isTrue();
    }
}
