package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Chart;
import io.trawl.View;
import io.trawl.View.Ink;
import io.trawl.View.Shape;
import io.trawl.matrix.Row;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pictures as a browser reads them: an image, in it SVG that does nothing and says what it shows. */
@Row("D6")
class PictureTest {
    private static final Set<String> ELEMENTS =
            Set.of("svg", "title", "desc", "style", "pattern", "rect", "path", "text");
    private static final Set<String> ATTRIBUTES = Set.of(
            "xmlns",
            "width",
            "height",
            "viewBox",
            "role",
            "aria-labelledby",
            "id",
            "class",
            "d",
            "x",
            "y",
            "rx",
            "fill",
            "stroke-width",
            "text-anchor",
            "unicode-bidi",
            "patternUnits",
            "patternTransform");
    private static final String HOSTILE =
            "</text></svg><script>alert(1)</script>\" onload='x' <![CDATA[ \u202E \0 \uD800 &amp; ]]>";

    @Test
    void everyPictureIsWellFormedAndHoldsNothingThatRunsOrLoads() throws Exception {
        for (View view : List.of(timeline(HOSTILE), lying(HOSTILE, 5), standing(HOSTILE, Shape.LINE))) {
            var elements = new TreeSet<String>();
            var attributes = new TreeSet<String>();
            NodeList all = svg(view).getElementsByTagName("*");
            for (int i = 0; i < all.getLength(); i++) {
                elements.add(all.item(i).getNodeName());
                var named = all.item(i).getAttributes();
                for (int a = 0; a < named.getLength(); a++) {
                    attributes.add(named.item(a).getNodeName());
                }
            }
            assertThat(ELEMENTS).containsAll(elements);
            assertThat(ATTRIBUTES).containsAll(attributes);
            assertThat(svg(view).getElementsByTagName("style").item(0).getTextContent())
                    .doesNotContain("url", "import", "<");
        }
    }

