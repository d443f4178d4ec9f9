package io.trawl.mock;

import static io.trawl.Trawl.blocking;
import static io.trawl.Trawl.hedge;
import static io.trawl.Trawl.memo;
import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.scope;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Css;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Job;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.Sink;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams, stages that wait and combinations on real sockets: what the site saw is the proof. */
class StreamsTest {
    private Session session;

    record Book(@Css("h1") String title, @Css(".price") BigDecimal price) {}

    @BeforeEach
    void open() {
        session = session(options -> options);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static MockSite pages(int n) {
        return MockSite.start(s -> s.pages(n, i -> "<title>Page " + i + "</title>"));
    }

    private static void ends(Job<?> job, JobState as) throws Exception {
        var end = new CompletableFuture<JobState>();
        job.onEvent(event -> {
            if (event instanceof JobEvent.StateChanged changed
                    && changed.state().isFinal()) {
                end.complete(changed.state());
            }
        });
        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(as);
    }

    @Test
    @Row({"A10", "B8", "B11"})
    void aSlowReaderSlowsTheCrawl() throws Exception {
        try (var site = pages(150);
                var outcomes = session.batch(site.urls()).maxConcurrency(4).stream()) {
            int read = 0;
            for (var reader = outcomes.iterator(); reader.hasNext(); ) {
                // One that hasNext() has taken already, and robots.txt.
                assertThat(site.requests()).isLessThanOrEqualTo(read + 20 + 1 + 1);
                assertThat(reader.next().orThrow().title()).isEqualTo("Page " + ++read);
            }
            assertThat(read).isEqualTo(150);
        }
    }

    @Test
    @Row("A10")
    void aStreamBeginsAtItsTerminalOperationAndItsEndCancels() throws Exception {
        try (var site = pages(200)) {
            var plan = session.batch(site.urls()).maxConcurrency(2);
            try (var outcomes = plan.stream().map(o -> o.orThrow().title()).limit(3)) {
                assertThat(site.requests()).isZero();
                assertThat(outcomes.toList()).containsExactly("Page 1", "Page 2", "Page 3");
            }
            ends(session.jobs().iterator().next(), JobState.CANCELLED);
            assertThat(site.requests()).isLessThan(40);
            var single = plan.stream();
            assertThat(single.parallel().limit(2)).hasSize(2);
            assertThatThrownBy(single::count).isInstanceOf(IllegalStateException.class);
            single.close();
        }
    }

    @Test
    @Row("A10")
    void aReaderThatIsDroppedIsNoticed() throws Exception {
        try (var site = pages(200)) {
            drop(site);
            var job = session.jobs().iterator().next();
            var end = new CountDownLatch(1);
            job.onEvent(event -> {
                if (event instanceof JobEvent.StateChanged changed
                        && changed.state().isFinal()) {
                    end.countDown();
                }
            });
            for (int i = 0; i < 600 && !end.await(100, TimeUnit.MILLISECONDS); i++) {
                System.gc();
            }
            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        }
    }

    private void drop(MockSite site) {
        assertThat(session.batch(site.urls()).stream().iterator().next().isOk()).isTrue();
    }

    @Test
    @Row("A10")
    void aReadingHasLimits() {
        try (var site = MockSite.start(s -> s.pages(30, i -> "<p>a</p><p>b</p>").delay("/30", seconds(300)))) {
            var texts =
                    session.batch(site.urls()).flatMap(page -> page.select("p").texts());
            assertThat(texts.stream(p -> p.maxPages(3))).hasSize(6);
            assertThat(texts.stream(p -> p.maxResults(5))).hasSize(5);
            assertThat(texts.stream(p -> p.maxPages(2).maxResults(3))).hasSize(3);
            assertThat(session.batch(List.of(site.url("/30"))).stream(p -> p.maxWait(millis(200))))
                    .isEmpty();
            assertThatThrownBy(() -> texts.stream(p -> p.maxPages(0))).hasMessageContaining("maxPages");
        }
    }

    @Test
    @Row({"A10", "B11"})
    void aCrawlIsReadPageByPage() {
        try (var site = pages(23);
                var windows = session.batch(site.urls()).window(10)) {
            assertThat(windows.map(Results::size)).containsExactly(10, 10, 3);
        }
        try (var site = pages(23);
                var windows = session.batch(site.urls()).window(seconds(30))) {
            assertThat(windows.flatMap(Results::stream)).hasSize(23);
        }
    }

    @Test
    @Row("A9")
    void aJobIsWatchedFromItsFirstPageWheneverOneBegins() {
        try (var site = pages(40)) {
            var job = session.batch(site.urls()).start();
            try (var early = job.stream()) {
                assertThat(early.map(o -> o.orThrow().title()))
                        .hasSize(40)
                        .startsWith("Page 1", "Page 2")
                        .doesNotHaveDuplicates();
            }
            assertThat(job.await().ok()).hasSize(40);
            assertThat(job.stream()).as("late, and all the same").hasSize(40);
            try (var two = job.stream().limit(2)) {
                assertThat(two).hasSize(2);
            }
            assertThat(job.state())
                    .as("a reader that stops does not stop the job")
                    .isEqualTo(JobState.DONE);
        }
    }

    @Test
    @Row("A9")
    void whoWatchesAJobThatFailsAsAWholeIsToldSo() {
        try (var site = pages(1)) {
            var job = session.crawl(site.url("/nothing-here")).start();
            assertThatThrownBy(() -> job.stream().forEach(o -> {}))
                    .isInstanceOfSatisfying(
                            ScrapeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.HTTP));
            assertThatThrownBy(() ->
                            session.crawl(site.url("/nothing-here")).stream().forEach(o -> {}))
                    .hasMessageContaining("404");
        }
    }

