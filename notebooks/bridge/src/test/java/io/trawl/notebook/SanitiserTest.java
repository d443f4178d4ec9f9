package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.Trawl;
import io.trawl.Viewable;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Show;
import io.trawl.kernel.api.widget.TableView;
import io.trawl.kernel.testing.Rendering;
import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Random hostile text in every value that a cell may show, through the renderers that a notebook has: the elements and
 * attributes that come out are these and no others, and all of them come out.
 */
@Row("D3")
class SanitiserTest {
    private static final Set<String> TAGS = Set.of(
            "div",
            "strong",
            "bdi",
            "span",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "a",
            "details",
            "summary",
            "progress",
            "pre");
    private static final Set<String> ATTRIBUTES =
            Set.of("class", "style", "scope", "title", "href", "target", "rel", "max", "value", "aria-label");
    private static final List<String> PIECES = List.of(
            "<script>steal()</script>",
            "<img src=//evil.example/x onerror=steal()>",
            "</td></tr></table></div>",
            "</pre></details>",
            "\" onmouseover=\"steal()\" x=\"",
            "' style='position:fixed",
            "<button data-commandlinker-command=\"terminal:create-new\">",
            "<style>*{display:none}</style>",
            "<iframe srcdoc=x>",
            "<svg/onload=steal()>",
            "&amp;",
            "&#x6A;avascript:steal()",
            "javascript:steal()",
            "https://a.example/\"><b>",
            "https://a.example/?q=1&r=2",
            "<!--",
            "]]>",
            "\u202E",
            "\u2066",
            "\0",
            "\u001B[31m",
            "\uD800",
            "\uFFFF",
            "\r\n",
            "| `*_[x](javascript:f) |",
            "三体",
            "plain words ");

    record Scraped(String title, String url, List<String> tags, Map<String, String> more, Object[] other) {}

    private final Set<String> tags = new TreeSet<>();
    private final Set<String> attributes = new TreeSet<>();

    @Test
    void whateverAPageSaysOnlyTheseElementsAndAttributesComeOut() throws Exception {
        var random = new Random(19);
        try (var site = MockSite.start(s -> s.page("/", "page").delay(Duration.ofMinutes(5)));
                var session = site.session()) {
            for (int i = 0; i < 60; i++) {
                List<String> s = Stream.generate(() -> hostile(random)).limit(8).toList();
                var job = session.batch(List.of(site.url("/"))).name(s.get(0)).start();
                var values = new ArrayList<>(values(s));
                values.add(job);
                values.add(session.jobs());
                values.add(session.jobs().live());
                values.add(session.batch(List.of(site.url("/"))).name(s.get(1)));
                for (Object value : values) {
                    Bundle shown = Rendering.of(value, new TrawlExtension()).first();
                    check(shown, s);
                    if (value instanceof Viewable || value instanceof Table || value instanceof TableView) {
                        // Of what is no view the text is Java's own.
                        assertThat(shown.text().codePoints().filter(SanitiserTest::steers))
                                .as("%s", s)
                                .isEmpty();
                    }
                }
                job.cancel();
                job.toFuture().handle((v, e) -> 0).join();
                check(Rendering.of(job, new TrawlExtension()).first(), s);
            }
        }
        assertThat(tags).isEqualTo(new TreeSet<>(TAGS));
        assertThat(attributes).isEqualTo(new TreeSet<>(ATTRIBUTES));
    }

    private static List<Object> values(List<String> s) {
        var failure = new Failure(ErrorKind.TIMEOUT, s.get(0), 0, 3, s.get(1), s.get(2), s.get(3), null);
        var record =
                new Scraped(s.get(4), s.get(5), List.of(s.get(6)), Map.of(s.get(7), s.get(0)), new Object[] {s.get(1)});
        var map = new LinkedHashMap<String, Object>();
        map.put(s.get(0), new String[] {s.get(1)});
        map.put(s.get(2) + "2", record);
        map.put("url", "https://a.example/?a=1&b=2");
        var rows = new ArrayList<Outcome<Scraped>>();
        for (int i = 0; i < 30; i++) {
            rows.add(Outcome.ok(record));
        }
        rows.add(Outcome.failed(failure));
        Results<Scraped> results = Results.of(rows);
        assertThat(Rendering.of("a kernel", new TrawlExtension()).text()).isEqualTo("a kernel");
        var browsed = Show.browse(results).sort("title");
        return Arrays.asList(
                failure,
                new ScrapeException(failure),
                List.of(record, record),
                map,
                record,
                results,
                Outcome.failed(failure),
                browsed,
                Show.browse(Arrays.asList(s.get(0), record, null)),
                Table.create(s.get(0), StringColumn.create(s.get(1), s.get(2), s.get(3))),
                CompletableFuture.completedFuture(s.get(0)),
                CompletableFuture.failedFuture(new IllegalStateException(s.get(1))),
                CompletableFuture.completedFuture(List.of(record, record)),
                Trawl.crawl("https://docs.example/").include("/a").name(s.get(2)),
                List.of(s.get(0).repeat(5), s.get(1)),
                s.get(3));
    }

    private static String hostile(Random random) {
        var text = new StringBuilder();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static boolean steers(int c) {
        return c != '\n' && Character.isISOControl(c) || c == 0x202E || c == 0x2066;
    }

    private void check(Bundle bundle, List<String> input) {
        assertThat(String.valueOf(bundle.data().getOrDefault(Bundle.MARKDOWN, "")))
                .as("%s", input)
                .doesNotContain("<", "\u202E");
        if (!bundle.data().containsKey(Bundle.HTML)) {
            return;
        }
        Parser parser = Parser.htmlParser().setTrackErrors(5);
        var page = Jsoup.parse(
                "<!doctype html><html><head></head><body>" + bundle.asHtml() + "</body></html>", "", parser);
        assertThat(parser.getErrors()).as("%s", bundle.asHtml()).isEmpty();
        for (Element e : page.body().getAllElements()) {
            if (e != page.body()) {
                assertThat(TAGS).as("%s", input).contains(e.tagName());
                tags.add(e.tagName());
                e.attributes().forEach(a -> {
                    assertThat(ATTRIBUTES).as("%s", input).contains(a.getKey());
                    attributes.add(a.getKey());
                    switch (a.getKey()) {
                        case "href" -> assertThat(a.getValue()).startsWith("http");
                        case "style" ->
                            assertThat(a.getValue()).matches("[a-z0-9#:;. -]+").doesNotContain("position", "url");
                        default -> {}
                    }
                });
            }
        }
    }
}
