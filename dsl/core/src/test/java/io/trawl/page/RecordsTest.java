package io.trawl.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Css;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.XPath;
import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records from pages: where a component is read from, what it becomes, and what is said where that fails. */
@Row("A6")
class RecordsTest {
    static Document page(String html) {
        return Pages.parse(
                new Fetched(
                        "http://a.example/shop/",
                        "http://a.example/shop/",
                        200,
                        Map.of("content-type", List.of("text/html; charset=utf-8")),
                        html.getBytes(StandardCharsets.UTF_8),
                        Instant.EPOCH,
                        Duration.ofMillis(5)),
                new PageOptions(Set.of(), true, List.of(), List.of()));
    }

    private static <R> R one(String html, Class<R> type) {
        return page(html).extract(type);
    }

    // Where

    record Places(
            @Css("h1") String text,
            @Css("a@href") String raw,
            @Css("a@abs:href") String absolute,
            @Css("a") URI link,
            @Css("img") URI image,
            @Css("meta[name=description]") String description,
            @Css("input[name=q]") String value,
            @Css("[itemprop=price]") BigDecimal price,
            @Css("a[href*=@x]") String inBrackets,
            String url) {}

    @Test
    void aSelectorNamesAnElementOrItsAttribute() {
        var places = one(
                "<base href=/b/><meta name=description content='All books'><h1> The\u00a0 shop </h1><a href=c/1>A</a>"
                        + "<a href='?m=@x'>at</a><img src=i.png><input name=q value=sea>"
                        + "<span itemprop=price content=12.40>12,40 €</span>",
                Places.class);
        assertThat(places)
                .isEqualTo(new Places(
                        "The shop",
                        "c/1",
                        "http://a.example/b/c/1",
                        URI.create("http://a.example/b/c/1"),
                        URI.create("http://a.example/b/i.png"),
                        "All books",
                        "sea",
                        new BigDecimal("12.40"),
                        "at",
                        "http://a.example/shop/"));
    }

    record Paths(
            @XPath("//dt[.='Pages']/following-sibling::dd[1]")
            int pages,

            @XPath(".//a/@href") List<String> links,
            @XPath("//p/text()") List<String> texts,
            @XPath("normalize-space(//h1)") String title,
            @XPath("count(//a)") int count,
            @XPath("//a/@href") URI first) {}

    @Test
    void anXPathGivesElementsAttributesTextsAndValues() {
        var paths = one(
                "<h1> A \n title</h1><dl><dt>Year<dd>1999<dt>Pages<dd>1.310</dl><p>one<b>no</b>two</p>"
                        + "<a href=/1>x</a><a href=/2>y</a>",
                Paths.class);
        assertThat(paths)
                .isEqualTo(new Paths(
                        1310,
                        List.of("/1", "/2"),
                        List.of("one", "two"),
                        "A title",
                        2,
                        URI.create("http://a.example/1")));
    }

    record Rated(
            @Css("b") String name,
            @XPath("./i") String rating,
            @Css("@data-id") int id) {}

    @Test
    void rowsAreReadWithinTheirElement() {
        var rows = page("<li data-id=1><b>A</b><i>4</i></li><li data-id=2><b>B</b></li>")
                .rows("li", Rated.class);
        assertThat(rows.ok()).containsExactly(new Rated("A", "4", 1), new Rated("B", null, 2));
    }

    record Author(@Css("b") String name, @Css("i") Optional<Integer> born) {}

    record Offer(@Css(".price") BigDecimal price) {}

    record Novel(
            @Css(".author") List<Author> authors,
            @Css(".first") Author first,
            @Css(".none") Author none,
            Offer offer) {}

    @Test
    void aRecordInARecordIsReadWithinWhatItsSelectorMatches() {
        var novel = one(
                "<p class=price>7</p><div class='author first'><b>A</b><i>1950</i></div><div class=author><b>B</b></div>",
                Novel.class);
        assertThat(novel.authors())
                .containsExactly(new Author("A", Optional.of(1950)), new Author("B", Optional.empty()));
        assertThat(novel.first().name()).isEqualTo("A");
        assertThat(novel.none()).isNull();
        assertThat(novel.offer().price()).isEqualTo("7");
    }

    record Comment(@Css("> p") String text, @Css(".comment") List<Comment> replies) {}

    @Test
    void aRecordMayHoldRecordsLikeItself() {
        var thread =
                page("<div class=comment><p>1</p><div class=comment><p>1.1</p><div class=comment><p>1.1.1</p></div></div>"
                                + "<div class=comment><p>1.2</p></div></div>")
                        .rows("body > .comment", Comment.class)
                        .ok();
        assertThat(thread)
                .containsExactly(new Comment(
                        "1",
                        List.of(
                                new Comment("1.1", List.of(new Comment("1.1.1", List.of()))),
                                new Comment("1.2", List.of()))));
    }

