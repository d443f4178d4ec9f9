package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Answer;
import io.trawl.kernel.KernelClient.Message;
import io.trawl.kernel.KernelClient.Socket;
import io.trawl.kernel.Page.Caused;
import io.trawl.matrix.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Widgets of a real kernel (reference/widgets.md §8, the checks named in the comments). */
@Row("D1")
class WidgetsOnTheWireTest {

    private static final String VIEW = "application/vnd.jupyter.widget-view+json";

    private static KernelClient kernel;
    private static Page page;

    @BeforeAll
    static void start() {
        kernel = KernelClient.start();
        page = new Page(kernel);
        kernel.execute("import io.trawl.kernel.api.*; import io.trawl.kernel.api.widget.*;");
    }

    @AfterAll
    static void stop() {
        kernel.close();
    }

    /** The id of the model that a cell showed. */
    private static String shownBy(Answer answer) {
        assertThat(answer.reply()).as("%s", answer.reply()).containsEntry("status", "ok");
        var view = (Map<?, ?>) answer.of("display_data").get(0).map("data").get(VIEW);
        return (String) view.get("model_id");
    }

    private static Map<String, Object> state(Message message) {
        return cast(message.map("data").get("state"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object map) {
        return (Map<String, Object>) map;
    }

    private static List<String> references(Object value) {
        var found = new ArrayList<String>();
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(v -> found.addAll(references(v)));
        } else if (value instanceof List<?> list) {
            list.forEach(v -> found.addAll(references(v)));
        } else if (value instanceof String s && s.startsWith("IPY_MODEL_")) {
            found.add(s.substring("IPY_MODEL_".length()));
        }
        return found;
    }

    /** Checks 5, 6 and 7. */
    @Test
    void aBoxIsOpenedPartsFirstAndThenDisplayed() {
        Answer cell = kernel.execute("""
                VBox.of(
                    HBox.of(IntProgress.of(0, 120).label("Pages").tone(Tone.INFO), Html.of().text("0 of 120"), Button.of("Cancel").tone(Tone.WARNING)),
                    IntSlider.of(1, 32).value(4).label("at once"))
                """);

        Set<String> opened = new HashSet<>();
        for (Message message : cell.published()) {
            if (message.type().equals("comm_open")) {
                assertThat(message.metadata()).containsEntry("version", "2.1.0");
                assertThat(message.content()).containsEntry("target_name", "jupyter.widget");
                assertThat(message.map("data")).containsEntry("buffer_paths", List.of());
                assertThat(state(message)).containsKeys("_model_name", "_model_module", "_view_name");
                assertThat(opened).containsAll(references(state(message)));
                opened.add((String) message.content().get("comm_id"));
            } else if (message.type().equals("display_data")) {
                assertThat(opened).contains(shownBy(cell)).hasSize(16);
                assertThat(message.map("metadata")).isEmpty();
                assertThat(message.map("transient")).containsKey("display_id");
                assertThat(message.map("data")).containsKeys("text/plain", "text/html");
                assertThat(message.map("data").get("text/plain"))
                        .isEqualTo("Pages: 0 of 120  0 of 120  [Cancel]\nat once: 4 (1 to 32)");
            }
        }
        assertThat(cell.of("execute_result")).isEmpty();
        assertThat(page.openComms("jupyter.widget").keySet()).containsAll(opened);
    }

    /** Check 8. */
    @Test
    void aRequestForTheStateIsAnsweredWithAllOfItBetweenBusyAndIdle() {
        String slider = shownBy(kernel.execute("IntSlider.of(1, 10).value(7)"));

        Caused caused = page.tell(slider, Map.of("method", "request_state"));

        assertThat(caused.published()).extracting(Message::type).containsExactly("status", "comm_msg", "status");
        assertThat(state(caused.with("update").get(0)))
                .containsEntry("value", 7L)
                .containsEntry("_model_name", "IntSliderModel")
                .containsKeys("layout", "style", "min", "max");
    }

    /** Checks 9 and 16. */
    @Test
    void aPageThatIsLoadedAnewGetsEveryOpenModelAsItIsNowWhileACellIsBlocked() {
        Answer cell = kernel.execute("var bar = IntProgress.of(0, 10); bar");
        kernel.execute("bar.value(3); bar.value(4);");
        String blocked = kernel.sendExecute("new CountDownLatch(1).await()", Map.of());
        kernel.until(m -> m.type().equals("execute_input") && m.parent().equals(blocked));

        var states = page.allStates();
        Set<String> open = page.openComms("jupyter.widget").keySet();
        kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());
        kernel.answer(blocked);

        assertThat(states.keySet()).isEqualTo(open);
        assertThat(states.get(shownBy(cell)).get("state")).containsEntry("value", 4L);
        assertThat(states.values())
                .allSatisfy(entry -> assertThat(references(entry)).isSubsetOf(open));
    }

    /** Check 12, as far as the kernel goes. */
    @Test
    void aSliderMovedWhileACellRunsChangesWhatTheCellSees() {
        String slider =
                shownBy(kernel.execute("var speed = IntSlider.of(1, 10);\nvar moved = new CountDownLatch(1);\nspeed"));
        Answer observing = kernel.execute(
                "speed.onChange(v -> { System.out.println(\"now \" + v); moved.countDown(); }); \"observed\"");
        String blocked = kernel.sendExecute("moved.await(); speed.value()", Map.of());
        kernel.until(m -> m.type().equals("execute_input") && m.parent().equals(blocked));

        Caused caused = page.set(slider, "value", 5);

        assertThat(kernel.answer(blocked).result()).isEqualTo("5");
        assertThat(caused.with("echo_update"))
                .singleElement()
                .satisfies(m -> assertThat(state(m)).isEqualTo(Map.of("value", 5L)));
        Message said = kernel.until(
                m -> m.type().equals("stream") && "now 5\n".equals(m.content().get("text")));
        assertThat(said.parent()).as("the cell that observes").isEqualTo(observing.id());
    }