    @Test
    void aReaderThatIsInterruptedCancelsWhatItBegan() throws Exception {
        try (var stuck = MockSite.start(s -> s.page("/", "late").delay(seconds(300)))) {
            var failure = new CompletableFuture<ScrapeException>();
            var reader = new Thread(() -> {
                try (var outcomes = session.batch(List.of(stuck.url())).stream()) {
                    outcomes.forEach(o -> {});
                } catch (ScrapeException e) {
                    failure.complete(e);
                }
            });
            reader.start();
            assertThat(stuck.hit(hit -> hit.path().equals("/robots.txt")).get(60, TimeUnit.SECONDS))
                    .isNotNull();
            reader.interrupt();
            assertThat(failure.get(60, TimeUnit.SECONDS).failure().kind()).isEqualTo(ErrorKind.CANCELLED);
            ends(session.jobs().iterator().next(), JobState.CANCELLED);
        }
    }

    // Pages for pages

    @Test
    @Row({"B21", "A4"})
    void detailsOfAllListsInOneSentence() {
        try (var site = MockSite.start(s -> s.shop(60))) {
            var books = session.batch(List.of(site.url("/")))
                    .maxConcurrency(3)
                    .follow("li.next a")
                    .fetchAll("article.product h3 a")
                    .extract(Book.class)
                    .await();
            assertThat(books.failed()).isEmpty();
            assertThat(books.ok()).hasSize(60).allMatch(book -> book.price().signum() > 0);
            assertThat(site.maxInFlight()).as("the permits are the job's").isLessThanOrEqualTo(3);
            assertThat(site.log().stream().map(MockSite.Hit::path)).doesNotHaveDuplicates();
        }
    }

    @Test
    @Row("B21")
    void aPageThatIsNotThereFailsAloneAndOneAtATimeIsEnough() {
        try (var site = MockSite.start(s -> s.page("/", "<a href=/1>1</a><a href=/gone>x</a><a href=/2>2</a>")
                .pages(2, i -> "<title>Detail " + i + "</title>"))) {
            var details = session.batch(List.of(site.url("/"), site.url("/")))
                    .maxConcurrency(1)
                    .fetchAll("a")
                    .await();
            assertThat(details.stream().map(o -> o.fold(Document::title, f -> f.kind() + " " + f.status())))
                    .containsExactly("Detail 1", "HTTP 404", "Detail 2", "Detail 1", "HTTP 404", "Detail 2");
            assertThat(site.maxInFlight()).isEqualTo(1);
        }
    }

