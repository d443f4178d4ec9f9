package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.View;
import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

@Row("D3")
class ValuesTest {
    record Author(String name) {}

    record Book(String title, int pages, Author author) {}

    record Broken(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("no name");
        }
    }

    private static final Object RUDE = new Object() {
        @Override
        public String toString() {
            throw new IllegalStateException("not now");
        }
    };

    @Test
    void recordsAreRowsAndTheirComponentsColumns() {
        assertThat(Values.collection(List.of(
                                new Book("Sapiens", 443, new Author("Harari")),
                                new Book("Emma", 1036, new Author("Austen"))))
                        .text())
                .isEqualTo("""
                        2 elements
                        title   │ pages │ author
                        Sapiens │   443 │ Author …
                        Emma    │  1036 │ Author …""");
    }

    @Test
    void mapsShareTheirColumnsWhateverTheirKeysAre() {
        assertThat(Values.collection(List.of(Map.of(1, "a"), new TreeMap<>(Map.of(1, "b", 2, "c")), Map.of("z", "d")))
                        .text())
                .isEqualTo("""
                        3 elements
                        1 │ 2 │ z
                        a │   │
                        b │ c │
                          │   │ d""");
    }

    @Test
    void aMapAndARecordAreTwoColumns() {
        assertThat(Values.map(Map.of("pages", 200)).text()).isEqualTo("""
                1 entry
                key   │ value
                pages │   200""");
        assertThat(Values.record(new Author("Austen")).text()).isEqualTo("""
                Author
                component │ value
                name      │ Austen""");
    }

    @Test
    void otherValuesAreOneColumn() {
        assertThat(Values.collection(Arrays.asList("a", null, 3)).text()).isEqualTo("""
                3 elements
                value
                a

                3""");
        assertThat(Values.collection(List.of()).text()).startsWith("0 elements");
    }

    @Test
    void ofALongListOnlyTheFirstTwentyAreLookedAt() {
        var asked = new AtomicInteger();
        var million = new AbstractList<Integer>() {
            @Override
            public Integer get(int i) {
                asked.incrementAndGet();
                return i;
            }

            @Override
            public int size() {
                return 1_000_000;
            }
        };

        assertThat(Values.collection(million).text())
                .startsWith("1000000 elements")
                .endsWith("showing 20 of 1000000 rows");
        assertThat(Values.collection(List.of(million, million)).text()).contains("… 1000000 in all");
        assertThat(asked).hasValueLessThan(100);
    }

    @Test
    void anElementThatCannotBeWrittenIsNamedAndTheOthersAreShown() {
        var list = List.of("a", RUDE, "b");

        assertThat(Values.collection(list).text()).isEqualTo("""
                3 elements
                value
                a
                (toString threw IllegalStateException)
                b""");
        assertThat(Values.map(Map.of(RUDE, RUDE)).text()).contains("toString threw");
        assertThat(Values.collection(List.of(Map.of(RUDE, 1))).text()).contains("toString threw");
        assertThat(Values.record(new Broken("x")).text()).contains("(name threw IllegalStateException)");
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

        for (View view : List.of(Values.collection(list), Values.map(map), Values.collection(List.of(map, map)))) {
            assertThat(Html.of(view)).hasSizeLessThan(100_000);
            assertThat(view.text()).isNotEmpty();
        }
    }

    @Test
    void aHugeNumberIsWrittenShort() {
        View view = Values.collection(List.of(new BigDecimal("1e2000000000"), new BigDecimal("1.50"), Double.NaN));

        assertThat(view.text()).contains("1E+2000000000").contains("1.50").contains("NaN");
        assertThat(Html.of(view)).contains("1E+2000000000").hasSizeLessThan(2_000);
    }

    @Test
    void aHugeTextIsCut() {
        View view = Values.collection(Collections.nCopies(20, "x".repeat(1_000_000)));

        assertThat(Html.of(view)).hasSizeLessThan(64 * 1024);
        assertThat(view.text()).hasSizeLessThan(4_000);
    }

    @Test
    void aTablesawTableKeepsItsNameAndItsMissingCellsAreEmpty() {
        var words = IntColumn.create("words", 2);
        words.set(0, 7);
        Table table = Table.create("pages", StringColumn.create("title", "Guide", "Limits"), words);

        assertThat(Values.table(table).text()).isEqualTo("""
                pages, 2 rows × 2 columns
                title  │ words
                Guide  │     7
                Limits │""");
    }
}
