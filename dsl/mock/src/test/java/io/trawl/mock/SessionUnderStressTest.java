package io.trawl.mock;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session goes through and comes out of: cancelling, waiting inside of stages, hosts that fail, redirects. */
class SessionUnderStressTest {
    private Session session;

    @BeforeEach
    void open() {
        session = session(options -> options);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    @Row("A3")
    void cancellingStartsNothingMoreAndHoldsNothingAgainstTheHost() throws Exception {
        try (var slow =
                MockSite.start(s -> s.pages(60, i -> "page").delay(seconds(60)).delay("/60", millis(1)))) {
            var job = session.batch(slow.urls().subList(0, 59)).start();
            // Ten wait for their answer before any is cancelled.
            awaitInFlight(slow, 10);
            job.cancel();
            assertThat(job.await().failed()).hasSize(59).allMatch(f -> f.kind() == ErrorKind.CANCELLED);
            assertThat(session.scrape(slow.url("/60")).await().status()).isEqualTo(200);
            assertThat(slow.requests()).as("robots.txt, ten pages, the last").isEqualTo(12);
        }
    }

    private static void awaitInFlight(MockSite site, int many) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (site.maxInFlight() < many) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aStageMayAwaitFurtherPages() {
        try (var site = MockSite.start(s -> s.pages(20, i -> "<title>" + i + "</title>"))) {
            var titles = session.batch(site.urls())
                    .perHost(1)
                    .map(page -> session.scrape(page.url() + "?again").await().title())
                    .await();
            assertThat(titles.ok()).hasSize(20).startsWith("1", "2", "3");
        }
    }

    @Test
    @Row("B7")
    void aLoneScrapeOfAHostThatFailsIsRefusedAndTheOthersGoOn() {
        try (var down = MockSite.start(s -> s.pages(10, i -> "page").status("/bad", 500));
                var up = MockSite.start(s -> s.page("/", "<title>Up</title>"))) {
            var urls =
                    List.of(down.url("/bad"), down.url("/bad"), down.url("/bad"), down.url("/bad"), down.url("/bad"));
            assertThat(session.batch(urls).retry(1).await().failed())
                    .extracting(Failure::status)
                    .containsOnly(500);
            var refused = session.batch(List.of(down.url("/1")))
                    .deadline(seconds(30))
                    .await()
                    .failed();
            assertThat(refused).extracting(Failure::kind).containsExactly(ErrorKind.BREAKER_OPEN);
            assertThat(refused.get(0).message()).contains("failed 5 times in a row");
            assertThat(session.scrape(up.url()).await().title()).isEqualTo("Up");
        }
    }

    @Test
    @Row("A4")
    void aRedirectOutOfTheScopeIsNotFollowed() {
        try (var other = MockSite.start(s -> s.page("/", "<title>Other</title>"));
                var site = MockSite.start(s -> s.page("/", "<a href='/away'>away</a> <a href='/in'>in</a>")
                        .redirect("/away", other.url())
                        .page("/in", "<title>In</title>"))) {
            var pages = session.crawl(site.url()).await();
            assertThat(pages.ok()).extracting(Document::url).containsExactly(site.url(), site.url("/in"));
            assertThat(pages.failed().get(0).message()).contains("out of scope", "another host");
            assertThat(other.requests()).isZero();
        }
    }

    @Test
    @Row("A4")
    void aCrawlThatIsCancelledWhileItReadsSitemapsEnds() {
        try (var site = MockSite.start(
                s -> s.page("/", "page").page("/sitemap.xml", "<urlset/>").delay("/sitemap.xml", seconds(60)))) {
            var job = session.crawl(site.url())
                    .sitemap(io.trawl.Crawl.Sitemap.INCLUDE)
                    .start();
            awaitInFlight(site, 1);
            job.cancel();
            assertThat(job.await()).isEmpty();
            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        }
    }

    @Test
    void robotsOfManyHostsAreAskedForOnceEach() {
        try (var site = MockSite.start(s -> s.page("/", "<title>Here</title>"));
                var mapped = site.session()) {
            var urls = java.util.stream.IntStream.range(0, 300)
                    .mapToObj(i -> "http://h" + i % 150 + ".example/")
                    .toList();
            assertThat(mapped.batch(urls).maxConcurrency(100).await().ok()).hasSize(300);
            assertThat(site.log().stream().filter(h -> h.path().equals("/robots.txt")))
                    .hasSize(150);
        }
    }

    @Test
    @Row("B16")
    void futuresEndWhateverHappensToTheSession() throws Exception {
        try (var slow = MockSite.start(s -> s.page("/", "late").delay(seconds(60)))) {
            CompletableFuture<Document> future = session.scrape(slow.url()).toFuture();
            awaitInFlight(slow, 1);
            session.close();
            assertThat(future.handle((page, error) -> error).get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("CANCELLED");
        }
    }
}
