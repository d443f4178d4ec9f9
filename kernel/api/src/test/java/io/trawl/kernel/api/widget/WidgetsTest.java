package io.trawl.kernel.api.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.widget.RecordingPages.Sent;
import io.trawl.matrix.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes over the wire for widgets (reference/widgets.md §2), with the pages played by hand. */
@Row("D1")
class WidgetsTest {

    private final RecordingPages pages = new RecordingPages();
    private final Widgets widgets = new Widgets(pages, pages, Ipywidgets.V8);
    private final RecordingDisplay display = new RecordingDisplay();

    static Stream<Widget<?>> oneOfEach() {
        return Stream.of(
                IntProgress.of(0, 10),
                FloatProgress.of(0, 1),
                Label.of("l"),
                Html.of().text("h"),
                HBox.of(Label.of("a")),
                VBox.of(Label.of("a")),
                Button.of("b"),
                IntSlider.of(1, 10),
                FloatSlider.of(0, 1),
                Checkbox.of("c"),
                Text.of("t"),
                Dropdown.of("x", "y"),
                Accordion.of().add("t", Label.of("a")),
                Output.of().println("o"));
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void everyModelIsOpenedWithItsIdentityPartsBeforeWholes(Widget<?> widget) {
        Bundle shown = widgets.draw(widget, display);

        Set<String> opened = new HashSet<>();
        for (Sent open : pages.of("comm_open")) {
            assertThat(open.message().metadata()).containsEntry("version", "2.1.0");
            assertThat(open.message().data()).containsEntry("buffer_paths", List.of());
            assertThat(open.state())
                    .containsKeys(
                            "_model_module",
                            "_model_module_version",
                            "_model_name",
                            "_view_module",
                            "_view_module_version",
                            "_view_name");
            references(open.state()).forEach(id -> assertThat(opened).contains(id));
            opened.add(open.comm());
        }
        assertThat(shown.data()).containsKeys("text/plain", "text/html");
        assertThat(shown.data().get(Widgets.VIEW))
                .isEqualTo(Map.of("version_major", 2, "version_minor", 0, "model_id", widget.id()));
        assertThat(shown.text()).isNotEmpty().isEqualTo(widget.toString());
        assertThat(display.live).as("can be replaced later").isTrue();
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

    @Test
    void theStateSaysWhatTheWidgetIs() {
        widgets.draw(
                IntProgress.of(0, 120).value(37).label("Pages").tone(Tone.INFO).width("60%"), display);

        assertThat(pages.opening("IntProgressModel").state())
                .contains(
                        entry("_view_name", "ProgressView"),
                        entry("_model_module_version", "2.0.0"),
                        entry("value", 37),
                        entry("min", 0),
                        entry("max", 120),
                        entry("bar_style", "info"),
                        entry("description", "Pages"));
        assertThat(pages.opening("LayoutModel").state()).containsEntry("width", "60%");
    }

    @Test
    void forTheSeventhGenerationVersionsAndNamesAreItsOwn() {
        var old = new Widgets(pages, pages, Ipywidgets.V7);

        old.draw(
                Accordion.of()
                        .add("one", Checkbox.of("c").tooltip("t"))
                        .add("two", Button.of("b").tooltip("t")),
                display);

        assertThat(pages.opening("AccordionModel").state())
                .containsEntry("_model_module_version", "1.5.0")
                .containsEntry("_titles", Map.of("0", "one", "1", "two"))
                .doesNotContainKey("titles");
        assertThat(pages.opening("LayoutModel").state()).containsEntry("_model_module_version", "1.2.0");
        assertThat(pages.opening("CheckboxModel").state()).containsEntry("description_tooltip", "t");
        assertThat(pages.opening("ButtonModel").state()).containsEntry("tooltip", "t");
    }

    @Test
    void theFirstChangeGoesOutAtOnceThoseThatFollowTogetherTheLastAlways() {
        var bar = IntProgress.of(0, 10_000);
        widgets.draw(bar, display);

        for (int i = 1; i <= 10_000; i++) {
            bar.value(i);
        }
        assertThat(pages.to(bar)).extracting(s -> s.state().get("value")).containsExactly(1);
        pages.frame();
        pages.frame();

        assertThat(pages.to(bar)).extracting(s -> s.state().get("value")).containsExactly(1, 10_000);
        assertThat(pages.frameComes()).as("rests while nothing changes").isFalse();
        bar.value(10_000);
        assertThat(pages.frameComes()).as("the same again is no change").isFalse();
    }

    @Test
    void aPagesChangeIsAppliedAndEchoedAndObservedInOrder() {
        var slider = IntSlider.of(1, 10);
        var seen = new ArrayList<Integer>();
        slider.onChange(seen::add);
        widgets.draw(slider, display);

        pages.pageSets(slider, "value", 5L);
        pages.pageSets(slider, "value", 6L);

        assertThat(slider.value()).isEqualTo(6);
        assertThat(seen).containsExactly(5, 6);
        assertThat(pages.to(slider)).extracting(Sent::method).containsExactly("echo_update", "echo_update");
        assertThat(pages.to(slider).get(0).state()).isEqualTo(Map.of("value", 5L));
        assertThat(pages.to(slider).get(0).message().data()).containsEntry("buffer_paths", List.of());
    }

    @Test
    void whatAPageMayNotSetIsPutRightAfterTheEcho() {
        var slider = IntSlider.of(1, 10).value(3);
        var box = Checkbox.of("c");
        var choice = Dropdown.of("a", "b");
        widgets.draw(VBox.of(slider, box, choice), display);

        pages.pageSets(slider, "value", 99L);
        pages.pageSets(slider, "max", 1000L);
        pages.pageSets(slider, "value", "<script>");
        pages.pageSets(slider, "value", Double.MAX_VALUE);
        pages.pageSets(box, "value", "yes");
        pages.pageSets(choice, "index", 7L);
        pages.pageSets(choice, "no_such_key", 7L);

        assertThat(slider.value()).isEqualTo(10);
        assertThat(slider.max()).isEqualTo(10);
        assertThat(box.value()).isFalse();
        assertThat(choice.value()).isEqualTo("a");
        assertThat(pages.to(slider))
                .filteredOn(s -> s.method().equals("update"))
                .extracting(Sent::state)
                .startsWith(Map.of("value", 10), Map.of("max", 10), Map.of("value", 10));
        assertThat(pages.to(choice)).extracting(Sent::method).containsExactly("echo_update", "update");
    }

    @Test
    void aPagesChangeIsNotUndoneByAnOlderOneThatWaited() {
        var slider = IntSlider.of(1, 10);
        widgets.draw(slider, display);
        slider.value(2);
        slider.value(3);

        pages.pageSets(slider, "value", 7L);
        pages.frame();

        assertThat(pages.to(slider)).extracting(s -> s.state().get("value")).containsExactly(2, 7L);
        assertThat(slider.value()).isEqualTo(7);
    }

    @Test
    void changesOfCodeAreObservedToo() {
        var seen = new ArrayList<String>();
        var text = Text.of().onChange(seen::add);
        var same = Dropdown.of("a", "b").onChange(seen::add);

        text.value("hello").value("hello");
        same.value("b");

        assertThat(seen).containsExactly("hello", "b");
    }

    @Test
    void clicksReachTheObserversUnlessTheButtonIsDisabled() {
        var clicks = new ArrayList<String>();
        var button = Button.of("Cancel").onClick(() -> clicks.add("click"));
        widgets.draw(button, display);
        Map<String, Object> click = Map.of("method", "custom", "content", Map.of("event", "click"));

        pages.pageSends(button.id(), click);
        button.disabled(true);
        pages.pageSends(button.id(), click);
        pages.pageSends(button.id(), Map.of("method", "custom", "content", "click"));

        assertThat(clicks).hasSize(1);
        assertThat(pages.to(button).get(0).state()).isEqualTo(Map.of("disabled", true));
    }

    @Test
    void aPageThatAsksGetsTheWholeState() {
        var slider = IntSlider.of(1, 10).value(4);
        widgets.draw(slider, display);

        pages.pageSends(slider.id(), Map.of("method", "request_state"));

        Sent answer = pages.to(slider).get(0);
        assertThat(answer.method()).isEqualTo("update");
        assertThat(answer.state())
                .isEqualTo(pages.opening("IntSliderModel").state())
                .containsEntry("value", 4);
    }

    @Test
    @SuppressWarnings("unchecked")
    void aNewPageGetsAllThatIsOpenAndNothingElse() {
        var kept = IntSlider.of(1, 10);
        var closed = Label.of("closed");
        widgets.draw(kept, display);
        widgets.draw(closed, display);
        kept.value(8);
        widgets.close(closed);

        pages.pageOpens("jupyter.widget.control", "control");
        pages.pageSends("control", Map.of("method", "request_states"));

        Sent answer = pages.sent.get(pages.sent.size() - 1);
        assertThat(answer.comm()).isEqualTo("control");
        assertThat(answer.message().data())
                .containsEntry("method", "update_states")
                .containsEntry("buffer_paths", List.of());
        var states = (Map<String, Map<String, Object>>) answer.message().data().get("states");
        assertThat(states.keySet())
                .containsAll(pages.open.keySet().stream()
                        .filter(id -> !id.equals("control"))
                        .toList())
                .hasSize(3);
        assertThat(states.get(kept.id()))
                .containsEntry("model_name", "IntSliderModel")
                .containsEntry("model_module", "@jupyter-widgets/controls")
                .containsEntry("model_module_version", "2.0.0");
        assertThat((Map<String, Object>) states.get(kept.id()).get("state")).containsEntry("value", 8);
    }

    @Test
    void closingLeavesAPictureAndClosesWholesBeforeParts() {
        var shared = IntSlider.of(1, 10);
        var box = VBox.of(shared, Label.of("gone"));
        widgets.draw(shared, new RecordingDisplay());
        widgets.draw(box, display);
        String boxId = box.id();

        widgets.close(box);

        assertThat(display.last().data()).containsOnlyKeys("text/plain", "text/html");
        assertThat(pages.of("comm_close")).first().extracting(Sent::comm).isEqualTo(boxId);
        assertThat(pages.of("comm_close"))
                .allSatisfy(s -> assertThat(s.message().data()).isEmpty());
        assertThat(shared.isOpen()).as("it is shown elsewhere").isTrue();
        assertThat(widgets.openModels()).isEqualTo(3);
        assertThat(widgets.draw(box, display).data()).containsKey(Widgets.VIEW);
    }

    @Test
    void onlyTheLastShownStayOpen() {
        var places = new ArrayList<RecordingDisplay>();
        for (int i = 0; i < 1000; i++) {
            places.add(new RecordingDisplay());
            widgets.draw(VBox.of(Label.of("box " + i)), places.get(i));
        }

        assertThat(widgets.openModels()).isEqualTo(Widgets.MOST_SHOWN * 5);
        assertThat(pages.open).hasSize(Widgets.MOST_SHOWN * 5);
        assertThat(places.get(0).last().data()).doesNotContainKey(Widgets.VIEW).containsEntry("text/plain", "box 0");
        assertThat(places.get(999).updates).isEmpty();
    }

    @Test
    void whatABoxHoldsNoLongerIsClosedAndWhatIsNewIsOpenedFirst() {
        var box = HBox.of(Label.of("0"));
        widgets.draw(box, display);

        for (int i = 1; i <= 100; i++) {
            box.children(List.of(Label.of("" + i)));
        }
        pages.frame();

        assertThat(widgets.openModels()).isEqualTo(5);
        Sent last = pages.to(box).get(pages.to(box).size() - 1);
        assertThat(references(last.state())).hasSize(1).isSubsetOf(pages.open.keySet());
    }

    @Test
    void aModelThatAPageClosedIsForgotten() {
        var slider = IntSlider.of(1, 10);
        widgets.draw(slider, display);

        pages.pageCloses(slider);
        slider.value(5);

        assertThat(slider.value()).isEqualTo(5);
        assertThat(pages.of("comm_msg")).isEmpty();
        assertThat(widgets.draw(slider, display).data()).containsKey(Widgets.VIEW);
    }

    @Test
    void whereNoPageSpeaksWidgetsTheOutputItselfFollows() {
        var bar = IntProgress.of(0, 10).label("Pages");
        Bundle first = widgets.draw(VBox.of(bar), display);

        bar.value(4);

        assertThat(first.text()).isEqualTo("Pages: 0 of 10");
        assertThat(display.last().text()).isEqualTo("Pages: 4 of 10");
        assertThat(String.valueOf(display.last().data().get("text/html")))
                .contains("<progress max=\"10\" value=\"4\" title=\"Pages\">");
        pages.spoken = true;
        bar.value(5);
        pages.frame();
        assertThat(display.updates)
                .as("a page that draws widgets needs no other picture")
                .hasSize(1);
    }

    @Test
    void withoutAFrontEndWidgetsWorkAndDrawAsHtml() {
        pages.connected = false;
        var slider = IntSlider.of(1, 10).label("at once");

        Bundle shown = widgets.draw(HBox.of(slider, Button.of("Stop")), display);
        slider.value(7);

        assertThat(shown.data()).containsOnlyKeys("text/plain", "text/html");
        assertThat(display.last().text()).isEqualTo("at once: 7 (1 to 10)  [Stop]");
        assertThat(pages.sent).isEmpty();
    }

    @Test
    void hostileTextIsShownAsItReads() {
        String hostile = "<img src=x onerror=alert(1)>&amp;\u202E\u0000\"'";
        var html = Html.of().text(hostile);

        String all = Stream.of(html, Label.of(hostile), Button.of(hostile), Checkbox.of(hostile), Text.of(hostile))
                .map(w -> String.valueOf(widgets.draw(w, display).data().get("text/html")))
                .reduce("", String::concat);

        assertThat(html.value()).isEqualTo("&lt;img src=x onerror=alert(1)&gt;&amp;amp;\uFFFD\uFFFD&quot;&#39;");
        assertThat(all).doesNotContain("<img").doesNotContain("\u202E").doesNotContain("\u0000");
        assertThat(Html.of().raw("<b>bold</b>").value()).isEqualTo("<b>bold</b>");
    }

    @Test
    void wrongNumbersSayWhatToWrite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IntSlider.of(10, 1))
                .withMessage("the smaller number comes first: write IntSlider.of(1, 10)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IntSlider.of(1, 10).value(11))
                .withMessage("11 is outside 1 to 10");
        assertThatIllegalArgumentException().isThrownBy(() -> FloatSlider.of(0, Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FloatProgress.of(0, 1).value(Double.NaN))
                .withMessage("NaN cannot be shown: write a finite number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IntProgress.of(5, 10).max(1))
                .withMessage("the smaller number comes first: write IntProgress.of(1, 5)");
        assertThatIllegalArgumentException().isThrownBy(() -> Dropdown.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dropdown.of("a").value("b"))
                .withMessage("b is not among [a]");
        var box = VBox.of();
        assertThatIllegalArgumentException().isThrownBy(() -> box.add(HBox.of(box)));
    }

    @Test
    void anOutputKeepsTheLast() {
        var output = Output.of();
        widgets.draw(output, display);
        for (int i = 0; i < Output.MOST + 10; i++) {
            output.println("line " + i);
        }
        output.append(Bundle.text("<b>").html("<b>bold</b>"));

        assertThat(output.toString().lines())
                .hasSize(Output.MOST)
                .startsWith("line 11")
                .endsWith("<b>");
        assertThat(output.picture().data().get("text/html").toString()).endsWith("<b>bold</b></div>");
    }
}
