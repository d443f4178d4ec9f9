package io.trawl.mock;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.Exchange;
import io.trawl.Job;
import io.trawl.Session;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.matrix.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is begun and broken off many times over, by us or by the server, leaves nothing and stops nothing. */
class StormTest {
    private static final int AT_ONCE = 12;
    private static final int PAGES = 40;

    private static String page(int i) {
        return "<title>" + i + "</title><a href='/" + (i % PAGES + 1) + "'>on</a><a href='/" + (i * 7 % PAGES + 1)
                + "'>far</a>";
    }

    /** Answers, waits, drips, hangs up and fails, each on some of its pages. */
    private static MockSite site() {
        return MockSite.start(s -> s.pages(PAGES, StormTest::page)
                .delay(millis(2))
                .delay("/7", seconds(300))
                .delay("/8", seconds(300))
                .status("/11", 503)
                .redirect("/12", "/13")
                .fault("/17", Fault.DRIPS)
                .fault("/18", Fault.DRIPS_HEAD)
                .fault("/19", Fault.RESET_IN_BODY));
    }

    @Test
    @Row("B4")
    void twoHundredJobsCancelledAtRandomMomentsHoldNothingAndBreakNothing() throws Exception {
        Set<String> before = threads();
        var random = new Random(20261121);
        try (var site = site();
                var calm = MockSite.start(
                        s -> s.pages(3 * AT_ONCE, StormTest::page).delay(millis(200)))) {
            try (var session = session(c -> c.maxConcurrency(AT_ONCE))) {
                var jobs = new ArrayList<Job<?>>();
                for (int i = 0; i < 200; i++) {
                    var job = plan(session, site, i).start();
                    jobs.add(job);
                    int after = random.nextInt(6);
                    var events = new AtomicInteger();
                    // Some at once, some in a listener, some from another thread at any time.
                    if (after == 0) {
                        job.cancel();
                    } else if (i % 2 == 0) {
                        job.onEvent(e -> {
                            if (events.incrementAndGet() == after) {
                                job.cancel();
                            }
                        });
                        CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS).execute(job::cancel);
                    } else {
                        CompletableFuture.delayedExecutor(random.nextInt(3_000), TimeUnit.MILLISECONDS)
                                .execute(i % 3 == 0 ? job::stop : job::cancel);
                        CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS).execute(job::cancel);
                    }
                }
                for (Job<?> job : jobs) {
                    Until.holds(() -> job.state().isFinal(), job::toString);
                    assertThat(job.inFlight()).isEmpty();
                }
                Until.holds(
                        () -> session.gauges().inFlight() == 0
                                && session.gauges().connectionsInUse() == 0,
                        () -> session.gauges().toString());
                // No permit is lost, no host is held against anybody.
                assertThat(session.batch(calm.urls())
                                .perHost(AT_ONCE)
                                .maxConcurrency(AT_ONCE)
                                .await()
                                .ok())
                        .hasSize(3 * AT_ONCE);
                assertThat(calm.maxInFlight()).isEqualTo(AT_ONCE);
                assertThat(session.scrape(site.url("/1")).await().title()).isEqualTo("1");
            }
        }
        Until.holds(() -> before.containsAll(threads()), () -> threads().toString());
    }

    private static StreamPlan<?> plan(Session session, MockSite site, int i) {
        return switch (i % 4) {
            case 0 -> session.batch(site.urls()).retry(r -> r.attempts(3).backoff(millis(5), 1));
            case 1 -> session.crawl(site.url("/1")).limit(PAGES).entireDomain(true);
            case 2 ->
                session.batch(site.urls().subList(0, 6))
                        .map(d -> session.scrape(d.url() + "?again").await().title());
            default ->
                session.batch(site.urls().subList(5, 20)).maxConcurrency(3).retry(1);
        };
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.isAlive() && t.getName().matches("trawl-(io|cpu|dns|timer|disk).*"))
                .map(t -> t.getName() + " " + System.identityHashCode(t))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The pool that parses has as many threads as there are cores: each of them waits here for a page of its own. */
    @Test
    void asManyFunctionsMayAwaitAsThePoolHasThreadsAndMore() {
        int cores = Runtime.getRuntime().availableProcessors();
        try (var site = MockSite.start(s -> s.pages(60, StormTest::page).delay(millis(5)));
                var session = session(c -> c)) {
            for (int atOnce : new int[] {cores, 2 * cores, 30}) {
                var titles = session.batch(site.urls())
                        .maxConcurrency(atOnce)
                        .map(d -> session.batch(List.of(d.url() + "?a", d.url() + "?b"))
                                .map(e -> session.scrape(e.url() + "c").await().title())
                                .await()
                                .ok()
                                .get(1))
                        .start();
                assertThat(titles.await(seconds(120)).ok())
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, 60)
                                .mapToObj(String::valueOf)
                                .toList());
            }
        }
    }

    @Test
    @Row("B13")
    void aCrawlThatIsStoppedAndBegunAgainTenTimesInOneSessionFetchesEachPageOnceAndKeepsTheHeapFlat(
            @TempDir Path folder) {
        int pages = 400;
        String filler = "<p>" + "Text of some length. ".repeat(500) + "</p>";
        try (var site = MockSite.start(s -> s.pages(
                        pages,
                        i -> "<a href='/" + Math.min(pages, 2 * i) + "'>on</a><a href='/" + Math.min(pages, 2 * i + 1)
                                + "'>on</a>" + filler));
                var session = session(c -> c)) {
            // The site keeps what it has rendered, too.
            session.batch(site.urls()).await();
            int asked = site.requests();
            long first = 0;
            StreamJob<Document> job = null;
            for (int run = 1; run <= 10; run++) {
                int most = run;
                job = session.crawl(site.url("/1"))
                        .entireDomain(true)
                        .limit(pages)
                        .maxConcurrency(4)
                        .checkpoint(folder.resolve("crawl.trawl"))
                        .budget(b -> most < 10 ? b.pages(40) : b)
                        .start();
                job.await(seconds(120));
                if (run == 2) {
                    first = Heap.now().byteArrays();
                }
            }
            assertThat(job.partial().ok()).hasSize(pages);
            assertThat(site.requests() - asked).as("each once").isEqualTo(pages);
            // A page alone is 10 kB: all of them would be four million.
            assertThat(Heap.now().byteArrays() - first).isLessThan(2_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerOfHttp2MayEndStreamsAndConnectionsAsItLikes(FrameServer.Whim whim) throws Exception {
        try (var server = new FrameServer(whim);
                var session = session(c -> c.tls(MockSite.trust()).robots(false))) {
            var urls = IntStream.range(0, 30).mapToObj(i -> server.url("/" + i)).toList();
            var job = session.batch(urls)
                    .maxConcurrency(4)
                    .retry(r -> r.attempts(10).backoff(millis(1), 1))
                    .start();
            assertThat(job.await(seconds(120)).ok()).as("%s", job.errors()).hasSize(30);
            assertThat(job.partial().ok()).extracting(Document::title).containsOnly("Framed");
            assertThat(job.exchanges().stream().filter(x -> x.status() == 200))
                    .hasSize(30)
                    .extracting(Exchange::protocol)
                    .containsOnly("HTTP/2.0");
            assertThat(server.requests()).isLessThan(80);
            Until.holds(
                    () -> session.gauges().inFlight() == 0 && session.gauges().connectionsInUse() == 0,
                    () -> session.gauges().toString());
        }
    }
}
