package io.trawl.mock;

import static io.trawl.Trawl.compare;
import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.minutes;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.timed;
import static io.trawl.Trawl.use;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobEvent;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a virtual site answers, and how long that takes in its time: to the nanosecond, and the same each time. */
@Row("B25")
class VirtualSiteTest extends VirtualSiteFixture {
    // The lesson

    private static String story() throws Exception {
        try (var site = MockSite.virtual(
                7,
                s -> s.pages(5, i -> "<h1>Page " + i + "</h1><a href=/3>x</a>").delay(seconds(1)))) {
            use(site.session());
            var one = timed(() -> {
                for (var url : site.urls()) {
                    Trawl.scrape(url).await();
                }
            });
            var many = timed(() -> Trawl.batch(site.urls()).await());
            assertThat(one.elapsed()).isEqualTo(seconds(5));
            assertThat(many.elapsed()).isEqualTo(seconds(1));
            var job = site.session()
                    .crawl(site.url())
                    .jitter(millis(5), millis(50))
                    .start();
            var results = job.await();
            return String.join(
                    "\n",
                    compare(one, many).text(),
                    job.id(),
                    job.waterfall().text(),
                    job.lanes().text(),
                    job.why().text(),
                    results.summary().toString(),
                    results.table().toString(),
                    job.toString(),
                    site.log().toString(),
                    site.now().toString());
        }
    }