    // What it becomes

    enum Stock {
        IN_STOCK,
        SOLD_OUT
    }

    record Kinds(
            @Css("#stock") Stock stock,
            @Css("link[itemprop=availability]@href") Stock schema,
            @Css("#stock") boolean there,
            @Css("#out") boolean out,
            @Css("#icon") boolean icon,
            @Css("#box@checked") boolean checked,
            @Css("#missing") boolean missing,
            @Css(value = "#stock", regex = "(\\d+) left") int left,
            @Css(value = "#stock", regex = "left") boolean some,
            @Css(value = "#tags", regex = "#(\\w+)") List<String> tags,
            @Css("#missing") int zero,
            @Css("#missing") Integer none,
            @Css(value = "#missing", defaultValue = "1.5") double fallback,
            @Css("td") Set<Long> cells) {}

    @Test
    void textsBecomeWhatTheComponentIs() {
        var kinds = one(
                "<link itemprop=availability href='https://schema.org/SoldOut'><p id=stock>In stock</p><p id=out>Out of stock</p>"
                        + "<i id=icon></i><input id=box checked><p id=tags>#sea #sand</p><table><tr><td>1<td>2<td>1</table>",
                Kinds.class);
        assertThat(kinds)
                .isEqualTo(new Kinds(
                        Stock.IN_STOCK,
                        Stock.SOLD_OUT,
                        true,
                        false,
                        true,
                        true,
                        false,
                        0,
                        false,
                        List.of("sea", "sand"),
                        0,
                        null,
                        1.5,
                        Set.of(1L, 2L)));
    }