    /** Check 13, as far as the kernel goes. */
    @Test
    void aClickEndsACellThatIsBlockedAndTheButtonSaysSo() {
        String button = shownBy(kernel.execute("""
                var cancelled = new CountDownLatch(1);
                var cancel = Button.of("Cancel");
                cancel.onClick(() -> { cancel.disabled(true).label("Cancelling"); cancelled.countDown(); });
                cancel
                """));
        String blocked = kernel.sendExecute("cancelled.await(); \"cancelled\"", Map.of());
        kernel.until(m -> m.type().equals("execute_input") && m.parent().equals(blocked));

        page.click(button);

        assertThat(kernel.answer(blocked).result()).isEqualTo("cancelled");
        assertThat(page.allStates().get(button).get("state"))
                .containsEntry("disabled", true)
                .containsEntry("description", "Cancelling");
    }

    /** Check 15: what a page sets is told to every page, as the kernel has only one way to publish. */
    @Test
    void aSecondPageHearsOfTheChangeOfTheFirstAndOfItsCorrection() {
        String slider = shownBy(kernel.execute("IntSlider.of(1, 10)"));

        Caused caused = page.set(slider, "value", 99);

        assertThat(caused.published())
                .filteredOn(m -> m.type().equals("comm_msg"))
                .extracting(m -> m.map("data").get("method"), m -> state(m))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("echo_update", Map.of("value", 99L)),
                        org.assertj.core.groups.Tuple.tuple("update", Map.of("value", 10L)));
    }

    @Test
    void anObserverThatFailsOrHangsSaysSoInItsCellAndAnInterruptFreesTheNext() {
        Answer cell = kernel.execute("""
                var button = Button.of("b");
                var clicks = new java.util.concurrent.atomic.AtomicInteger();
                var hanging = new CountDownLatch(1);
                var third = new CountDownLatch(1);
                button.onClick(() -> {
                    switch (clicks.incrementAndGet()) {
                        case 1 -> { throw new IllegalStateException("first"); }
                        case 2 -> { hanging.countDown(); while (true) {} }
                        default -> third.countDown();
                    }
                });
                button
                """);
        String button = shownBy(cell);

        page.click(button);
        page.click(button);
        page.click(button);
        kernel.execute("hanging.await()");
        kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());

        assertThat(kernel.execute("third.await(); clicks.get()").result()).isEqualTo("3");
        for (String words : List.of("IllegalStateException", "was stopped")) {
            Message said = kernel.until(m -> m.type().equals("stream")
                    && String.valueOf(m.content().get("text")).contains(words));
            assertThat(said.parent()).isEqualTo(cell.id());
        }
    }

    @Test
    void evidenceOfWidgetsIsAPageThatAsksForThem() {
        try (var fresh = KernelClient.start()) {
            var other = new Page(fresh);
            fresh.execute("import io.trawl.kernel.api.widget.*;");
            Answer before = fresh.execute("Widgets.current().spoken()");
            other.allStates();

            assertThat(before.result()).isEqualTo("false");
            assertThat(fresh.execute("Widgets.current().spoken()").result()).isEqualTo("true");
        }
    }

    @Test
    void whereNobodyWatchesTheLastStateIsInTheOutputAndOnTheWireBeforeTheReply() {
        try (var fresh = KernelClient.start()) {
            fresh.execute("import io.trawl.kernel.api.widget.*;");

            Answer cell = fresh.execute("""
                    var bar = IntProgress.of(0, 1000);
                    display(bar);
                    for (int i = 1; i <= 1000; i++) bar.value(i);
                    """, Map.of("allow_stdin", false));

            List<Message> updates = cell.of("update_display_data");
            assertThat(updates.get(updates.size() - 1).map("data")).containsEntry("text/plain", "1000 of 1000");
            List<Message> states = cell.of("comm_msg");
            assertThat(state(states.get(states.size() - 1))).isEqualTo(Map.of("value", 1000L));
        }
    }

    /** Check 29. */
    @Test
    void aThousandBoxesLeaveABoundedNumberOpen() {
        Answer cell = kernel.execute("for (int i = 0; i < 1000; i++) display(VBox.of(Label.of(\"box \" + i)));");

        assertThat(cell.of("display_data")).hasSize(1000);
        assertThat(page.openComms("jupyter.widget")).hasSize(200 * 5);
        assertThat(cell.of("comm_close"))
                .hasSizeGreaterThanOrEqualTo(800 * 5)
                .allSatisfy(m -> assertThat(m.map("data")).isEmpty());
        assertThat(page.allStates()).hasSize(200 * 5);
    }

    @Test
    void aWidgetThatACellClosesLeavesItsLastPicture() {
        Answer shown = kernel.execute("var gone = Checkbox.of(\"done\"); gone");

        Answer closed = kernel.execute("gone.value(true).close()");

        Message update = kernel.until(m -> m.type().equals("update_display_data")
                && m.map("transient").equals(shown.of("display_data").get(0).map("transient")));
        assertThat(update.map("data"))
                .containsOnlyKeys("text/plain", "text/html")
                .containsEntry("text/plain", "[x] done");
        assertThat(update.parent()).isEqualTo(shown.id());
        assertThat(closed.of("comm_close")).hasSize(3);
    }
}
