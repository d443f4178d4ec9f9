package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.JobState;
import io.trawl.Progress;
import io.trawl.View;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseErrorList;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

@Row("D3")
class HtmlTest {
    private static final Set<String> TAGS = Set.of(
            "div",
            "span",
            "strong",
            "bdi",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "a",
            "img",
            "pre",
            "progress",
            "details",
            "summary");
    private static final Set<String> ATTRIBUTES = Set.of(
            "class", "style", "scope", "title", "href", "target", "rel", "alt", "src", "max", "value", "aria-label");
    private static final List<String> PIECES = List.of(
            "<script>steal()</script>",
            "<img src=//evil.example/x onerror=steal()>",
            "</td></tr></table>",
            "</pre></details></div>",
            "\" onmouseover=\"steal()",
            "' style='position:fixed",
            "<button data-commandlinker-command=\"terminal:create-new\">",
            "&amp;",
            "&lt;b&gt;",
            "&#x6A;avascript:",
            "javascript:steal()",
            "https://a.example/\"><b>",
            "https://a.example/?q=1&r=2",
            "<!--",
            "]]>",
            "<svg/onload=steal()>",
            "\u202E",
            "\u2066",
            "\0",
            "\u001B[31m",
            "\uD800",
            "\uFFFF",
            "\r\n",
            "三体",
            "plain words ");

    @Test
    void whateverAPageSaysIsTextInEveryKindOfView() {
        var random = new Random(17);
        for (int i = 0; i < 400; i++) {
            var s = Stream.generate(() -> hostile(random)).limit(8).toList();
            for (View view : views(s)) {
                assertHarmless(view, s);
            }
        }
    }