    @Test
    void aPictureSaysInWordsWhatItShows() throws Exception {
        var view = timeline("one");
        String html = Html.of(view);
        assertThat(Jsoup.parse(html).selectFirst("img").attr("alt")).isEqualTo("Lanes. 3 at once");
        assertThat(Jsoup.parse(html).select("strong").text()).isEqualTo("3 at once");
        assertThat(svg(view).getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("Lanes");
        assertThat(svg(view).getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("3 at once");
        assertThat(svg(view).getAttribute("role")).isEqualTo("img");
    }

    @Test
    void whatFailedIsNotToldByColourAlone() throws Exception {
        assertThat(svg(timeline("one")).getElementsByTagName("pattern").getLength())
                .isEqualTo(1);
    }

    @Test
    void thePlotOfAThousandFoldIsNotAThousandTimesAsLarge() {
        var random = new Random(3);
        for (Shape shape : Shape.values()) {
            var points = new ArrayList<View.Point>();
            for (int i = 0; i < 100_000; i++) {
                points.add(new View.Point(i / 1000.0, random.nextDouble()));
            }
            var plot = new View.Plot(
                    "many",
                    "100,000 points",
                    View.Axis.of("x", View.Unit.NUMBER, 0, 100),
                    View.Axis.of("y", View.Unit.NUMBER, 0, 1),
                    List.of(new View.Series(
                            "all",
                            shape,
                            Ink.FIRST,
                            shape == Shape.MARK || shape == Shape.BARS ? points.subList(0, 100) : points,
                            1)),
                    List.of());
            assertThat(Html.of(plot)).as("%s", shape).hasSizeLessThan(150_000);
        }
    }

    /** What the README promises. */
    @Test
    void theTimelineOfTenThousandRequestsIsBounded() throws Exception {
        for (int slots : new int[] {1, 10, 100, 2_000, 10_000}) {
            for (int groups : new int[] {1, 20}) {
                var view = requests(10_000, slots, groups);
                assertThat(svgText(view))
                        .as("%d slots, %d hosts", slots, groups)
                        .hasSizeLessThan(300_000);
                assertThat(view.text().lines().mapToInt(String::length).max().orElse(0))
                        .as("the twin's lines")
                        .isLessThan(100);
            }
        }
        assertThat(svgText(requests(1, 1, 1))).hasSizeLessThan(4_000);
        assertThat(svgText(requests(0, 1, 1))).hasSizeLessThan(4_000);
    }

    @Test
    void whatFailedIsSeenAmongTenThousand() throws Exception {
        var svg = svg(requests(10_000, 4, 1));
        NodeList paths = svg.getElementsByTagName("path");
        int bad = 0;
        for (int i = 0; i < paths.getLength(); i++) {
            bad += ((Element) paths.item(i)).getAttribute("class").equals("b " + Palette.name(Ink.BAD)) ? 1 : 0;
        }
        assertThat(bad).isEqualTo(1);
    }

    private static View.Timeline requests(int n, int slots, int groups) {
        var all = new ArrayList<View.Timeline.Group>();
        for (int g = 0; g < groups; g++) {
            var lanes = new ArrayList<View.Timeline.Lane>();
            for (int slot = 0; slot < Math.max(1, slots / groups); slot++) {
                var spans = new ArrayList<View.Timeline.Span>();
                for (int i = 0; i < n / groups / Math.max(1, slots / groups); i++) {
                    Ink ink = slot == 3 && i == 777 ? Ink.BAD : i % 2 == 0 ? Ink.FIRST : Ink.QUIET;
                    spans.add(new View.Timeline.Span(
                            "/page/" + i, Duration.ofMillis(10L * i), Duration.ofMillis(10L * i + 10), ink));
                }
                lanes.add(new View.Timeline.Lane("slot " + slot, spans));
            }
            all.add(new View.Timeline.Group("h" + g, Duration.ofSeconds(100), lanes, 4));
        }
        return new View.Timeline("Lanes", "many", List.of(), all, List.of());
    }

    @Test
    void barsAndMarksWithoutEndAreBounded() throws Exception {
        var points = new ArrayList<View.Point>();
        for (int i = 0; i < 100_000; i++) {
            points.add(new View.Point(i, i % 100));
        }
        for (Shape shape : Shape.values()) {
            var plot = new View.Plot(
                    "many",
                    "many",
                    View.Axis.of("x", View.Unit.NUMBER, 0, 100_000),
                    View.Axis.of("y", View.Unit.NUMBER, 0, 100),
                    List.of(new View.Series("all", shape, Ink.FIRST, points, 1)),
                    List.of());
            assertThat(svgText(plot)).as("%s", shape).hasSizeLessThan(100_000);
        }
    }

    /** Whatever a table holds, the picture is well formed, has no number that is none, and all of it lies on the sheet. */
    @Test
    void chartsOfWildNumbersStayOnTheSheet() throws Exception {
        var random = new Random(11);
        double[] wild = {
            0,
            -0.0,
            1,
            -1,
            1e300,
            -1e300,
            3e-310,
            1e15,
            123_456_789.125,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.MAX_VALUE
        };
        for (int round = 0; round < 300; round++) {
            var rows = new ArrayList<Map<String, Object>>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                rows.add(Map.of(
                        "n",
                        List.of("a", "三体", "שלום", HOSTILE, "word ".repeat(60)).get(random.nextInt(5)),
                        "x",
                        wild[random.nextInt(wild.length)],
                        "y",
                        wild[random.nextInt(wild.length)],
                        "t",
                        java.time.Instant.ofEpochSecond(random.nextInt())));
            }
            for (View view : List.of(
                    Chart.bar(rows, "n", "x"),
                    Chart.bar(rows, "n"),
                    Chart.line(rows, "x", "y"),
                    Chart.line(rows, "t", "x", "y"),
                    Chart.line(rows, "n", "y"),
                    Chart.scatter(rows, "t", "y"),
                    Chart.histogram(rows, "x"),
                    Chart.histogram(rows, "t"))) {
                if (view instanceof View.Plot) {
                    staysOnTheSheet(view);
                }
            }
        }
    }

    private static void staysOnTheSheet(View view) throws Exception {
        Element svg = svg(view);
        double height = Double.parseDouble(svg.getAttribute("height"));
        NodeList all = svg.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            var one = (Element) all.item(i);
            assertThat(one.getAttribute("d")).doesNotContain("NaN", "Infinity");
            if (one.hasAttribute("x") && !one.getAttribute("width").endsWith("%")) {
                double x = Double.parseDouble(one.getAttribute("x"));
                double y = Double.parseDouble(one.getAttribute("y"));
                double width = one.hasAttribute("width") ? Double.parseDouble(one.getAttribute("width")) : 0;
                assertThat(x).as("%s", view.text()).isBetween(0.0, (double) Paper.WIDTH);
                assertThat(x + width).as("%s", view.text()).isLessThanOrEqualTo(Paper.WIDTH);
                assertThat(y).as("%s", view.text()).isBetween(0.0, height);
            }
            if (one.getTagName().equals("text")
                    && one.getAttribute("text-anchor").isEmpty()) {
                assertThat(Double.parseDouble(one.getAttribute("x")) + Paper.length(one.getTextContent()))
                        .as("%s", one.getTextContent())
                        .isLessThanOrEqualTo(Paper.WIDTH);
            }
        }
    }

