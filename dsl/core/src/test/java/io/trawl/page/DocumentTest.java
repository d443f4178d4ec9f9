package io.trawl.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Css;
import io.trawl.Document;
import io.trawl.Format;
import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A response as a document: formats, metadata, selecting, records. */
@Row("A2")
class DocumentTest {
    private static final String HTML = """
            <html lang="en"><head><title>A <b>shop</b> &amp; more</title>
            <meta name="description" content="Books."><meta property="og:title" content="Shop">
            <meta property="og:locale:alternate" content="de"><meta property="og:locale:alternate" content="fr">
            <link rel="icon" href="/i.png"></head><body>
            <nav><a href="/elsewhere">Elsewhere</a></nav>
            <div class="widget"><p>%s</p>
            <ul><li class="book"><h3><a href="b/1" title="The Sea">Sea</a></h3><p class="price">£1,012.40</p><i>In stock</i></li>
            <li class="book"><h3><a href="b/2">Sand</a></h3><p class="price">none</p></li></ul>
            <img src="/p.jpg" srcset="/p-2x.jpg 2x"></div><footer>© us</footer></body></html>
            """.formatted("Much text stands here. ".repeat(20));

    private static Document page(byte[] body, String type, Format... formats) {
        return Pages.parse(
                new Fetched(
                        "http://a.example/shop/",
                        "http://a.example/shop/",
                        200,
                        Map.of("content-type", List.of(type)),
                        body,
                        Instant.EPOCH,
                        Duration.ofMillis(5)),
                new PageOptions(Set.of(formats), true, List.of(), List.of()));
    }

    private final Document page =
            page(HTML.getBytes(StandardCharsets.UTF_8), "text/html", Format.MARKDOWN, Format.LINKS);

    @Test
    void mainContentIsWithoutNavigationButNeverWithoutTheText() {
        assertThat(page.markdown()).contains("Much text").doesNotContain("Elsewhere", "© us");
        assertThat(page.links()).containsExactly("http://a.example/shop/b/1", "http://a.example/shop/b/2");
        assertThat(page.images())
                .contains("http://a.example/p.jpg", "http://a.example/p-2x.jpg", "http://a.example/i.png");
        assertThat(page.rawHtml()).isEqualTo(HTML);
    }

    @Test
    void metadataIsNamedAsFirecrawlNamesIt() {
        assertThat(page.metadata())
                .containsEntry("title", "A <b>shop</b> & more")
                .containsEntry("description", "Books.")
                .containsEntry("language", "en")
                .containsEntry("ogTitle", "Shop")
                .containsEntry("og:title", "Shop")
                .containsEntry("ogLocaleAlternate", List.of("de", "fr"))
                .containsEntry("favicon", "http://a.example/i.png")
                .containsEntry("statusCode", 200)
                .containsEntry("sourceURL", "http://a.example/shop/");
    }

    @Test
    void jsonHasWhatWasAskedForAndTheMetadata() {
        assertThat(page.json().fieldNames()).toIterable().containsExactly("markdown", "links", "metadata");
    }

    @Test
    void aBadSelectorSaysSo() {
        assertThatThrownBy(() -> page.select("a[[")).hasMessageContaining("not a CSS selector: a[[");
    }

    record Book(
            @Css(value = "h3 a@title") String title,
            @Css("h3 a@abs:href") Optional<String> url,
            @Css(".price") BigDecimal price,
            @Css("i") boolean inStock,
            @Css("a") List<String> links) {}

    @Test
    void aFieldThatDoesNotFitFailsItsOwnRowOnly() {
        var rows = page.rows("li.book", Book.class);
        assertThat(rows.ok())
                .containsExactly(new Book(
                        "The Sea",
                        Optional.of("http://a.example/shop/b/1"),
                        new BigDecimal("1012.40"),
                        true,
                        List.of("Sea")));
        assertThat(rows.failed()).hasSize(1);
        assertThat(rows.failed().get(0).message()).isEqualTo("Book.price: \"none\" is no BigDecimal");
    }

    @Test
    void theCharsetIsFoundAsBrowsersFindIt() {
        Charset latin = StandardCharsets.ISO_8859_1;
        assertThat(page("<p>Wörter".getBytes(latin), "text/html; charset=latin1")
                        .markdown())
                .isEqualTo("Wörter");
        assertThat(page("<meta charset=iso-8859-1><p>Wörter".getBytes(latin), "text/html")
                        .markdown())
                .isEqualTo("Wörter");
        assertThat(page("<p>Wörter".getBytes(StandardCharsets.UTF_8), "text/html")
                        .markdown())
                .isEqualTo("Wörter");
        assertThat(page("<p>Wörter".getBytes(StandardCharsets.UTF_8), "text/html; charset=klingon")
                        .markdown())
                .isEqualTo("Wörter");
        assertThat(page("\uFEFF<p>Wörter".getBytes(StandardCharsets.UTF_8), "text/html; charset=latin1")
                        .markdown())
                .isEqualTo("Wörter");
    }

    @Test
    void aTitleIsNoTerminalEscapeWhenThePageIsPrinted() {
        var page = page("<title>\u001B]0;mine\u0007 Shop</title>".getBytes(StandardCharsets.UTF_8), "text/html");
        assertThat(page.toString()).doesNotContain("\u001B", "\u0007").contains("Shop");
    }

    /** A page that only sends its reader on leads a crawl on as well. */
    @Test
    void aRefreshIsALink() {
        assertThat(Pages.outlinks(refresh("0; url=/next"), null, true)).containsExactly("http://a.example/next");
        assertThat(Pages.outlinks(refresh("5;URL='b?c=1#d'"), null, true))
                .containsExactly("http://a.example/shop/b?c=1");
        assertThat(Pages.outlinks(refresh("1.5, http://b.example/"), null, true))
                .containsExactly("http://b.example/");
        assertThat(Pages.outlinks(refresh("30"), null, true)).isEmpty();
        assertThat(Pages.outlinks(refresh("0; url=javascript:x()"), null, true)).isEmpty();
    }

    private static Document refresh(String content) {
        String html = "<meta http-equiv=Refresh content=\"" + content + "\">";
        return page(html.getBytes(StandardCharsets.UTF_8), "text/html");
    }

    @Test
    void whatOtherScrapersWriteIsAnsweredWithWhatToWriteHere() {
        assertThatThrownBy(() -> page.select("h3 a::attr(href)"))
                .hasMessageContaining("h3 a@href")
                .hasMessageContaining(".attr(\"href\")");
        assertThatThrownBy(() -> page.text("h3::text")).hasMessageContaining("leave it out");
    }

    @Test
    void theLargestImageOfASetIsTakenHoweverItIsWritten() {
        assertThat(images("a.jpg 1x,b.jpg 2x")).contains("![](http://a.example/shop/b.jpg)");
        assertThat(images("a,1.jpg 400w , b,2.jpg 800w, c.jpg 600w,")).contains("![](http://a.example/shop/b,2.jpg)");
        assertThat(images("a.jpg, b.jpg 1.5x")).contains("b.jpg");
        assertThat(images(" , ")).contains("![](http://a.example/shop/s.jpg)");
    }

    private static String images(String srcset) {
        String html = "<p>x<img src=s.jpg srcset='" + srcset + "'>";
        return page(html.getBytes(StandardCharsets.UTF_8), "text/html").markdown();
    }
}
