package io.trawl.mock;

import static io.trawl.Trawl.blocking;
import static io.trawl.Trawl.compare;
import static io.trawl.Trawl.delay;
import static io.trawl.Trawl.firstOf;
import static io.trawl.Trawl.gather;
import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.minutes;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.timed;
import static io.trawl.Trawl.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What passes in virtual time, to the nanosecond. */
@Row("B25")
class VirtualTimeTest {
    private MockSite.Virtual site = MockSite.virtual(1, s -> s);

    private MockSite.Virtual site(Function<MockSite.Script, MockSite.Script> script) {
        site.close();
        site = MockSite.virtual(1, script::apply);
        return site;
    }

    private MockSite.Virtual slow(int pages) {
        return site(s -> s.pages(pages, i -> "<h1>Page " + i + "</h1>").delay(seconds(1)));
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** The session in use is closed with its site. */
    @AfterAll
    static void useAnother() {
        use(Trawl.session(c -> c));
    }

    private Duration passed() {
        return Duration.between(VirtualTime.START, site.now());
    }

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

    // Whose time it is

    @Test
    void timeStandsStillBetweenCallsAndMovesWhileSomebodyWaits() {
        slow(10);
        use(site.session());
        var job = site.session().batch(site.urls()).maxConcurrency(1).start();
        assertThat(job.progress().done()).isZero();
        assertThat(passed()).isEqualTo(Duration.ZERO);
        delay(millis(3_500)).await();
        assertThat(job.progress().done()).isEqualTo(3);
        job.pause();
        site.pass(minutes(10));
        assertThat(job.progress().done()).isEqualTo(4);
        assertThat(job.state()).isEqualTo(JobState.PAUSED);
        job.resume();
        assertThat(job.await().ok()).hasSize(10);
        assertThat(passed()).isEqualTo(minutes(10).plusMillis(3_500).plusSeconds(6));
    }

    @Test
    void aFutureThatWasHandedOutIsWaitedFor() throws Exception {
        slow(3);
        var future = site.session().batch(site.urls()).maxConcurrency(1).start().toFuture();
        assertThat(future.get(60, TimeUnit.SECONDS).ok()).hasSize(3);
        assertThat(passed()).isEqualTo(seconds(3));
    }

    @Test
    void aJobThatNobodyWaitsForGoesOnByItself() throws Exception {
        slow(3);
        var done = new CompletableFuture<JobState>();
        site.session().batch(site.urls()).start().onEvent(e -> {
            if (e instanceof JobEvent.StateChanged s && s.state().isFinal()) {
                done.complete(s.state());
            }
        });
        assertThat(done.get(60, TimeUnit.SECONDS)).isEqualTo(JobState.DONE);
    }

    @Test
    void aLimitOfAwaitIsOfThatTimeAndAnInterruptIsHeard() throws Exception {
        slow(3);
        var plan = site.session().batch(site.urls()).maxConcurrency(1);
        assertThatThrownBy(() -> plan.await(millis(1_500))).isInstanceOfSatisfying(ScrapeException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(e.partial().ok()).hasSize(1);
        });
        assertThat(passed()).isEqualTo(millis(1_500));

        var job = plan.start();
        job.pause();
        var waiting = new Thread[1];
        var ended = new CompletableFuture<Throwable>();
        waiting[0] = new Thread(() -> {
            try {
                // A dead end: nothing is due any more.
                job.await();
                ended.complete(null);
            } catch (Throwable e) {
                ended.complete(e);
            }
        });
        waiting[0].start();
        waiting[0].interrupt();
        assertThat(ended.get(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        ScrapeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.CANCELLED));
    }