    @Test
    @Row("B18")
    void fiveTimesASecondIsFiveSecondsOrOneAndTheSameToTheByteEachTime() throws Exception {
        var stories = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            stories.add(story());
        }
        assertThat(stories).hasSize(1);
        assertThat(stories.iterator().next()).contains("one by one 5.0 s · together 1.0 s · 5.0× faster");
    }

    @Test
    void tenThousandPagesOfASecondEach() {
        slow(10_000);
        var results = site.session().batch(site.urls()).maxConcurrency(100).await();
        assertThat(results.ok()).hasSize(10_000);
        // As many at once as the session has connections for one host.
        assertThat(passed()).isEqualTo(seconds(334));
        assertThat(site.maxInFlight()).isEqualTo(30);
    }

    @Test
    @Row("B7")
    void aBreakerOverFiveMinutes() {
        site(s -> s.pages(60, i -> "<h1>Page " + i + "</h1>")
                .status("/1", 200)
                .delay(millis(100))
                .host("ill.example", h -> {
                    MockSite.Script all = h.page("/0", "fine");
                    for (int i = 1; i <= 20; i++) {
                        all = all.status("/" + i, 500);
                    }
                    return all.status("/20", 500, 500, 200);
                }));
        var urls = new ArrayList<>(List.of("http://ill.example/0"));
        IntStream.rangeClosed(1, 20).forEach(i -> urls.add("http://ill.example/" + i));
        urls.addAll(site.urls());
        var states = new ArrayList<String>();
        var job = site.session()
                .batch(urls)
                .perHost(1)
                .retry(1)
                .breaker(5, minutes(1), 2)
                .start();
        job.onEvent(e -> {
            if (e instanceof JobEvent.BreakerChanged b) {
                states.add(Duration.between(VirtualTime.START, b.at()).toSeconds() + " " + b.state());
            }
        });
        var results = job.await();
        assertThat(results.ok()).as("those of the other host").hasSizeGreaterThanOrEqualTo(61);
        assertThat(states.get(0)).endsWith("OPEN");
        assertThat(states).filteredOn(s -> s.endsWith("HALF_OPEN")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(results.failed()).extracting(Failure::kind).contains(ErrorKind.HTTP, ErrorKind.BREAKER_OPEN);
        assertThat(passed()).isBetween(minutes(2), minutes(5));
    }

    // What a site asks for

    @Test
    @Row("B5")
    void retriesRetryAfterAndCrawlDelay() {
        site(s -> s.page("/busy", "<h1>At last</h1>")
                .status("/busy", 503, 429, 200)
                .header("/busy", "Retry-After", "120")
                .page("/2", "two")
                .robots("User-agent: *\nCrawl-delay: 30\nDisallow: /secret"));
        assertThat(site.session().scrape(site.url("/busy")).await().text("h1")).isEqualTo("At last");
        assertThat(site.log())
                .filteredOn(h -> h.path().equals("/busy"))
                .extracting(h -> h.at().toSeconds())
                .containsExactly(30L, 150L, 270L);
        assertThat(site.session()
                        .batch(List.of(site.url("/secret")))
                        .await()
                        .failed()
                        .get(0)
                        .kind())
                .isEqualTo(ErrorKind.ROBOTS);
    }

    @Test
    void aCrawlOfSomebodyElseIsGentle() {
        site(s ->
                s.page("/", "<a href=/a>a</a> <a href=/b>b</a>").page("/a", "a").page("/b", "b"));
        var pages = site.session().crawl("https://books.example/").await();
        assertThat(pages.ok()).hasSize(3);
        assertThat(passed()).isEqualTo(millis(750));
        assertThat(site.log()).extracting(MockSite.Hit::host).containsOnly("books.example");
    }

    @Test
    void aRoundTripIsSeenInThePhases() {
        site(s -> s.page("/1", "one").page("/2", "two").roundTrip(millis(40)).tls(Certificate.VALID));
        var job = site.session()
                .batch(site.urls())
                .maxConcurrency(1)
                .robots(false)
                .start();
        job.await();
        var first = job.exchanges().get(0).phases();
        assertThat(List.of(first.resolve(), first.connect(), first.tls(), first.waiting()))
                .containsOnly(millis(40));
        var second = job.exchanges().get(1);
        assertThat(second.reused()).isTrue();
        assertThat(second.elapsed()).isEqualTo(millis(40));
        assertThat(passed()).isEqualTo(millis(200));
    }

    @Test
    void cookiesRedirectsAndWhatIsNotThere() {
        site(s -> s.page("/in", "welcome")
                .redirect("/", "/in")
                .header("/", "Set-Cookie", "id=1; Path=/")
                .status("/gone", 410));
        var page = site.session().scrape(site.url()).await();
        assertThat(page.url()).isEqualTo(site.url("/in"));
        var bad = site.session()
                .batch(List.of(
                        site.url("/gone"), "http://no-such-host.invalid/", "http://mock.example:8080/", "ftp://x/"))
                .retry(1)
                .await()
                .failed();
        assertThat(bad)
                .extracting(f -> f.kind() + " " + f.phase())
                .containsExactly("HTTP waiting", "DNS resolve", "CONNECT connect", "INVALID_URL queued");
    }

    @Test
    @Row("B22")
    void whatTheCacheHoldsGetsOldInThatTime(@TempDir Path folder) {
        site(s -> s.page("/1", "one").header("/1", "Cache-Control", "max-age=600"));
        var cached = site.session(c -> c.cache(folder).robots(false));
        for (Duration wait : List.of(minutes(0), minutes(9), minutes(2))) {
            site.pass(wait);
            cached.scrape(site.url("/1")).await();
        }
        assertThat(site.requests()).isEqualTo(2);
        assertThat(cached.gauges().answersFromCache()).isEqualTo(1);
    }

    @Test
    @Row("B13")
    void aCheckpointIsResumed(@TempDir Path folder) {
        slow(20);
        Path file = folder.resolve("pages.trawl");
        var plan = site.session().batch(site.urls()).maxConcurrency(5).checkpoint(file);
        var first = plan.start();
        site.pass(millis(2_500));
        assertThat(first.cancel()).isTrue();
        first.await();
        int before = site.requests();
        assertThat(plan.await().ok()).hasSize(20);
        assertThat(site.requests() - before).isEqualTo(10);
    }

    @Test
    @Row("B4")
    void givingUpHangsUp() {
        slow(1);
        var late =
                site.session().batch(site.urls()).timeout(millis(300)).retry(1).await();
        assertThat(late.failed().get(0).kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(site.log().get(site.log().size() - 1).aborted()).isTrue();
        assertThat(passed()).isEqualTo(millis(300));
    }
}
