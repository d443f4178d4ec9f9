package io.trawl.mock;

import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.matrix.Row;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Kinds of sites, on a socket and in virtual time, and what the DSL makes of them. */
@Row("B25")
class SiteKindsTest {
    private MockSite site = MockSite.virtual(1, s -> s);

    private MockSite virtual(io.trawl.Fn<MockSite.Script, MockSite.Script> script) {
        site.close();
        site = MockSite.virtual(1, script::apply);
        return site;
    }

    private MockSite socket(io.trawl.Fn<MockSite.Script, MockSite.Script> script) {
        site.close();
        site = MockSite.start(script::apply);
        return site;
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .sendAsync(request.build(), BodyHandlers.ofString())
                .get(30, TimeUnit.SECONDS);
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(site.url(path)));
    }

    // Charsets and codings

    @ParameterizedTest
    @CsvSource({
        "UTF-8,        BOM,        Größe żółw",
        "UTF-16LE,     BOM,        Größe żółw",
        "UTF-16BE,     BOM,        Größe żółw",
        "UTF-8,        HEADER,     Größe żółw",
        "ISO-8859-1,   HEADER,     Größe",
        "ISO-8859-2,   META,       Größe żółw",
        "windows-1251, HEADER,     Привет",
        "windows-1252, META,       “Größe” – 5 €",
        "KOI8-R,       META,       Привет",
        "Shift_JIS,    META,       こんにちは世界",
        "EUC-JP,       HEADER,     こんにちは世界",
        "ISO-2022-JP,  HEADER,     こんにちは世界",
        "EUC-KR,       META,       안녕하세요",
        "GB18030,      HEADER,     你好世界",
        "Big5,         META,       你好世界",
        "UTF-8,        NOT_AT_ALL, Größe żółw",
        "windows-1251, NOT_AT_ALL, Привет как дела сегодня",
        "Shift_JIS,    NOT_AT_ALL, こんにちは世界",
    })
    void aPageIsReadInWhateverWayItSaysItsCharset(String charset, Told how, String text) {
        String html = "<title>" + text + "</title><p>" + (text + " ").repeat(20) + "</p>";
        virtual(s -> s.charset("/page", html, Charset.forName(charset), how));
        assertThat(site.session().scrape(site.url("/page")).await().title()).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource
    void aPageIsUnpacked(Coding coding) {
        String large = "<title>Packed</title><p>" + "0123456789 ".repeat(20_000) + "</p>";
        socket(s -> s.page("/large", large)
                .coding("/large", coding)
                .page("/small", "<title>Small</title>")
                .coding("/small", coding, Coding.GZIP)
                .page("/none", "")
                .coding("/none", coding));
        try (var session = session(c -> c)) {
            assertThat(session.scrape(site.url("/large")).await().rawHtml()).isEqualTo(large);
            assertThat(session.scrape(site.url("/small")).await().title()).isEqualTo("Small");
            assertThat(session.scrape(site.url("/none")).await().rawHtml()).isEmpty();
        }
    }

    @Test
    void aPartOfAPageIsSentWhereOnlyThatIsAskedFor() throws Exception {
        socket(s -> s.page("/ten", "0123456789").header("/ten", "ETag", "\"v1\""));
        var first = ask(to("/ten").header("Range", "bytes=0-3"));
        assertThat(first.statusCode()).isEqualTo(206);
        assertThat(first.body()).isEqualTo("0123");
        assertThat(first.headers().firstValue("Content-Range")).contains("bytes 0-3/10");
        assertThat(ask(to("/ten").header("Range", "bytes=-3")).body()).isEqualTo("789");
        assertThat(ask(to("/ten").header("Range", "bytes=8-99")).body()).isEqualTo("89");
        assertThat(ask(to("/ten").header("Range", "bytes=4-").header("If-Range", "\"v1\""))
                        .body())
                .isEqualTo("456789");
        assertThat(ask(to("/ten").header("Range", "bytes=4-").header("If-Range", "\"v2\""))
                        .statusCode())
                .as("what changed is sent whole")
                .isEqualTo(200);
        var none = ask(to("/ten").header("Range", "bytes=20-"));
        assertThat(none.statusCode()).isEqualTo(416);
        assertThat(none.headers().firstValue("Content-Range")).contains("bytes */10");
        assertThat(ask(to("/ten").header("If-None-Match", "\"v1\"")).statusCode())
                .isEqualTo(304);
    }

    // Who may see it

    @Test
    void passwordsAndTokensOpenWhatIsTheirs() {
        virtual(s -> s.page("/", "home")
                .page("/staff/plans", "<title>Plans</title>")
                .page("/data/1", "<title>Data</title>")
                .basic("/staff/", "ann", "secret")
                .bearer("/data", "token-1"));
        var urls = List.of(site.url("/"), site.url("/staff/plans"), site.url("/data/1"));
        var closed = site.session().batch(urls).await();
        assertThat(closed.ok()).hasSize(1);
        assertThat(closed.failed()).extracting(Failure::status).containsExactly(401, 401);
        var ann = site.session(c -> c.basic(site.url(), "ann", "secret"));
        assertThat(ann.scrape(urls.get(1)).await().title()).isEqualTo("Plans");
        var bearer = site.session(c -> c.bearer(site.url(), "token-1"));
        assertThat(bearer.scrape(urls.get(2)).await().title()).isEqualTo("Data");
    }

    @Test
    void aFormIsFilledInOnceAndItsCookieOpensTheRest() throws Exception {
        socket(s -> s.login("/account/", "ann", "se&cret").page("/account/orders", "<title>Orders</title>"));
        var led = ask(to("/account/orders?year=2026"));
        assertThat(led.statusCode()).isEqualTo(302);
        String form = led.headers().firstValue("Location").orElseThrow();
        assertThat(form).isEqualTo("/account/login?next=%2Faccount%2Forders%3Fyear%3D2026");
        String token = token(ask(to(form)).body());
        assertThat(posted("csrf=wrong&user=ann&password=se%26cret").statusCode())
                .isEqualTo(403);
        var in = posted("csrf=" + token + "&user=ann&password=se%26cret&next=/account/orders%3Fyear%3D2026");
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).contains("/account/orders?year=2026");
        assertThat(posted("csrf=" + token + "&user=ann&password=se%26cret").statusCode())
                .as("a token is good once")
                .isEqualTo(403);
        String other = token(ask(to(form)).body());
        var wrong = posted("csrf=" + other + "&user=ann&password=no");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("wrong");
        var abroad = posted("csrf=" + token(wrong.body()) + "&user=ann&password=se%26cret&next=http://evil.example/");
        assertThat(abroad.headers().firstValue("Location")).contains("/account/");

        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        try (var session = session(c -> c)) {
            assertThat(session.scrape(site.url("/account/orders")).await().title())
                    .as("without it, the form is all there is to see")
                    .isEqualTo("Sign in");
            var orders = session.scrape(site.url("/account/orders")).header("Cookie", cookie);
            assertThat(orders.await().title()).isEqualTo("Orders");
            ask(to("/account/logout").header("Cookie", cookie));
            assertThat(orders.await().title()).isEqualTo("Sign in");
        }
    }

    private HttpResponse<String> posted(String form) throws Exception {
        return ask(to("/account/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static String token(String html) {
        var found = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]{32})\"").matcher(html);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    // JSON, feeds, events

    @Test
    void anApiIsReadPageByPage() throws Exception {
        virtual(s -> s.api("/api/books", 45, 20));
        var titles = new ArrayList<String>();
        String next = site.url("/api/books");
        while (next != null) {
            Document page = site.session().scrape(next).await();
            JsonNode body = new ObjectMapper().readTree(page.rawHtml());
            body.path("items").forEach(item -> titles.add(item.path("title").asText()));
            assertThat(body.path("total").asInt()).isEqualTo(45);
            next = body.path("next").isNull()
                    ? null
                    : site.url("/api/books?cursor=" + body.path("next").asText());
        }
        assertThat(titles).hasSize(45).doesNotContain("");
        assertThat(site.log()).filteredOn(hit -> hit.path().startsWith("/api/")).hasSize(3);
        assertThat(site.session()
                        .batch(List.of(site.url("/api/books?cursor=xyz")))
                        .await()
                        .failed())
                .extracting(Failure::status)
                .containsExactly(400);
    }

    @Test
    void anApiNamesItsNextPageInALinkHeader() throws Exception {
        socket(s -> s.api("/api/books", 45, 20));
        var paths = new ArrayList<String>();
        String next = site.url("/api/books");
        while (next != null) {
            paths.add(next);
            var link = ask(HttpRequest.newBuilder(URI.create(next))).headers().firstValue("Link");
            next = link.map(value -> value.replaceFirst("<(.*)>; rel=\"next\"", "$1"))
                    .orElse(null);
        }
        assertThat(paths).hasSize(3).allMatch(path -> path.startsWith(site.url("/api/books")));
    }

    @Test
    @Row("A7")
    void aMagazineIsFoundByItsFeedsItsSitemapsAndItsEndlessList() {
        virtual(s -> s.news(64));
        var stories = site.urls().stream()
                .filter(url -> url.matches(".*/news/[0-9]+-.*"))
                .toList();
        assertThat(stories).hasSize(64);
        assertThat(site.session().map(site.url()).limit(500).await().urls())
                .as("the archive's sitemap is packed")
                .containsAll(stories);
        var list = site.session()
                .crawl(site.url("/news/"))
                .follow("a[rel=next]")
                .await()
                .ok();
        assertThat(list).hasSize(7);
        assertThat(list.stream()
                        .mapToInt(page -> page.select("article h2 a").size())
                        .sum())
                .isEqualTo(64);
        for (var feed : List.of("/news/rss.xml", "/news/atom.xml", "/sitemap-news.xml")) {
            assertThat(site.session().scrape(site.url(feed)).await().rawHtml())
                    .contains(stories.get(63), stories.get(44))
                    .doesNotContain(stories.get(43));
        }
    }

    @Test
    void eventsComeOneByOneAndGoOnAfterTheLast() throws Exception {
        socket(s -> s.events("/live", 1_000, Duration.ofMillis(50), i -> "tick " + i));
        var gone = site.hit(MockSite.Hit::aborted);
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .sendAsync(to("/live").header("Last-Event-ID", "6").build(), BodyHandlers.ofInputStream())
                .get(30, TimeUnit.SECONDS);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (var events = answer.body()) {
            // All of them would take fifty seconds.
            assertThat(new String(events.readNBytes(20), StandardCharsets.UTF_8))
                    .isEqualTo("id: 7\ndata: tick 7\n\n");
        }
        assertThat(gone.get(30, TimeUnit.SECONDS).path()).isEqualTo("/live");
        assertThat(ask(to("/live").header("Last-Event-ID", "1000")).statusCode())
                .as("nothing more will come")
                .isEqualTo(204);
    }

    @Test
    void aStreamOfEventsIsAPageOnceItEndsAndATimeoutUntilThen() {
        var virtual = MockSite.virtual(
                1, s -> s.events("/short", 5, seconds(1), i -> "tick " + i).events("/long", 100, seconds(1), i -> "a"));
        try (virtual) {
            var before = virtual.now();
            var page = virtual.session().scrape(virtual.url("/short")).await();
            assertThat(Duration.between(before, virtual.now())).isEqualTo(seconds(5));
            assertThat(page.rawHtml()).contains("id: 1\n", "data: tick 5\n");
            var late = virtual.session()
                    .batch(List.of(virtual.url("/long")))
                    .retry(1)
                    .await()
                    .failed()
                    .get(0);
            assertThat(late.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(virtual.log()).filteredOn(MockSite.Hit::aborted).hasSize(1);
        }
    }

    @Test
    void aWrongScriptIsSaidAtOnce() {
        assertThatThrownBy(() -> MockSite.start(s -> s.trap("calendar", Trap.CALENDAR)))
                .hasMessageContaining("write \"/calendar\"");
        assertThatThrownBy(() -> MockSite.start(s -> s.rateLimit(0, seconds(1))))
                .hasMessageContaining("some requests");
        assertThatThrownBy(() -> MockSite.start(s -> s.nearDuplicates("/a", 3, 10, 11)))
                .hasMessageContaining("no more differ than there are");
        assertThatThrownBy(() -> MockSite.start(s -> s.charset("/a", "", Charset.forName("windows-1252"), Told.BOM)))
                .hasMessageContaining("have a mark");
        assertThatThrownBy(() -> MockSite.start(s -> s.basic("/a", "a:b", ""))).hasMessageContaining("no colon");
    }
}
