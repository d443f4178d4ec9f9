package io.trawl.page;

import static io.trawl.page.RecordsTest.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Css;
import io.trawl.ErrorKind;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.Trawl;
import io.trawl.XPath;
import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The corners of records: types that are seldom wanted, texts that are nearly right, and records that cannot work. */
@Row("A6")
class RecordEdgesTest {
    record Amount(@Css("p") BigDecimal value) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1.234,56 €          | 1234.56
                    1 234,56            | 1234.56
                    1'234.50            | 1234.50
                    £12.40              | 12.40
                    EUR 7               | 7
                    ١٬٢٣٤٫٥             | 1234.5
                    १,२३,४५६            | 123456
                    45 %                | 45
                    12,5%               | 12.5
                    (12.50)             | 12.50
                    +3                  | 3
                    −7,5 °C             | -7.5
                    1.2k                | 1.2
                    3 for 2             | 3
                    """)
    void numbersAreWhatStandsThere(String text, BigDecimal value) {
        assertThat(page("<p>" + text).extract(Amount.class).value()).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "n/a", "€", "on request", "1.2.3.4"})
    void whatIsNoNumberFailsItsRowAndShowsTheText(String text) {
        var failed = page("<p>" + text).rows("body", Amount.class).failed();
        assertThat(failed).singleElement().satisfies(f -> {
            assertThat(f.kind()).isEqualTo(ErrorKind.PARSE);
            assertThat(f.message()).isEqualTo("Amount.value: \"" + text + "\" is no BigDecimal");
            assertThat(f.advice()).contains("where p matches, write", "regex", "String");
        });
    }

    record Day(@Css("p") LocalDate date) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    it | 1 marzo 2024
                    nl | 1 maart 2024
                    pt | 1 de março de 2024
                    pl | 1 marca 2024
                    ru | 1 марта 2024 г.
                    tr | 1 Mart 2024
                    sv | 1 mars 2024
                    cs | 1. března 2024
                    fi | 1. maaliskuuta 2024
                    zh | 2024年3月1日
                    ko | 2024년 3월 1일
                    en | Friday, March 1st, 2024
                    de | Freitag, 1. März 2024, 10:30 Uhr
                    """)
    void datesAreReadInTheLanguageOfThePage(String lang, String text) {
        assertThat(page("<html lang=" + lang + "><p>" + text).extract(Day.class).date())
                .isEqualTo(LocalDate.of(2024, 3, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 February 2024", "2024-13-01", "yesterday", "March", "32.1.2024"})
    void whatIsNoDateIsRefusedRatherThanGuessed(String text) {
        assertThat(page("<p>" + text).rows("p", Day.class).failed()).hasSize(1);
    }

    record Seldom(
            @Css("time") OffsetDateTime at,
            @Css("time") ZonedDateTime zoned,
            @Css(".year") Year year,
            @Css("a") URL link,
            @Css("a@href") URI attribute,
            @Css(".big") BigInteger big,
            @Css(".big") Long boxed,
            @Css("p") Set<String> kinds,
            @Css(".no") List<Integer> none,
            @Css(".no") Optional<LocalDate> nothing,
            @Css(value = ".no", defaultValue = "2024-03-01") LocalDate since,
            @XPath("boolean(//a)") boolean linked,
            @XPath("string(//a/@title)") String title,
            @XPath("concat(//a/@title, '!')") String louder) {}

    @Test
    void seldomTypesAreReadToo() {
        var read = page("<time datetime='2024-03-01T10:00:00+02:00'>then</time><i class=year>© 1999</i>"
                        + "<a href='../x?a=1&amp;b=2#c' title=T>x</a><b class=big>9,000,000,000</b><p>a<p>b<p>a")
                .extract(Seldom.class);
        assertThat(read.at()).isEqualTo("2024-03-01T10:00:00+02:00");
        assertThat(read.zoned().toOffsetDateTime()).isEqualTo(read.at());
        assertThat(read.year()).isEqualTo(Year.of(1999));
        assertThat(read.link()).hasToString("http://a.example/x?a=1&b=2#c");
        assertThat(read.attribute()).hasToString("http://a.example/x?a=1&b=2#c");
        assertThat(read.big()).isEqualTo("9000000000");
        assertThat(read.boxed()).isEqualTo(9_000_000_000L);
        assertThat(read.kinds()).containsExactly("a", "b");
        assertThat(read.none()).isEmpty();
        assertThat(read.nothing()).isEmpty();
        assertThat(read.since()).isEqualTo("2024-03-01");
        assertThat(read.linked()).isTrue();
        assertThat(read.title() + read.louder()).isEqualTo("TT!");
    }

    record Box<T>(@Css("p") T value, @Css("p") List<String> all) {}

    private record Hidden(@Css("p") String text) {}

    @Test
    void genericAndPrivateRecordsAreReadAndOneOfTheirOwnClassToo() {
        assertThat(page("<p>x").extract(Box.class)).isEqualTo(new Box<>("x", List.of("x")));
        assertThat(page("<p>x").extract(Hidden.class)).isEqualTo(new Hidden("x"));
        record Local(@Css("p") String text) {}
        assertThat(page("<p>x").extract(Local.class)).isEqualTo(new Local("x"));
    }

    record Cell(@Css("td") List<String> cells) {}

    record Grid(@Css("tr") List<Cell> rows) {}

    @Test
    void aListOfRecordsWithListsIsATable() {
        assertThat(page("<table><tr><td>1<td>2<tr><td>3</table>").extract(Grid.class))
                .isEqualTo(new Grid(List.of(new Cell(List.of("1", "2")), new Cell(List.of("3")))));
    }

    record Checked(@Css("p") int stars) {
        Checked {
            if (stars > 5) {
                throw new IllegalArgumentException("at most 5 stars, and not " + stars);
            }
        }
    }

    record Shelf(@Css("li") List<Checked> books) {}

    @Test
    void aConstructorThatRefusesFailsItsRowAndNoOther() {
        var rows = page("<li><p>4</li><li><p>9</li>").rows("li", Checked.class);
        assertThat(rows.ok()).containsExactly(new Checked(4));
        assertThat(rows.failed())
                .singleElement()
                .satisfies(f ->
                        assertThat(f.message()).contains("Checked refuses its values", "at most 5 stars, and not 9"));
        assertThat(page("<li><p>9</li>")
                        .rows("body", Shelf.class)
                        .failed()
                        .get(0)
                        .message())
                .contains("Shelf.books", "at most 5 stars, and not 9");
    }

    interface Shape {}

    sealed interface Closed permits Round {}

    record Round(@Css("p") int radius) implements Closed {}

    abstract static class Abstract {}

    record Held(@Css("p") Shape shape) {}

    record Mapped(@Css("p") Map<String, String> all) {}

    record Lists(@Css("p") List<List<String>> all) {}

    record Timed(@Css("time") Duration length) {}

    record Arrays(@Css("p") String[] all) {}

    @Test
    void whatNoPageCanFillIsRefusedBeforeTheFirstRequest() {
        for (Class<?> type : List.of(
                Shape.class,
                Closed.class,
                Abstract.class,
                Held.class,
                Mapped.class,
                Lists.class,
                Timed.class,
                Arrays.class,
                int.class,
                Thread.State.class)) {
            assertThatThrownBy(() -> Trawl.batch(List.of("http://127.0.0.1:1/")).extract(type))
                    .as(type.getSimpleName())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("write ");
        }
        assertThatThrownBy(() -> Records.check(Closed.class))
                .hasMessageContaining("Closed is not a record: write record Closed(");
        assertThatThrownBy(() -> Records.check(Mapped.class))
                .hasMessageContaining("Mapped.all: Map cannot be read from a page: write String");
        assertThatThrownBy(() -> Records.check(Lists.class)).hasMessageContaining("Lists.all:");
    }

    @Test
    void failuresOfPagesStandAmongTheRecordsOfOthers() {
        var failure = io.trawl.Failure.of(ErrorKind.HTTP, "http://a.example/2", "the server answered 500", "");
        Results<io.trawl.Document> pages =
                Results.of(List.of(Outcome.ok(page("<p>2024-03-01")), Outcome.failed(failure)));
        assertThat(pages.as(Day.class).ok()).hasSize(1);
        assertThat(pages.as(Day.class).failed()).containsExactly(failure);
        assertThat(Results.<io.trawl.Document>of(List.of()).as(Day.class).size())
                .isZero();
    }
}
