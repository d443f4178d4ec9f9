package io.trawl.kernel.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.FakeDisplay;
import io.trawl.kernel.api.Grid;
import io.trawl.kernel.api.HandDrivenFrames;
import io.trawl.kernel.testing.Rendering;
import io.trawl.matrix.Row;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** How the kernel draws what every Java program has. */
@Row("D3")
class DrawingTest {

    record Author(String name) {}

    record Book(String title, int pages, Author author) {}

    record Broken(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("no name");
        }
    }

    public static final class City {
        public String country = "Peru";

        public String getName() {
            return "Lima";
        }

        public boolean isCapital() {
            return true;
        }

        public String getURL() {
            throw new IllegalStateException();
        }
    }

    private static final Object RUDE = new Object() {
        @Override
        public String toString() {
            throw new IllegalStateException("not now");
        }
    };

    private static String text(Object value) {
        return Rendering.of(value).text();
    }

    @Test
    void recordsAreRowsAndTheirComponentsColumns() {
        var books =
                List.of(new Book("Sapiens", 443, new Author("Harari")), new Book("Emma", 1036, new Author("Austen")));

        assertThat(text(books)).isEqualTo("""
                2 elements
                title   │ pages │ author
                Sapiens │   443 │ Author[name=Harari]
                Emma    │  1036 │ Author[name=Austen]""");
        assertThat(text(books.toArray())).isEqualTo(text(books));
        assertThat(Rendering.of(books).first().data().get(Bundle.MARKDOWN)).isEqualTo("""
                | title | pages | author |
                | --- | ---: | --- |
                | Sapiens | 443 | Author\\[name=Harari\\] |
                | Emma | 1036 | Author\\[name=Austen\\] |
                """);
        var html = Jsoup.parse(Rendering.of(books).html());
        assertThat(html.select("caption").text()).isEqualTo("2 elements");
        assertThat(html.select("th[scope=col]").eachText()).containsExactly("title", "pages", "author");
        assertThat(html.select("td table th[scope=row]").eachText()).containsExactly("name", "name");
    }

    @Test
    void mapsShareTheirColumnsWhateverTheirKeysAre() {
        assertThat(text(List.of(Map.of(1, "a"), new TreeMap<>(Map.of(1, "b", 2, "c")), Map.of("z", "d"))))
                .isEqualTo("""
                        3 elements
                        1 │ 2 │ z
                        a │   │
                        b │ c │
                          │   │ d""");
    }

    @Test
    void theGettersAndPublicFieldsOfBeansAreColumns() {
        assertThat(text(List.of(new City()))).isEqualTo("""
                1 element
                country │ name │ URL                           │ capital
                Peru    │ Lima │ (threw IllegalStateException) │ true""");
    }

    @Test
    void aRecordIsItsTextAndATableOfItsComponents() {
        var shown = Rendering.of(new Book("Emma", 1036, new Author("Austen")));

        assertThat(shown.text()).isEqualTo("Book[title=Emma, pages=1036, author=Author[name=Austen]]");
        assertThat(Jsoup.parse(shown.html()).select("tr").eachText()).contains("title Emma", "pages 1036");
        assertThat(Rendering.of(new Broken("x")).html()).contains("(threw IllegalStateException)");
    }

    @Test
    void aShortMapIsOneLineOfTextALongOneATable() {
        assertThat(text(Map.of("pages", 200))).isEqualTo("{pages=200}");
        assertThat(Jsoup.parse(Rendering.of(Map.of("pages", 200)).html())
                        .select("td")
                        .eachText())
                .containsExactly("pages", "200");
        var many = new LinkedHashMap<Integer, String>();
        IntStream.range(0, 1_204).forEach(i -> many.put(i, "value " + i));
        assertThat(text(many)).startsWith("1,204 entries\nkey │ value").endsWith("showing 20 of 1,204 rows");
    }

    @Test
    void numbersAndWordsStayOneLine() {
        assertThat(text(Arrays.asList(1, null, List.of("a")))).isEqualTo("[1, null, [a]]");
        assertThat(text(new double[] {1.5, 2})).isEqualTo("[1.5, 2.0]");
        assertThat(text(new int[][] {{1}, {}})).isEqualTo("[[1], []]");
        assertThat(text(List.of())).isEqualTo("[]");
        assertThat(text(Optional.of(List.of(1)))).isEqualTo("Optional[[1]]");
        assertThat(text(null)).isEqualTo("null");
        assertThat(Rendering.of(List.of(1, 2)).first().data()).containsOnlyKeys(Bundle.TEXT);
    }

    @Test
    void ofALongListOnlyTheFirstAreLookedAt() {
        var asked = new AtomicInteger();
        var million = new AbstractList<Author>() {
            @Override
            public Author get(int i) {
                asked.incrementAndGet();
                return new Author("author " + i);
            }

            @Override
            public int size() {
                return 1_000_000;
            }
        };

        assertThat(text(million)).startsWith("1,000,000 elements").endsWith("showing 20 of 1,000,000 rows");
        assertThat(text(List.of(Map.of("all", million)))).contains("1,000,000 elements: [Author[name=author 0]");
        assertThat(asked).hasValueLessThan(300);
        assertThat(text(IntStream.range(0, 1_000_000).boxed().toList()))
                .startsWith("[0, 1, 2")
                .endsWith("… 999,900 more]");
    }

    @Test
    void whatCannotBeWrittenIsNamedAndTheRestIsShown() {
        assertThat(text(List.of("a", RUDE, "b")))
                .startsWith("[a, ")
                .contains("toString() threw")
                .endsWith(", b]");
        assertThat(Rendering.of(Map.of(RUDE, RUDE)).html())
                .contains("toString() threw java.lang.IllegalStateException");
        assertThat(Rendering.of(List.of(Map.of(RUDE, 1))).html()).contains("toString() threw");
        assertThat(text(new Object() {
                    @Override
                    public String toString() {
                        return null;
                    }
                }))
                .isEqualTo("null");
        assertThat(text(new Object() {
                    @Override
                    public String toString() {
                        return toString();
                    }
                }))
                .contains("toString() threw java.lang.StackOverflowError");
        assertThat(text(new AbstractList<>() {
                    @Override
                    public Object get(int index) {
                        throw new IllegalStateException("closed");
                    }

                    @Override
                    public int size() {
                        return 3;
                    }
                }))
                .contains("reading it threw java.lang.IllegalStateException");
    }

    @Test
    void whatContainsItselfEnds() {
        var list = new ArrayList<Object>();
        list.add(list);
        list.add(List.of(list));
        var map = new HashMap<String, Object>();
        map.put("self", map);
        map.put("list", List.of(Map.of("up", list), map));
        list.add(map);
        list.add(new Object[] {list});

        for (Object value : List.of(list, map, List.of(map, map), new Object[] {map})) {
            var shown = Rendering.of(value);
            assertThat(shown.html()).hasSizeLessThan(100_000);
            assertThat(shown.text()).isNotEmpty().hasSizeLessThan(200_000);
        }
    }

    @Test
    void hugeNumbersAndTextsAreCut() {
        assertThat(text(List.of(Map.of("n", new BigDecimal("1e2000000000")), Map.of("n", new BigDecimal("1.50")))))
                .contains("1E+2000000000")
                .contains("1.50");
        var words = Rendering.of(Collections.nCopies(20, "x".repeat(1_000_000)));
        assertThat(words.html()).hasSizeLessThan(64 * 1024);
        assertThat(words.text()).hasSizeLessThan(4_000);
        assertThat(text("y".repeat(200_000))).hasSizeLessThan(110_000).endsWith("100,000 more characters");
    }

    @Test
    void manyColumnsAreCutAndSaid() {
        var wide = new LinkedHashMap<String, Integer>();
        IntStream.range(0, 1_000).forEach(i -> wide.put("c" + i, i));

        assertThat(Jsoup.parse(Rendering.of(List.of(wide)).html()).select("th")).hasSize(Tables.MOST_COLUMNS);
        assertThat(text(List.of(wide))).contains("showing 40 of their columns");
    }

    @Test
    void wideCharactersKeepColumnsAligned() {
        assertThat(text(List.of(Map.of("t", "三体"), Map.of("t", "Emma"))).lines().toList())
                .containsExactly("2 elements", "t", "三体", "Emma");
        assertThat(Grid.of("", List.of("t", "n"), List.of(List.of("三体", 1), List.of("Emma!", 2)))
                        .text())
                .isEqualTo("""
                        2 rows
                        t     │ n
                        三体  │ 1
                        Emma! │ 2""");
    }

    @Test
    void whatCanBeReadOnlyOnceIsNotRead() {
        var stream = Stream.of(1, 2);
        var iterator = List.of(1, 2).iterator();
        var subscribers = new AtomicInteger();
        Flow.Publisher<String> cold = s -> subscribers.incrementAndGet();

        assertThat(text(stream)).startsWith("stream, not consumed");
        assertThat(text(iterator)).startsWith("iterator, not consumed");
        assertThat(text(cold)).startsWith("publisher, not subscribed");
        assertThat(text(List.of(stream, iterator, cold))).isNotEmpty();
        assertThat(stream.toList()).hasSize(2);
        assertThat(iterator.next()).isEqualTo(1);
        assertThat(subscribers).hasValue(0);
    }

    @Test
    @Row("D6")
    void picturesArePngAndLargeOnesAreScaledDownAndSaySo() throws IOException {
        var small = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        var large = new BufferedImage(5_000, 2_500, BufferedImage.TYPE_BYTE_BINARY);

        Bundle first = Rendering.of(small).first();
        assertThat(first.text()).isEqualTo("BufferedImage 3 × 2");
        assertThat((String) first.data().get(Bundle.PNG)).startsWith("iVBOR");
        assertThat(first.data()).doesNotContainKey(Bundle.HTML);
        Bundle second = Rendering.of(large).first();
        assertThat(second.text()).isEqualTo("BufferedImage 5000 × 2500, shown as 2000 × 1000");
        assertThat(second.metadata()).containsEntry(Bundle.PNG, Map.of("width", 2000, "height", 1000));
        var jpeg = new ByteArrayOutputStream();
        ImageIO.write(small, "jpeg", jpeg);
        assertThat(Rendering.of(jpeg.toByteArray()).first().data()).containsKey("image/jpeg");
        assertThat(text(new byte[] {1, 2})).isEqualTo("[1, 2]");
        assertThat(Rendering.of(List.of(small)).html())
                .contains("<img alt=\"BufferedImage 3 × 2\" src=\"data:image/png");
    }

    @Test
    void theNewestRendererForTheNearestTypeWinsAndCanBeTakenBack() {
        var drawing = new Drawing(new HandDrivenFrames(), (what, e) -> {});
        drawing.add(Number.class, (n, d) -> Bundle.text("number"));
        drawing.add(Comparable.class, (n, d) -> Bundle.text("comparable"));
        drawing.add(Object.class, (n, d) -> Bundle.text("object"));

        assertThat(drawing.render(1, new FakeDisplay()).text()).isEqualTo("number");
        assertThat(drawing.render("s", new FakeDisplay()).text()).isEqualTo("comparable");
        assertThat(drawing.render(List.of(), new FakeDisplay()).text()).isEqualTo("object");
        var mine = drawing.add(Integer.class, (n, d) -> Bundle.text("mine"));
        assertThat(drawing.render(1, new FakeDisplay()).text()).isEqualTo("mine");
        mine.close();
        mine.close();
        assertThat(drawing.render(1, new FakeDisplay()).text()).isEqualTo("number");
    }

    @Test
    void aRendererThatFailsGivesWayAndIsReported() {
        var told = new ArrayList<String>();
        var drawing = new Drawing(new HandDrivenFrames(), (what, e) -> told.add(what + ": " + e.getMessage()));
        drawing.add(String.class, (s, d) -> {
            throw new IllegalStateException("no");
        });

        assertThat(drawing.render("text", new FakeDisplay()).text()).isEqualTo("text");
        assertThat(told).containsExactly("the renderer of java.lang.String: no");
    }

    @Test
    void aTableWithoutColumnsIsItsCaption() {
        Grid none = Grid.of("0 results", List.of(), List.of());
        assertThat(none.text()).isEqualTo("0 results");
        assertThat(none.markdown()).isEqualTo("0 results\n");
        assertThat(none.html()).contains("0 results").doesNotContain("<table");
    }
}
