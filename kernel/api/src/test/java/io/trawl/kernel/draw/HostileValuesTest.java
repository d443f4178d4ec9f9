package io.trawl.kernel.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.testing.Rendering;
import io.trawl.matrix.Row;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

/** Text from outside, wherever it stands in a value, is shown as what it says. */
@Row("D3")
class HostileValuesTest {

    private static final Set<String> TAGS =
            Set.of("div", "bdi", "table", "caption", "thead", "tbody", "tr", "th", "td", "a", "pre");
    private static final Set<String> ATTRIBUTES = Set.of("class", "style", "scope", "title", "href", "target", "rel");
    private static final List<String> PIECES = List.of(
            "<script>steal()</script>",
            "<img src=//evil.example/x onerror=steal()>",
            "</td></tr></table>",
            "\" onmouseover=\"steal()",
            "' style='position:fixed",
            "&amp;",
            "&#x6A;avascript:",
            "javascript:steal()",
            "https://a.example/\"><b>",
            "https://a.example/?q=1&r=2",
            "<!--",
            "\u202E",
            "\u2066",
            "\0",
            "\u001B[31m",
            "\uD800",
            "\uFFFF",
            "\r\n",
            "|`*_[x](javascript:f)",
            "三体",
            "plain words ");

    record Scraped(String title, String url, List<String> tags, Map<String, String> more) {}

    @Test
    void whateverAPageSaysIsText() {
        var random = new Random(17);
        for (int i = 0; i < 300; i++) {
            List<String> s = Stream.generate(() -> hostile(random)).limit(8).toList();
            for (Object value : values(s)) {
                Bundle bundle = Rendering.of(value).first();
                assertHarmless(bundle.asHtml(), s);
                String markdown = String.valueOf(bundle.data().getOrDefault(Bundle.MARKDOWN, ""));
                assertThat(markdown).doesNotContain("<", "\u202E");
            }
        }
    }

    @Test
    void theTextOfATableHoldsNothingThatATerminalObeys() {
        var random = new Random(18);
        for (int i = 0; i < 200; i++) {
            List<String> s = Stream.generate(() -> hostile(random)).limit(8).toList();
            var record = new Scraped(s.get(0), s.get(1), List.of(s.get(2)), Map.of(s.get(3), s.get(4)));
            String text = Rendering.of(List.of(record, record)).text();
            assertThat(text.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                    .isEmpty();
            assertThat(text).doesNotContain("\u202E", "\u2066");
        }
    }

    private static List<Object> values(List<String> s) {
        var map = new LinkedHashMap<String, Object>();
        map.put(s.get(0), s.get(1));
        map.put(s.get(2), List.of(s.get(3), s.get(4)));
        var record = new Scraped(s.get(0), s.get(1), List.of(s.get(2)), Map.of(s.get(3), s.get(4)));
        return List.of(
                map,
                record,
                List.of(record, record),
                List.of(map),
                Arrays.asList(record, null, s.get(5)),
                Map.of("in", record),
                CompletableFuture.completedFuture(s.get(0)),
                CompletableFuture.completedFuture(List.of(record)),
                CompletableFuture.failedFuture(new IllegalStateException(s.get(6))));
    }

    private static String hostile(Random random) {
        var text = new StringBuilder();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** Parses as a browser does, and insists that there was nothing to mend. */
    private static void assertHarmless(String fragment, List<String> input) {
        Parser parser = Parser.htmlParser().setTrackErrors(10);
        Document html =
                Jsoup.parse("<!doctype html><html><head></head><body>" + fragment + "</body></html>", "", parser);
        assertThat(parser.getErrors()).as("%s in %s", fragment, input).isEmpty();
        for (Element e : html.body().getAllElements()) {
            if (e != html.body()) {
                assertThat(TAGS).as("%s", input).contains(e.tagName());
                e.attributes().forEach(a -> {
                    assertThat(ATTRIBUTES).as("%s", input).contains(a.getKey());
                    switch (a.getKey()) {
                        case "href" -> assertThat(a.getValue()).startsWith("http");
                        case "style" ->
                            assertThat(a.getValue()).matches("[a-z0-9#:;. -]+").doesNotContain("position");
                        default -> {}
                    }
                });
            }
        }
        assertThat(html.wholeText().codePoints().filter(c -> c != '\n' && c != '\t' && Character.isISOControl(c)))
                .isEmpty();
    }
}