    @Test
    void whateverAPageSaysIsTextInPlainTextToo() {
        var random = new Random(18);
        for (int i = 0; i < 200; i++) {
            var s = Stream.generate(() -> hostile(random)).limit(8).toList();
            for (View view : views(s)) {
                assertThat(view.text().codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                        .isEmpty();
                assertThat(view.text()).doesNotContain("\u202E", "\u2066");
            }
        }
    }

    @Test
    void theTextOfAPageStaysReadable() {
        var title = "<b>5 > 3 & \"x\" 'y'</b> &amp; <script>";
        for (View view : views(List.of(title, title, title, title, title, title, title, title))) {
            if (!(view instanceof View.Timeline)) {
                assertThat(parse(view).wholeText()).as(view.toString()).contains(title);
            }
        }
    }

    @Test
    void samplesAreWellFormed() {
        Samples.all().forEach((name, view) -> assertHarmless(view, List.of(name)));
    }

    @Test
    void anUrlIsALinkThatTellsNothingAndAnyOtherSchemeIsText() {
        var links = parse(View.Grid.of(
                        "",
                        List.of("url"),
                        List.of(
                                List.of("https://a.example/?a=1&b=2"),
                                List.of("javascript:alert(1)"),
                                List.of("see https://a.example/"),
                                List.of("file:///etc/passwd"))))
                .select("a");

        assertThat(links).hasSize(1);
        assertThat(links.attr("href")).isEqualTo("https://a.example/?a=1&b=2");
        assertThat(links.attr("rel").split(" ")).contains("noreferrer", "noopener");
    }

    @Test
    void aTableHasACaptionAndHeadersAndSaysWhatItLeftOut() {
        Document html = parse(Samples.pages());

        assertThat(html.select("caption").text()).isEqualTo("200 pages");
        assertThat(html.select("th[scope=col]").eachText()).containsExactly("url", "title", "status", "words", "ms");
        assertThat(html.text()).contains("showing 20 of 200 rows");
    }

    @Test
    void aColumnIsAlignedRightWhereItHoldsNumbersAndNothingElse() {
        Document html = parse(View.Grid.of(
                "",
                List.of("numbers", "mixed", "empty"),
                List.of(Arrays.asList(null, 1, null), Arrays.asList(2, "two", null))));

        assertThat(html.select("th, td").eachAttr("style").stream().map(s -> s.contains("right") ? "right" : "left"))
                .containsExactly("right", "left", "left", "right", "left", "left", "right", "left", "left");
    }

    @Test
    void theGapsOfOurOwnLinesAreKept() {
        assertThat(parse(View.Note.of("197 ok   3 failed")).wholeText()).isEqualTo("197 ok \u00A0 3 failed");
    }

    @Test
    void theStateOfAJobIsAWordAndItsBarHasANameAndANumber() {
        for (JobState state : JobState.values()) {
            assertThat(parse(Samples.panel(state)).text()).contains(state.name());
        }
        Element bar = parse(Samples.panel(JobState.RUNNING)).selectFirst("progress");
        assertThat(bar.attr("title")).isEqualTo("Pages fetched");
        assertThat(bar.attr("value") + "/" + bar.attr("max")).isEqualTo("118/200");
        assertThat(parse(Samples.panel(JobState.CANCELLED)).select("progress")).isEmpty();
    }

    @Test
    void longTextIsCutAndWholeOnHover() {
        Element cell = parse(View.Grid.of("", List.of("text"), List.of(List.of("word ".repeat(100)))))
                .selectFirst("td bdi");

        assertThat(cell.text()).hasSizeLessThan(210).endsWith("…");
        assertThat(cell.attr("title")).isEqualTo("word ".repeat(100));
    }

    @Test
    void nestingEnds() {
        View view = View.Note.of("core");
        for (int i = 0; i < 10_000; i++) {
            view = View.Grid.of("level", List.of("next"), List.of(List.of(view)));
        }
        assertThat(Html.of(view)).hasSizeLessThan(4_000).contains("…");
    }

    private static List<View> views(List<String> s) {
        var grid = View.Grid.of(
                s.get(0),
                List.of(s.get(1), s.get(2)),
                List.of(Arrays.asList(s.get(3), View.Note.of(s.get(4))), Arrays.asList(s.get(5), null)));
        var fold = new View.Fold(s.get(6), new View.Source(s.get(0), s.get(7)));
        var progress = new Progress(
                JobState.RUNNING, 1, 0, OptionalInt.of(2), 1, Duration.ofSeconds(1), Duration.ofSeconds(1), 0, false);
        var span = new View.Timeline.Span(s.get(2), Duration.ZERO, Duration.ofSeconds(1), View.Ink.FIRST);
        var lane = new View.Timeline.Lane(s.get(3), List.of(span));
        var views = new ArrayList<View>();
        views.add(new View.Card(s.get(0), s.get(1), List.of(new View.Field(s.get(2), s.get(3))), List.of(fold)));
        views.add(new View.Note(View.Tone.BAD, s.get(0), List.of(s.get(1), s.get(2))));
        views.add(grid);
        views.add(new View.Panel(s.get(0), s.get(1), progress, s.get(2), s.get(3), grid, List.of(fold)));
        views.add(new View.Timeline(
                s.get(4),
                s.get(0),
                List.of(new View.Key(s.get(5), View.Ink.BAD)),
                List.of(new View.Timeline.Group(s.get(1), Duration.ofSeconds(1), List.of(lane))),
                List.of(fold)));
        views.add(new View.Source(s.get(1), s.get(0)));
        views.add(new View.Stack(List.of(View.Note.of(s.get(0)), grid)));
        return views;
    }

    private static String hostile(Random random) {
        var text = new StringBuilder();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static void assertHarmless(View view, List<String> input) {
        Document html = parse(view);
        for (Element e : html.body().getAllElements()) {
            if (e == html.body()) {
                continue;
            }
            assertThat(TAGS).as("%s", input).contains(e.tagName());
            e.attributes().forEach(a -> {
                assertThat(ATTRIBUTES).as("%s", input).contains(a.getKey());
                switch (a.getKey()) {
                    case "href" -> assertThat(a.getValue()).startsWith("http");
                    case "src" -> assertThat(a.getValue()).startsWith("data:image/svg+xml;base64,");
                    case "style" ->
                        assertThat(a.getValue()).matches("[a-z0-9#:;. -]+").doesNotContain("position");
                    default -> {}
                }
            });
        }
        assertThat(html.wholeText().codePoints().filter(c -> c != '\n' && c != '\t' && Character.isISOControl(c)))
                .isEmpty();
    }

    /** Parses as a browser does, and insists that there was nothing to mend. */
    private static Document parse(View view) {
        Parser parser = Parser.htmlParser().setTrackErrors(10);
        Document html =
                Jsoup.parse("<!doctype html><html><head></head><body>" + Html.of(view) + "</body></html>", "", parser);
        ParseErrorList errors = parser.getErrors();
        assertThat(errors).as(() -> Html.of(view)).isEmpty();
        return html;
    }
}