    @Test
    void cyclesEndAndEachPageFollowsOnce() {
        try (var site = MockSite.start(s -> s.page("/a", "<a href=/b>b</a>")
                .page("/b", "<a href=/c>c</a>")
                .page("/c", "<a href=/a>a</a><a href=/b>b</a>"))) {
            assertThat(session.batch(List.of(site.url("/a")))
                            .follow("a")
                            .await()
                            .ok())
                    .extracting(page -> page.url().substring(page.url().length() - 2))
                    .containsExactly("/a", "/b", "/c");
        }
    }

    @Test
    @Row("B21")
    void theFirstTenAreEnrichedInParallelWithinTheCallback() {
        try (var site = MockSite.start(s -> s.shop(40).delay(millis(20)))) {
            var most = new AtomicInteger();
            var under = new AtomicInteger();
            var enriched = session.scrape(site.url("/"))
                    .await()
                    .select("article.product h3 a")
                    .attrs("href");
            assertThat(enriched).hasSizeGreaterThan(10);
            var titles = session.batch(List.of(site.url("/")))
                    .flatMap(page -> page.links().stream()
                            .filter(link -> link.contains("/book/") || link.contains("/catalogue/"))
                            .distinct()
                            .limit(10)
                            .toList())
                    .mapAsync(10, link -> {
                        most.accumulateAndGet(under.incrementAndGet(), Math::max);
                        return session.scrape(link);
                    })
                    .map(page -> {
                        under.decrementAndGet();
                        return page.text("h1");
                    })
                    .await();
            assertThat(titles.failed()).isEmpty();
            assertThat(most.get()).isLessThanOrEqualTo(10);
        }
    }

    @Test
    @Row({"B11", "B20", "B21"})
    void functionsThatWaitThenASinkAndARunThatResumes(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("rows.jsonl");
        try (var site = pages(60)) {
            var calls = new AtomicInteger();
            var plan = session.batch(site.urls())
                    .checkpoint(folder.resolve("run.trawl"))
                    .mapAsync(
                            4,
                            page -> blocking(() -> {
                                calls.incrementAndGet();
                                return page.title();
                            }))
                    .sink(Sink.jsonl(out));
            assertThat(plan.await().ok()).hasSize(60).startsWith("Page 1", "Page 2");
            assertThat(Files.readAllLines(out)).hasSize(60);
            int before = site.requests();
            assertThat(plan.await().ok())
                    .as("resumed: the functions run again, no page is asked")
                    .hasSize(60);
            assertThat(site.requests()).isEqualTo(before);
            assertThat(Files.readAllLines(out)).hasSize(60);
            assertThat(calls.get()).isEqualTo(120);
            try (var outcomes = plan.stream()) {
                assertThat(outcomes.map(Outcome::orThrow)).hasSize(60).startsWith("Page 1", "Page 2");
            }
            assertThat(site.requests()).isEqualTo(before);
        }
    }

    @Test
    @Row("B8")
    void aChannelBetweenACrawlAndItsConsumerHoldsTheCrawlBack() {
        try (var site = pages(120);
                var queue = Trawl.<String>channel(5)) {
            var crawl = session.batch(site.urls())
                    .maxConcurrency(2)
                    .map(Document::title)
                    .mapAsync(1, queue::put)
                    .start();
            crawl.toFuture().whenComplete((rows, error) -> queue.close());
            var taken = new ArrayList<String>();
            for (String title : queue) {
                taken.add(title);
                // In the queue, in hand, behind, under way, robots.txt.
                assertThat(site.requests()).isLessThanOrEqualTo(taken.size() + 5 + 1 + 21 + 2 + 1);
            }
            assertThat(taken).doesNotHaveDuplicates().hasSize(120);
            assertThat(crawl.await().failed()).isEmpty();
        }
    }