    @Test
    void aLineEndsWhereItsLastPointIs() throws Exception {
        var points = new ArrayList<View.Point>();
        for (int i = 0; i < 50_000; i++) {
            points.add(new View.Point(i, i % 7));
        }
        points.add(new View.Point(50_000, 0));
        var plot = new View.Plot(
                "t",
                "v",
                View.Axis.of("x", View.Unit.NUMBER, 0, 50_000),
                View.Axis.of("y", View.Unit.NUMBER, 0, 10),
                List.of(new View.Series("s", Shape.STEP, Ink.FIRST, points)),
                List.of());
        String d = paths(svg(plot)).get("l i1");
        assertThat(d).matches(".*V268\\.0H776\\.0");
    }

    @Test
    void namesFromRightToLeftAndWideOnesKeepToTheirPlace() throws Exception {
        String text =
                svg(lying("עברית 三体", 3)).getElementsByTagName("text").item(1).getTextContent();
        assertThat(Paper.length("三体")).isGreaterThan(Paper.length("ab") * 1.5);
        assertThat(Paper.cut("三体三体三体三体", 40)).hasSizeLessThan(5).endsWith("…");
        assertThat(text).isNotEmpty();
        NodeList texts = svg(lying("עברית", 3)).getElementsByTagName("text");
        boolean bidi = false;
        for (int i = 0; i < texts.getLength(); i++) {
            bidi |= ((Element) texts.item(i)).getAttribute("unicode-bidi").equals("plaintext");
        }
        assertThat(bidi).isTrue();
    }

    private static Map<String, String> paths(Element svg) {
        var paths = new java.util.HashMap<String, String>();
        NodeList all = svg.getElementsByTagName("path");
        for (int i = 0; i < all.getLength(); i++) {
            var path = (Element) all.item(i);
            paths.put(path.getAttribute("class"), path.getAttribute("d"));
        }
        return paths;
    }

    static View.Timeline timeline(String label) {
        var lanes = new ArrayList<View.Timeline.Lane>();
        for (int i = 0; i < 3; i++) {
            lanes.add(new View.Timeline.Lane(
                    label + i,
                    List.of(
                            new View.Timeline.Span(label, Duration.ofSeconds(i), Duration.ofSeconds(i + 1), Ink.FIRST),
                            new View.Timeline.Span(
                                    label, Duration.ofSeconds(i + 1), Duration.ofSeconds(i + 4), Ink.BAD))));
        }
        return new View.Timeline(
                "Lanes",
                "3 at once",
                List.of(new View.Key(label, Ink.FIRST)),
                List.of(new View.Timeline.Group(label, Duration.ofSeconds(6), lanes, 3)),
                List.of());
    }

    static View.Plot lying(String label, int n) {
        var names = new ArrayList<String>();
        var points = new ArrayList<View.Point>();
        for (int i = 0; i < n; i++) {
            names.add(label + i);
            points.add(new View.Point(i, i + 1));
        }
        return new View.Plot(
                label,
                label,
                View.Axis.of(label, names),
                View.Axis.of(label, View.Unit.NUMBER, 0, n),
                List.of(new View.Series(label, Shape.BARS, Ink.FIRST, points, 1)),
                List.of());
    }

    private static View.Plot standing(String label, Shape shape) {
        var points = List.of(new View.Point(0, 1), new View.Point(1, 2), new View.Point(2, 1.5));
        return new View.Plot(
                label,
                label,
                View.Axis.of(label, View.Unit.SECONDS, 0, 2),
                View.Axis.of(label, View.Unit.NUMBER, 0, 2),
                List.of(
                        new View.Series(label, shape, Ink.FIRST, points),
                        new View.Series(label, Shape.LIMIT, Ink.BAD, points)),
                List.of());
    }

    private static String svgText(View view) {
        String src = Jsoup.parse(Html.of(view)).selectFirst("img").attr("src");
        assertThat(src).startsWith("data:image/svg+xml;base64,");
        return new String(Base64.getDecoder().decode(src.substring(src.indexOf(',') + 1)), StandardCharsets.UTF_8);
    }

    private static Element svg(View view) throws Exception {
        byte[] svg = svgText(view).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg))
                .getDocumentElement();
    }
}