    @Test
    void aDeadEndEndsByCancellingOrByTheDeadline() throws Exception {
        slow(3);
        var paused = site.session().batch(site.urls()).maxConcurrency(1).start();
        paused.pause();
        var ended = new CompletableFuture<JobState>();
        var waiting = new Thread(() -> {
            paused.await();
            ended.complete(paused.state());
        });
        waiting.start();
        paused.cancel();
        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(JobState.CANCELLED);

        var late = site.session()
                .batch(site.urls())
                .maxConcurrency(1)
                .deadline(minutes(3))
                .start();
        late.pause();
        var rest = late.await();
        assertThat(rest.failed())
                .as(rest.summary() + " at " + passed())
                .extracting(Failure::kind)
                .containsOnly(ErrorKind.TIMEOUT);
        // What was under way when the first job was cancelled may have moved time by then.
        assertThat(passed()).isBetween(minutes(3), minutes(3).plusSeconds(1));
    }

    @Test
    void closingEndsAllThatWaits() throws Exception {
        slow(3);
        use(site.session());
        var job = site.session().batch(site.urls()).start();
        job.pause();
        var ended = new CompletableFuture<ErrorKind>();
        var started = new CompletableFuture<Void>();
        var never = Trawl.of(new CompletableFuture<String>());
        var waiting = new Thread(() -> {
            started.complete(null);
            try {
                never.await();
            } catch (ScrapeException e) {
                ended.complete(e.failure().kind());
            }
        });
        waiting.start();
        started.get(60, TimeUnit.SECONDS);
        site.close();
        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(ErrorKind.CANCELLED);
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.await().failed()).hasSize(3);
        assertThatThrownBy(() -> site.session(c -> c)).hasMessageContaining("MockSite.virtual");
    }

    // What is combined

    @Test
    void allAtOnceIsAsLongAsTheLongest() {
        slow(3);
        use(site.session());
        var three = gather(
                        Trawl.scrape(site.url("/1")),
                        delay(millis(2_500)),
                        blocking(() -> Trawl.scrape(site.url("/2")).await().title()))
                .await();
        assertThat(three.first().isOk()
                        && three.second().isOk()
                        && three.third().isOk())
                .isTrue();
        assertThat(passed()).isEqualTo(millis(2_500));
        var first = firstOf(delay(seconds(9)).fallback(delay(seconds(1))), delay(seconds(2)));
        first.await();
        assertThat(passed()).isEqualTo(millis(4_500));
        assertThat(gather(delay(seconds(30)), Trawl.scrape(site.url("/1")))
                        .deadline(seconds(5))
                        .await()
                        .first()
                        .isOk())
                .isFalse();
        assertThat(passed()).isEqualTo(millis(9_500));
    }

    @Test
    void whatIsCombinedOfASessionThatIsNotInUseIsInItsTime() {
        slow(3);
        Session own = site.session();
        var both =
                gather(own.scrape(site.url("/1")), own.scrape(site.url("/2"))).await();
        assertThat(both.first().isOk() && both.second().isOk()).isTrue();
        assertThat(passed()).isEqualTo(seconds(1));
        assertThat(site.maxInFlight()).isEqualTo(2);
    }

    @Test
    void aFunctionOfThePlanMayWaitAndOthersGoOnMeanwhile() {
        slow(10);
        var titles = site.session()
                .batch(site.urls())
                .map(page -> {
                    delay(seconds(3)).await();
                    return page.text("h1") + " on " + Thread.currentThread().getName();
                })
                .await();
        assertThat(titles.ok()).hasSize(10).contains("Page 10 on trawl-virtual");
        assertThat(passed()).isEqualTo(seconds(4));
    }

    @Test
    void memoIsOldAfterItsTime() {
        slow(1);
        use(site.session());
        var memo = Trawl.<String, Document>memo(minutes(5), Trawl::scrape);
        memo.apply(site.url("/1")).await();
        site.pass(minutes(4));
        memo.apply(site.url("/1")).await();
        assertThat(site.log()).filteredOn(h -> h.path().equals("/1")).hasSize(1);
        site.pass(minutes(2));
        memo.apply(site.url("/1")).await();
        assertThat(site.log()).filteredOn(h -> h.path().equals("/1")).hasSize(2);
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

    @Test
    void timeBeginsOnAFixedDay() {
        assertThat(site.now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThatThrownBy(() -> site.pass(seconds(-1))).hasMessageContaining("does not go back");
    }
}