    record Day(@Css("p") LocalDate date) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en    | 2024-03-01                    | 2024-03-01
                    en    | Posted 2024-03-01T10:00:00Z   | 2024-03-01
                    en    | Sun, 06 Nov 1994 08:49:37 GMT | 1994-11-06
                    en    | March 1, 2024                 | 2024-03-01
                    en    | 1st of March 2024             | 2024-03-01
                    en    | Sept. 5, 2023                 | 2023-09-05
                    de    | 1. März 2024                  | 2024-03-01
                    fr    | 3 février 2024                | 2024-02-03
                    es    | 3 de marzo de 2024            | 2024-03-03
                    de    | 14 Aug 2024                   | 2024-08-14
                    ja    | 2024年3月1日                   | 2024-03-01
                    en    | 2024/3/1                      | 2024-03-01
                    en    | 1.3.2024                      | 2024-03-01
                    en-US | 3/1/2024                      | 2024-03-01
                    en-GB | 3/1/2024                      | 2024-01-03
                    en    | 25/12/2024                    | 2024-12-25
                    en    | 12/25/2024                    | 2024-12-25
                    """)
    void datesAreReadInTheFormsThatPagesHave(String lang, String text, LocalDate date) {
        assertThat(one("<html lang=" + lang + "><p>" + text, Day.class).date()).isEqualTo(date);
    }

    @Test
    void aDateThatCouldBeTwoIsRefusedAndSaysWhatToWrite() {
        var failure =
                page("<html lang=en><p>3/1/2024").rows("p", Day.class).failed().get(0);
        assertThat(failure.message()).isEqualTo("Day.date: \"3/1/2024\" is no LocalDate");
        assertThat(failure.advice()).contains("format = \"dd/MM/yyyy\"", "order that nothing tells");
    }

    record Times(
            @Css("time") Instant at,
            @Css("time") LocalDateTime local,
            @Css("#t") LocalTime time,
            @Css(value = "#d", format = "dd-MM-yy HH'h'") LocalDateTime formatted,
            @Css("#m") YearMonth month) {}

    @Test
    void timesNeedWhatTheirTypeSays() {
        var times = one(
                "<time datetime='2024-03-01T10:00:00.5+02:00'>yesterday</time><p id=t>from 5:30 pm</p><p id=d>01-03-24 09h</p>"
                        + "<p id=m>March 2024</p>",
                Times.class);
        assertThat(times)
                .isEqualTo(new Times(
                        Instant.parse("2024-03-01T08:00:00.5Z"),
                        LocalDateTime.parse("2024-03-01T10:00:00.5"),
                        LocalTime.of(17, 30),
                        LocalDateTime.parse("2024-03-01T09:00"),
                        YearMonth.of(2024, 3)));
        assertThat(page("<time>2024-03-01T10:00</time>")
                        .rows("time", Times.class)
                        .failed()
                        .get(0)
                        .message())
                .contains("Times.at: \"2024-03-01T10:00\" is no Instant");
    }

    record Cost(
            @Css("p") BigDecimal page,
            @Css(value = "p", locale = "en-US") BigDecimal said) {}

    @Test
    void theLanguageOfTheElementOrOfTheAnnotationTellsWhatAMarkIs() {
        var cost = one("<html lang=en><body lang=de><p>1.299", Cost.class);
        assertThat(cost).isEqualTo(new Cost(new BigDecimal("1299"), new BigDecimal("1.299")));
    }

    // What does not fit

    record Strict(
            @Css(value = "h1", required = true) String title,
            @Css(".price") int price,
            @Css(".author") Author author) {
        Strict {
            if (price > 1_000) {
                throw new IllegalArgumentException("too dear");
            }
        }
    }

    @Test
    void everyFieldThatDoesNotFitIsNamedAndThePageKept() {
        var page = page("<h1> </h1><p class=price>none</p><div class=author><b>A</b><i>long ago</i></div>");
        var failure = page.rows("body", Strict.class).failed().get(0);
        assertThat(failure.kind()).isEqualTo(ErrorKind.PARSE);
        assertThat(failure.url()).isEqualTo("http://a.example/shop/");
        assertThat(failure.message())
                .isEqualTo("Strict.title: nothing matches h1; Strict.price: \"none\" is no int; "
                        + "Strict.author.born: \"long ago\" is no Integer");
        assertThat(failure.document()).isSameAs(page);
        assertThat(page("<h1>A</h1><p class=price>12.5</p>")
                        .rows("body", Strict.class)
                        .failed()
                        .get(0)
                        .advice())
                .contains(".price", "double or BigDecimal");
        assertThat(page("<h1>A</h1><p class=price>2000</p>")
                        .rows("body", Strict.class)
                        .failed()
                        .get(0)
                        .message())
                .contains("Strict refuses its values: java.lang.IllegalArgumentException: too dear");
    }

    record Unsaid(@Css("h1") String title, String isbn) {}

    record Foreign(@Css("h1") Thread thread) {}

    record Wild(@Css("h1") List<?> all) {}

    record BadCss(@Css("h1[[") String title) {}

    record BadPath(@XPath("//h1[") String title) {}

    record BadRegex(@Css(value = "h1", regex = "(") String title) {}

    record BadDefault(
            @Css(value = "h1", defaultValue = "many") int count) {}

    record BadLocale(@Css(value = "h1", locale = "x!") int count) {}

    record BadFormat(@Css(value = "h1", format = "dd") int count) {}

    record Both(@Css("h1") @XPath("//h1") String title) {}

    record Endless(@Css("h1") String title, Endless again) {}

    @Test
    void aRecordThatCannotWorkIsRefusedWhenThePlanIsMade() {
        refused(Unsaid.class, "Unsaid.isbn: nothing says where it comes from: write @Css");
        refused(Foreign.class, "Foreign.thread: Thread cannot be read from a page: write String");
        refused(Wild.class, "Wild.all: java.util.List<?> should name what it holds");
        refused(BadCss.class, "BadCss.title: not a CSS selector: h1[[");
        refused(BadPath.class, "BadPath.title: not an XPath: //h1[");
        refused(BadRegex.class, "BadRegex.title: not an RE2 pattern: (");
        refused(BadDefault.class, "BadDefault.count: its default \"many\" is no int");
        refused(BadLocale.class, "BadLocale.count: not a BCP 47 language tag");
        refused(BadFormat.class, "BadFormat.count: format is for dates");
        refused(Both.class, "Both.title: both @Css and @XPath");
        refused(Endless.class, "Endless holds itself");
        refused(String.class, "String is not a record: write record String(");
        assertThatThrownBy(() -> io.trawl.Trawl.crawl("http://127.0.0.1/").rows("li", Unsaid.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(Class<?> type, String why) {
        assertThatThrownBy(() -> Records.check(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void storedPagesGiveOtherRecordsLater() {
        Results<Document> pages = Results.of(List.of(Outcome.ok(page("<p>2024-03-01")), Outcome.ok(page("<p>soon"))));
        var days = pages.as(Day.class);
        assertThat(days.ok()).containsExactly(new Day(LocalDate.of(2024, 3, 1)));
        assertThat(days.failed()).hasSize(1);
        assertThatThrownBy(() -> days.as(Day.class)).hasMessageContaining("reads records from documents");
    }

    @Test
    void hostilePagesNeitherHangNorBreak() {
        var html = "<p>" + "1.".repeat(300_000) + "</p>" + "<div>".repeat(2_000) + "<p>" + "a".repeat(500_000);
        assertThat(page(html).rows("p", Day.class).failed()).hasSize(2);
        assertThat(page("<a href='javascript:alert(1)'>x</a><a href='http://[x'>y</a>")
                        .rows("a", Link.class)
                        .size())
                .isEqualTo(2);
    }

    record Link(@Css("") URI to) {}
}
