package io.trawl.kernel.api.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.HandDrivenFrames;
import io.trawl.kernel.api.Rows;
import io.trawl.kernel.api.Show;
import io.trawl.kernel.testing.Rendering;
import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A table to look around in: sorted, filtered, page by page, of whatever has rows. */
@Row("D3")
class TableViewTest {

    record Book(String title, @Nullable BigDecimal price, LocalDate published, int[] ratings) {}

    private static List<Book> books(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> new Book(
                        "Book " + i,
                        i % 7 == 3 && i * 37 % n < n / 2 && i * 37 % n > 9
                                ? null
                                : new BigDecimal(i * 37 % n).movePointLeft(1),
                        LocalDate.of(2000, 1, 1).plusDays(i * 13 % n),
                        new int[] {i, i + 1}))
                .toList();
    }

    private static List<String> column(TableView view, int column) {
        var cells = new ArrayList<String>();
        view.grid().rows().forEach(row -> cells.add(String.valueOf(row.get(column))));
        return cells;
    }

    @Test
    void aPageOfAHundredThousandRowsIsAllThatIsLookedAtAndDrawn() {
        var asked = new java.util.HashSet<Integer>();
        var view = TableView.of(new Rows() {
            @Override
            public String caption() {
                return "numbers";
            }

            @Override
            public List<String> columns() {
                return List.of("n");
            }

            @Override
            public int size() {
                return 100_000;
            }

            @Override
            public Object cell(int row, int column) {
                asked.add(row);
                return row;
            }
        });

        assertThat(view.page(3).grid().text())
                .startsWith("numbers · from row 41\n")
                .endsWith("of 100,000 rows");
        assertThat(column(view, 0).get(0)).isEqualTo("40");
        assertThat(asked).hasSizeLessThan(100);
        assertThat(view.page(1_000_000).grid().rows().get(19)).containsExactly(99_999);
        assertThat(Rendering.of(view).html()).hasSizeLessThan(8_000);
    }

    @Test
    void itIsSortedAsTheColumnsTypeComparesWhatIsMissingLast() {
        Rendering.of("a kernel");
        var view = Show.browse(books(1_000));

        view.sort("price");
        assertThat(column(view, 1).subList(0, 3)).containsExactly("0.0", "0.1", "0.2");
        view.sortDescending("price");
        assertThat(column(view, 1).subList(0, 2)).containsExactly("99.9", "99.8");
        view.page(50);
        assertThat(view.grid().rows().get(19).get(1)).isNull();
        view.sort("price").page(50);
        assertThat(view.grid().rows().get(19).get(1)).isNull();
        view.sort("published");
        assertThat(column(view, 2).get(0)).isEqualTo("2000-01-01");
        view.sort("title");
        assertThat(column(view, 0).subList(0, 3)).containsExactly("Book 0", "Book 1", "Book 10");
        assertThat(view.grid().caption()).isEqualTo("1,000 rows · by title");
    }

    @Test
    void numbersOfSeveralKindsCompareAsNumbers() {
        Rendering.of("a kernel");
        Object[] mixed = {
            3, 2.5, new BigDecimal("10"), Long.MAX_VALUE, Long.MAX_VALUE - 1, -1f, Double.NEGATIVE_INFINITY
        };

        assertThat(column(Show.browse(mixed).sort("value"), 0))
                .containsExactly("-Infinity", "-1.0", "2.5", "3", "10", "9223372036854775806", "9223372036854775807");
    }

    @Test
    void itIsFilteredByWordsThatEachStandSomewhereInTheRow() {
        Rendering.of("a kernel");
        var view = Show.browse(books(1_000));

        assertThat(column(view.filter("BOOK 2000-01-01"), 0)).containsExactly("Book 0");
        assertThat(view.size()).isEqualTo(1);
        assertThat(view.filter("nothing like it").grid().text()).startsWith("1,000 rows · with \"nothing like it\"");
        assertThat(view.filter("").size()).isEqualTo(1_000);
    }

    @Test
    void whatHasRowsIsBrowsedAndWhatHasNoneSaysSo() {
        Rendering.of("a kernel");
        var map = new LinkedHashMap<String, Object>();
        map.put("b", new int[] {1, 2});
        map.put("a", List.of(Map.of("x", 1)));

        assertThat(Show.browse(map).sort("key").grid().text())
                .contains("key │ value")
                .contains("[1, 2]")
                .doesNotContain("[I@");
        assertThat(Show.browse(new double[] {2, 1}).sort("value").grid().text()).endsWith("1\n    2");
        assertThat(Show.browse(List.of(Map.of("a", 1), Map.of("b", Optional.of(2))))
                        .grid()
                        .columns())
                .containsExactly("a", "b");
        assertThat(Show.browse(Arrays.asList("x", null)).grid().rows()).hasSize(2);
        assertThat(Show.browse(books(2)).grid().text()).contains("[0, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Show.browse(42))
                .withMessage("a java.lang.Integer has no rows: browse a list, a map, an array, a table or results");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Show.browse(books(1)).sort("cost"))
                .withMessageContaining("no column \"cost\": there are [title, price");
    }

    @Test
    void whereNoPageDrawsWidgetsItIsAStaticTableThatFollowsCode() {
        Rendering.of("a kernel");
        var view = TableView.of(io.trawl.kernel.api.Kernel.current()
                .renderers()
                .rows(books(100))
                .orElseThrow());
        var shown = Rendering.of(view);

        assertThat(shown.first().data()).containsOnlyKeys(Bundle.TEXT, Bundle.HTML, Bundle.MARKDOWN);
        assertThat(shown.text()).contains("showing 20 of 100 rows");
        view.page(2);
        assertThat(shown.last(Duration.ofSeconds(10)).text())
                .contains("Book 20")
                .doesNotContain("Book 19 ");
        assertThat(shown.problems()).isEmpty();
    }

    /** With pages played by hand: what a person does there, what is sent back, and that it ends as a picture. */
    @Test
    void theControlsTurnSortAndFilterAndOnlyThePageShownIsSent() {
        Rendering.of("a kernel");
        var rows = io.trawl.kernel.api.Kernel.current()
                .renderers()
                .rows(books(100_000))
                .orElseThrow();
        var pages = new RecordingPages();
        pages.spoken = true;
        var widgets = new Widgets(pages, pages, Ipywidgets.V8);
        var frames = new HandDrivenFrames();
        var view = TableView.of(rows, frames);
        var display = new RecordingDisplay();

        Bundle shown = view.draw(display, widgets);
        assertThat(shown.data()).containsKeys(Widgets.VIEW, Bundle.HTML, Bundle.TEXT);
        assertThat(pages.bytes()).isLessThan(40_000);
        pages.person("Next", Map.of("method", "custom", "content", Map.of("event", "click")));
        assertThat(column(view, 0).get(0)).isEqualTo("Book 20");
        pages.person("sort by", Map.of("method", "update", "state", Map.of("index", 2L)));
        pages.person("descending", Map.of("method", "update", "state", Map.of("value", true)));
        assertThat(column(view, 1).get(0)).isEqualTo("9999.9");
        pages.person("filter", Map.of("method", "update", "state", Map.of("value", "book 77777 7774.9")));
        assertThat(view.grid().rows()).hasSize(1);
        assertThat(display.updates).as("frames go into the widget").isEmpty();

        frames.advance(Duration.ofMinutes(11));
        assertThat(display.updates).hasSize(1);
        assertThat(display.updates.get(0).data()).doesNotContainKey(Widgets.VIEW);
        assertThat(display.updates.get(0).text()).contains("Book 77777").contains("by price, descending");
    }
}
