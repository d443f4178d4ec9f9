package io.trawl.mock;

import static io.trawl.Format.LINKS;
import static io.trawl.Format.MARKDOWN;
import static io.trawl.Trawl.gather;
import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Css;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs as a user meets them, on real sockets. What is slow is compared by what the site saw, not by the clock. */
class DslOnMockSiteTest {
    private static MockSite site;
    private Session session;

    record Book(
            @Css("h3 a@title") String title,
            @Css(".price") BigDecimal price,
            @Css(".stock") boolean inStock) {}

    @BeforeAll
    static void startSite() {
        site = MockSite.start(s -> s.shop(400).docs(150).faults().delay("/readings", Duration.ZERO));
    }

    @AfterAll
    static void stopSite() {
        site.close();
    }

    @BeforeEach
    void open() {
        session = session(options -> options);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    @Row("A2")
    void aPageHasMarkdownLinksAndMetadata() {
        var page = session.scrape(site.url("/guide/limits/"))
                .formats(MARKDOWN, LINKS)
                .await();
        assertThat(page.title()).isEqualTo("Limits | Heron Guide");
        assertThat(page.markdown())
                .contains("# Limits", "## Settings", "| Setting |")
                .doesNotContain("VAT");
        assertThat(page.links()).allMatch(link -> link.startsWith("http://127.0.0.1:"));
        assertThat(page.metadata()).containsEntry("statusCode", 200).containsEntry("language", "en");
    }

    @Test
    @Row("A2")
    void anOldEncodingIsReadAsItSaysInside() {
        assertThat(session.scrape(site.url("/impressum")).await().title())
                .isEqualTo("Impressum: Bücher, Größen, Straßen");
    }

    @Test
    @Row("A3")
    void aBatchKeepsItsOrderAndFailsPageByPage() {
        var urls = List.of(
                site.url("/guide/"), site.url("/catalogue-2019"), site.url("/admin/orders"), site.url("/guide/"));
        var pages = session.batch(urls).await();
        assertThat(pages.stream().map(o -> o.fold(Document::url, Failure::url))).containsExactlyElementsOf(urls);
        assertThat(pages.failed()).extracting(Failure::kind).containsExactly(ErrorKind.HTTP, ErrorKind.ROBOTS);
        assertThat(pages.failed().get(0).document()).isNotNull();
        assertThat(site.log()).noneMatch(hit -> hit.path().equals("/admin/orders"));
    }

    @Test
    @Row("A4")
    void aCrawlStopsAtItsLimitExactly() {
        assertThat(session.crawl(site.url()).limit(37).await()).hasSize(37);
    }

    @Test
    @Row("A4")
    void aCrawlFindsEachPageOfTheSite() {
        var pages = session.crawl(site.url())
                .limit(2000)
                .retry(r -> r.backoff(millis(5), 1.0))
                .await();
        var urls = pages.ok().stream().map(Document::url).toList();
        assertThat(urls).containsAll(site.urls());
        assertThat(pages.ok())
                .extracting(page -> page.metadata().get("sourceURL"))
                .doesNotHaveDuplicates();
        assertThat(pages.failed()).extracting(Failure::kind).containsOnly(ErrorKind.HTTP, ErrorKind.ROBOTS);
    }

    @Test
    @Row("A4")
    void rowsOfAllListsAreOneTable() {
        var books = session.crawl(site.url())
                .follow("li.next a")
                .rows("article.product", Book.class)
                .await();
        assertThat(books.ok()).hasSize(400);
        assertThat(books.ok().get(12).title()).isEqualTo("<script>alert(1)</script> & <img src=x onerror=alert(2)>");
        assertThat(books.table().columnNames()).containsExactly("title", "price", "inStock");
    }

    @Test
    @Row("A4")
    void aCancelledCrawlKeepsWhatItHas() throws Exception {
        var job = session.crawl(site.url()).limit(500).spacing(millis(20)).start();
        var five = new CountDownLatch(5);
        job.onEvent(event -> {
            if (event instanceof JobEvent.Page) {
                five.countDown();
            }
        });
        assertThat(five.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(job.cancel()).isTrue();
        assertThat(job.await().ok()).hasSizeBetween(5, 499);
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.cancel()).isFalse();
    }

    @Test
    @Row("A7")
    void aMapIsRankedByTheWords() {
        var links = session.map(site.url()).search("retries").limit(5).await();
        assertThat(links.urls()).hasSize(5).allMatch(url -> url.contains("/guide/retries/"));
    }

    @Test
    void theHostsOfAnExampleAreStoodInFor() {
        try (var two = MockSite.start(s -> s.shop(45).host("b.example", b -> b.page("/", "<title>B</title>")));
                var mapped = two.session()) {
            assertThat(mapped.scrape("https://b.example/").await().title()).isEqualTo("B");
            var books = mapped.crawl("https://books.example/")
                    .follow("li.next a")
                    .rows("article.product", Book.class)
                    .await();
            assertThat(books.ok()).hasSize(45);
            assertThat(mapped.map("https://books.example/")
                            .search("mystery")
                            .limit(1)
                            .await()
                            .urls())
                    .containsExactly("https://books.example/category/mystery/");
        }
    }

    @Test
    @Row("B1")
    void aPlanThatIsNotAwaitedAsksForNothing() {
        try (var quiet = MockSite.start(s -> s.page("/", "<h1>Hello</h1>"))) {
            var plan = session.scrape(quiet.url());
            assertThat(plan.toString()).isNotEmpty();
            assertThat(quiet.requests()).isZero();
            assertThat(plan.await().text("h1")).isEqualTo("Hello");
        }
    }

    @Test
    @Row("B2")
    void gatherKeepsTypesAndOrderAndOneFailureIsOne() {
        var mixed = gather(
                        session.scrape(site.url("/guide/")),
                        session.scrape(site.url("/catalogue-2019")),
                        session.crawl(site.url("/guide/")).limit(3))
                .await();
        assertThat(mixed.first().orThrow().title()).isEqualTo("Heron Guide");
        assertThat(mixed.second()).isInstanceOf(Failed.class);
        assertThat(mixed.third().orThrow()).hasSize(3);
        assertThatThrownBy(mixed::orThrow).isInstanceOf(ScrapeException.class).hasMessageContaining("404");
    }

    @Test
    @Row("B3")
    void noMoreThanTheLimitAreEverUnderWay() {
        for (int limit : List.of(1, 3, 10)) {
            try (var slow = MockSite.start(s -> s.pages(3 * limit, i -> "page").delay(millis(100)))) {
                assertThat(session.batch(slow.urls())
                                .maxConcurrency(limit)
                                .await()
                                .ok())
                        .hasSize(3 * limit);
                assertThat(slow.maxInFlight()).isEqualTo(limit);
            }
        }
    }

    @Test
    @Row("B4")
    void aTimeoutHangsUp() throws Exception {
        try (var stuck = MockSite.start(s -> s.page("/", "late").delay(seconds(300)))) {
            var late = session.batch(List.of(stuck.url()))
                    .timeout(millis(300))
                    .retry(1)
                    .await();
            assertThat(late.failed()).extracting(Failure::kind).containsExactly(ErrorKind.TIMEOUT);
            assertThat(stuck.hit(MockSite.Hit::aborted)
                            .get(30, TimeUnit.SECONDS)
                            .path())
                    .isEqualTo("/");
        }
    }

    @Test
    @Row("B4")
    void waitingNoLongerCancelsAPlan() throws Exception {
        try (var stuck = MockSite.start(s -> s.page("/", "late").delay(seconds(300)))) {
            assertThatThrownBy(() -> session.scrape(stuck.url()).await(seconds(1)))
                    .isInstanceOfSatisfying(
                            ScrapeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.TIMEOUT));
            assertThat(stuck.hit(MockSite.Hit::aborted)
                            .get(30, TimeUnit.SECONDS)
                            .path())
                    .isEqualTo("/");
        }
    }

    @Test
    @Row("B5")
    void aPageThatRecoversIsTriedUntilItDoes() {
        try (var flaky = MockSite.start(s -> s.page("/", "<h1>Here</h1>").status("/", 500, 429, 200))) {
            var page = session.scrape(flaky.url())
                    .retry(r -> r.attempts(3).backoff(millis(10), 2.0))
                    .await();
            assertThat(page.text("h1")).isEqualTo("Here");
            assertThat(flaky.log().stream().filter(h -> h.path().equals("/")).map(MockSite.Hit::status))
                    .containsExactly(500, 429, 200);
        }
    }

    @Test
    @Row("B18")
    void oneByOneIsOneAtATimeAndTogetherIsAllAtOnce() {
        try (var slow = MockSite.start(s -> s.pages(5, i -> "page " + i).delay(millis(300)))) {
            slow.urls().forEach(url -> session.scrape(url).await());
            assertThat(slow.maxInFlight()).isEqualTo(1);
            session.batch(slow.urls()).await().orThrow();
            assertThat(slow.maxInFlight()).isEqualTo(5);
        }
    }
}
