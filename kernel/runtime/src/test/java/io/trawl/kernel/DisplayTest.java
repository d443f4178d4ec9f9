package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Answer;
import io.trawl.kernel.KernelClient.Message;
import io.trawl.matrix.Row;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Values and displays as they cross the wire. */
class DisplayTest {

    private static KernelClient kernel;

    @BeforeAll
    static void start() {
        kernel = KernelClient.start();
    }

    @AfterAll
    static void stop() {
        kernel.close();
    }

    private static Message published(Answer answer, String type) {
        return answer.published().stream()
                .filter(m -> m.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static Map<?, ?> data(Message message) {
        return (Map<?, ?>) message.content().get("data");
    }

    private static Object id(Message message) {
        return ((Map<?, ?>) message.content().get("transient")).get("display_id");
    }

    @Test
    @Row("D2")
    void aFutureDrawsItselfInTheCellThatMadeItAlsoAfterThatCellEnded() {
        Answer cell = kernel.execute("var answer = new CompletableFuture<Integer>();\nanswer");
        Message pending = published(cell, "display_data");
        assertThat(data(pending).get("text/plain")).isEqualTo("pending…");

        kernel.execute("answer.complete(42);");
        Message done = kernel.until(m -> m.type().equals("update_display_data") && id(m).equals(id(pending)));

        assertThat((String) data(done).get("text/plain")).startsWith("→ 42 (");
        assertThat(done.parent()).isEqualTo(cell.id());
    }

    @Test
    @Row("D3")
    void aListOfRecordsIsATableWithoutAnyExtension() {
        Answer cell = kernel.execute("record City(String name, int people) {}\n"
                + "List.of(new City(\"<b>Lima</b>\", 10_000_000), new City(\"東京\", 14_000_000))");
        Map<?, ?> data = data(published(cell, "execute_result"));

        assertThat(data.get("text/plain")).isEqualTo("""
                2 elements
                name        │   people
                <b>Lima</b> │ 10000000
                東京        │ 14000000""");
        assertThat((String) data.get("text/html"))
                .contains("<caption", "<th scope=\"col\"", "&lt;b&gt;Lima&lt;/b&gt;")
                .doesNotContain("<b>");
        assertThat((String) data.get("text/markdown")).startsWith("| name | people |");
    }

    @Test
    @Row("D1")
    void displayShowsNowAndTheHandleReplacesItFromALaterCell() {
        Answer first = kernel.execute("var line = display(\"starting\");\nSystem.out.print(\"after\");");
        assertThat(first.published())
                .extracting(Message::type)
                .containsExactly("status", "execute_input", "display_data", "stream", "status");

        Answer second = kernel.execute("line.update(markdown(\"**done**\"));");
        Message update = kernel.until(
                m -> m.type().equals("update_display_data") && id(m).equals(id(published(first, "display_data"))));

        assertThat(data(update)).isEqualTo(Map.of("text/plain", "**done**", "text/markdown", "**done**"));
        assertThat(second.published()).noneMatch(m -> m.type().equals("execute_result"));
    }

    @Test
    @Row("D1")
    void aThrowableAsAValueReadsAsAnErrorWould() {
        String text = (String) data(published(
                        kernel.execute("new IllegalStateException(\"boom\", new RuntimeException(\"why\"))"),
                        "execute_result"))
                .get("text/plain");

        assertThat(text).startsWith("IllegalStateException: boom").contains("caused by RuntimeException: why");
    }
}