    // Combinations

    @Test
    @Row("B6")
    void aHedgeAgainstASlowMirrorAsksTheOtherAndHangsUp() throws Exception {
        try (var slow = MockSite.start(s -> s.page("/", "<h1>slow</h1>").delay(seconds(300)));
                var quick = MockSite.start(s -> s.page("/", "<h1>quick</h1>"))) {
            var page = hedge(millis(200), session.scrape(slow.url()), session.scrape(quick.url()))
                    .await(seconds(100));
            assertThat(page.text("h1")).isEqualTo("quick");
            assertThat(slow.hit(MockSite.Hit::aborted).get(60, TimeUnit.SECONDS))
                    .isNotNull();
        }
    }

    @Test
    @Row("B22")
    void aMemoAsksTheSiteOnce() {
        try (var site = pages(1)) {
            var page = memo(Duration.ofMinutes(5), session::scrape);
            var url = site.url("/1");
            var all = new ArrayList<CompletableFuture<Document>>();
            for (int i = 0; i < 20; i++) {
                all.add(page.apply(url).toFuture());
            }
            all.forEach(f ->
                    assertThat(f.orTimeout(60, TimeUnit.SECONDS).join().title()).isEqualTo("Page 1"));
            assertThat(site.log().stream().filter(hit -> hit.path().equals("/1")))
                    .hasSize(1);
            assertThat(page.hits()).isEqualTo(19);
            assertThat(page.misses()).isEqualTo(1);
            assertThatThrownBy(() -> page.apply(site.url("/missing")).await()).hasMessageContaining("404");
            assertThat(page.size()).isEqualTo(1);
        }
    }

    @Test
    @Row("B9")
    void whatAScopeStartsIsGoneWhenItIsLeft() throws Exception {
        try (var stuck = MockSite.start(
                s -> s.page("/", "late").page("/ok", "<h1>ok</h1>").delay("/", seconds(300)))) {
            assertThatThrownBy(() -> {
                        try (var s = scope()) {
                            s.start(session.scrape(stuck.url()));
                            var ok = s.start(session.scrape(stuck.url("/ok")));
                            assertThat(ok.await(seconds(100)).text("h1")).isEqualTo("ok");
                            assertThat(stuck.hit(hit -> hit.path().equals("/ok"))
                                            .get(60, TimeUnit.SECONDS))
                                    .isNotNull();
                            throw new IllegalStateException("out of here");
                        }
                    })
                    .hasMessage("out of here");
            assertThat(session.jobs()).allMatch(job -> job.state().isFinal());
        }
    }

    @Test
    @Row({"A10", "B21"})
    void inVirtualTimeTheReaderMovesTheTimeToo() {
        try (var site = MockSite.virtual(
                1, s -> s.pages(100, i -> "<title>Page " + i + "</title>").delay(seconds(1)))) {
            var virtual = site.session();
            try (var outcomes = virtual.batch(site.urls()).stream()) {
                assertThat(outcomes.map(o -> o.orThrow().title())).hasSize(100).startsWith("Page 1", "Page 2");
            }
            try (var windows = virtual.batch(site.urls()).asCompleted().window(millis(2_500))) {
                assertThat(windows.flatMap(Results::stream)).hasSize(100);
            }
            var job = virtual.batch(site.urls())
                    .mapAsync(100, page -> Trawl.delay(seconds(5)).orElse(null))
                    .start();
            assertThat(job.await()).isEmpty();
            assertThat(job.summary().elapsed()).isEqualTo(seconds(15));
        }
    }

    @Test
    void whatIsReadKeepsFailuresInTheirPlace() {
        try (var site = MockSite.start(s -> s.pages(5, i -> "page").status("/3", 404))) {
            try (var outcomes = session.batch(site.urls()).stream()) {
                assertThat(outcomes.map(o -> o.fold(page -> "ok", Failure::kind).toString()))
                        .containsExactly("ok", "ok", "HTTP", "ok", "ok");
            }
        }
    }
}
