package io.trawl.mock;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Job;
import io.trawl.JobState;
import io.trawl.Session;
import io.trawl.View;
import io.trawl.matrix.Row;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs on a site whose bottleneck was put there, and what {@code why()} says of them; in virtual time where that can be. */
@Row("B23")
class WhyTest {

    private static List<String> urls(int n) {
        return IntStream.rangeClosed(1, n)
                .mapToObj(i -> "http://a.example/" + i)
                .toList();
    }

    private static View.Note why(Job<?> job) {
        job.await();
        return (View.Note) job.why();
    }

    private static String advice(View.Note why) {
        return why.lines().get(why.lines().size() - 1);
    }

    private static MockSite.Script pages(MockSite.Script s, int n) {
        return s.pages(n, i -> "<h1>Page " + i + "</h1>");
    }

    @Test
    void spacing() {
        try (var site = MockSite.virtual(1, s -> pages(s, 40).delay(millis(20)))) {
            var why = why(site.session().batch(urls(40)).spacing(millis(250)).start());
            assertThat(why.headline())
                    .startsWith("limited by politeness: host a.example allows 4 starts/s (spacing 250 ms); ")
                    .endsWith("was spent waiting for it");
            assertThat(why.lines().get(0))
                    .startsWith("connections 1 of 30 per host in use · CPU 0 % · server p95 20 ms");
            assertThat(advice(why)).isEqualTo("faster: .spacing(millis(100)) if the site allows it");
        }
    }

    @Test
    void crawlDelay() {
        try (var site = MockSite.virtual(1, s -> pages(s, 20).robots("User-agent: *\nCrawl-delay: 2"))) {
            var why = why(site.session().batch(urls(20)).start());
            assertThat(why.headline())
                    .startsWith("limited by politeness: host a.example asks for a pause between starts (Crawl-delay");
            assertThat(advice(why))
                    .isEqualTo("faster: not here, the site asks for it; on a site of your own .robots(false)");
        }
    }

    @Test
    void perHost() {
        try (var site = MockSite.virtual(1, s -> pages(s, 60).delay(millis(200)))) {
            var why = why(site.session().batch(urls(60)).perHost(2).start());
            assertThat(why.headline()).startsWith("limited by perHost(2) on a.example; ");
            assertThat(advice(why)).isEqualTo("faster: .perHost(4) if the site allows it");
        }
    }

    @Test
    void connections() {
        try (var site = MockSite.virtual(1, s -> pages(s, 60).delay(millis(200)))) {
            var few = site.session(c -> c.connectionsPerHost(3));
            var why = why(few.batch(urls(60)).start());
            assertThat(why.headline()).startsWith("limited by connectionsPerHost(3) on a.example; ");
            assertThat(why.lines().get(0)).startsWith("connections 3 of 3 per host in use");
        }
    }

    @Test
    void serverLatency() {
        try (var site = MockSite.virtual(1, s -> pages(s, 8).delay(seconds(2)))) {
            var why = why(site.session().batch(urls(8)).start());
            assertThat(why.headline()).startsWith("limited by the servers' latency; ");
            assertThat(why.lines().get(0)).endsWith("server p95 2000 ms");
        }
    }

    @Test
    void retries() {
        try (var site = MockSite.virtual(
                1,
                s -> pages(s, 3)
                        .status("/1", 500, 500, 200)
                        .status("/2", 500, 500, 200)
                        .status("/3", 500, 500, 200))) {
            var why = why(
                    site.session().batch(urls(3)).breaker(100, seconds(1), 1).start());
            assertThat(why.headline()).startsWith("limited by waiting to try again; ");
            assertThat(advice(why)).contains("job.errors()", ".retry(");
        }
    }

    @Test
    @Row("B7")
    void theBreaker() {
        try (var site = MockSite.virtual(
                1,
                s -> pages(s, 6).status("/2", 500, 200).status("/3", 500, 200).status("/4", 500, 200))) {
            var why = why(site.session()
                    .batch(urls(6))
                    .maxConcurrency(1)
                    .breaker(3, seconds(60), 1)
                    .start());
            assertThat(why.headline()).startsWith("limited by the open breaker on a.example; ");
        }
    }

    @Test
    void theCpu() {
        try (var site = MockSite.start(s -> pages(s, 8));
                Session session = session(c -> c)) {
            var why = why(session.batch(site.urls())
                    .robots(false)
                    .maxConcurrency(2)
                    .map(page -> computed(page.words()))
                    .start());
            assertThat(why.headline()).startsWith("limited by the CPU: parsing and the plan's functions; ");
            assertThat(advice(why)).startsWith("faster: fewer .formats(…)");
        }
    }

    /** Some 200 ms of work. */
    private static long computed(long seed) {
        long x = seed;
        for (int i = 0; i < 200_000_000; i++) {
            x = x * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        return x;
    }

    @Test
    void whatNobodyHeldUpIsTheMaximum() {
        try (var site = MockSite.virtual(1, s -> pages(s, 100).delay(millis(200)))) {
            var job = site.session().batch(urls(100)).start();
            assertThat(why(job).headline()).startsWith("limited by maxConcurrency(10); ");
            assertThat(job.state()).isEqualTo(JobState.DONE);
        }
    }
}
