package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Batch;
import io.trawl.Job;
import io.trawl.Session;
import io.trawl.View;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs whose bottleneck is known, and what {@code why()} says of them. */
@Row("B23")
class VerdictTest {
    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private Session session = open(Config.DEFAULT, clock);

    private Session open(Config config, Executor cpu) {
        return LocalSession.of(config, clock, net, () -> 1.0, cpu);
    }

    private Batch pages(String host, int n, Duration latency) {
        var urls =
                IntStream.range(0, n).mapToObj(i -> "http://" + host + "/" + i).toList();
        urls.forEach(url -> net.on(url, 200, "page", latency));
        return session.batch(urls);
    }

    private View.Note why(Job<?> job) {
        clock.advance(Duration.ofHours(1));
        assertThat(job.state().isFinal()).isTrue();
        return (View.Note) job.why();
    }

    @Test
    void spacing() {
        var why = why(pages("a.example", 41, millis(20)).spacing(millis(250)).start());
        assertThat(why.headline())
                .isEqualTo(
                        "limited by politeness: host a.example allows 4 starts/s (spacing 250 ms); 100 % of 10.3 s was"
                                + " spent waiting for it");
        assertThat(why.lines().get(0)).isEqualTo("connections 1 of 30 per host in use · CPU 0 % · server p95 20 ms");
        assertThat(why.lines().get(why.lines().size() - 1))
                .isEqualTo("faster: .spacing(millis(100)) if the site allows it");
    }

    @Test
    void ofTwoHostsTheOneThatIsKeptBackIsNamed() {
        for (int i = 0; i < 40; i++) {
            net.on("http://slow.example/" + i, 200, "page", millis(20));
        }
        net.on("http://slow.example/robots.txt", 200, "User-agent: *\nCrawl-delay: 1", Duration.ZERO);
        var urls = new java.util.ArrayList<String>();
        IntStream.range(0, 40).forEach(i -> {
            urls.add("http://slow.example/" + i);
            urls.add("http://quick.example/" + i);
        });
        assertThat(why(session.batch(urls).start()).headline())
                .startsWith("limited by politeness: host slow.example asks for a pause between starts (Crawl-delay in"
                        + " robots.txt); 100 %");
    }

    @Test
    void perHost() {
        assertThat(why(pages("a.example", 100, millis(200)).perHost(2).start()).headline())
                .startsWith("limited by perHost(2) on a.example; 98 % of 10.0 s");
    }

    @Test
    void rate() {
        assertThat(why(pages("a.example", 50, millis(10)).rate(5, seconds(1)).start())
                        .headline())
                .startsWith("limited by politeness: host a.example allows 5 starts per 1.0 s (rate); ");
    }

    @Test
    void connections() {
        session = open(Config.DEFAULT.connections(4), clock);
        assertThat(why(pages("a.example", 100, millis(200)).start()).headline())
                .startsWith("limited by connections(4) of the session; 96 % of 5.0 s");
        session = open(Config.DEFAULT.connectionsPerHost(3), clock);
        assertThat(why(pages("b.example", 90, millis(200)).start()).headline())
                .startsWith("limited by connectionsPerHost(3) on b.example; 97 %");
    }

    @Test
    void tooFewAtOnce() {
        var why = why(pages("a.example", 100, millis(200)).start());
        assertThat(why.headline()).startsWith("limited by maxConcurrency(10); 90 % of 2.0 s");
        assertThat(why.lines())
                .anyMatch(l -> l.contains("100 requests of 200 ms each, most of it the servers' latency"));
    }

    @Test
    void serverLatency() {
        assertThat(why(pages("a.example", 10, seconds(2)).start()).headline())
                .startsWith("limited by the servers' latency; 100 % of 2.0 s");
    }

    @Test
    void cpu() {
        long[] free = {0};
        session = open(Config.DEFAULT, task -> {
            free[0] = Math.max(free[0], clock.nanos()) + millis(50).toNanos();
            clock.schedule(Duration.ofNanos(free[0] - clock.nanos()), task);
        });
        assertThat(why(pages("a.example", 100, millis(10)).robots(false).start())
                        .headline())
                .startsWith("limited by the CPU: parsing and the plan's functions; 100 % of 5.0 s");
    }

    /** Time passes while it writes, as for a database that is slow. */
    @Test
    @Row("B20")
    void aSlowSink() {
        var why = why(pages("a.example", 10, millis(20))
                .sink(rows -> clock.advance(seconds(5)))
                .start());
        assertThat(why.headline())
                .startsWith(
                        "limited by what comes after fetching: functions that wait, sinks, the reader; 100 % of 5.0 s");
        assertThat(why.lines().get(why.lines().size() - 1)).contains("a faster reader or sink");
    }

    @Test
    void retries() {
        var urls = IntStream.range(0, 5).mapToObj(i -> "http://a.example/" + i).toList();
        for (String url : urls) {
            net.on(url, 500, "oops", millis(10))
                    .on(url, 500, "oops", millis(10))
                    .on(url, 200, "page", millis(10));
        }
        assertThat(why(session.batch(urls).breaker(100, seconds(1), 1).start()).headline())
                .startsWith("limited by waiting to try again; 99 % of 3.0 s");
    }

    @Test
    void retryAfterAndBreaker() {
        net.on("http://a.example/0", 503, Map.of("retry-after", List.of("30")), "busy", Duration.ZERO)
                .on("http://a.example/0", 200, "page", Duration.ZERO);
        assertThat(why(session.batch(List.of("http://a.example/0")).start()).headline())
                .startsWith("limited by politeness: host a.example asked for a pause (Retry-After); 97 %");
        for (int i = 0; i < 5; i++) {
            net.on("http://b.example/" + i, i == 0 ? 200 : 500, "oops", Duration.ZERO)
                    .on("http://b.example/" + i, 200, "page", Duration.ZERO);
        }
        var urls = IntStream.range(0, 5).mapToObj(i -> "http://b.example/" + i).toList();
        assertThat(why(session.batch(urls).breaker(3, seconds(60), 1).start()).headline())
                .startsWith("limited by the open breaker on b.example; 9");
    }

    @Test
    void whatThePartsAreAddsUp() {
        var job = (JobBase<?>) pages("a.example", 200, millis(35))
                .perHost(3)
                .rate(7, millis(300))
                .start();
        clock.advance(Duration.ofHours(1));
        var sum = job.share.ledger.parts().entrySet().stream()
                .filter(e -> e.getKey() != Ledger.Cause.OTHER)
                .map(Map.Entry::getValue)
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(sum).isEqualTo(job.elapsed());
    }

    @Test
    void aJobThatHasNotBegunHasNothingToTell() {
        assertThat(((View.Note) pages("a.example", 1, seconds(1)).start().why()).headline())
                .isEqualTo("nothing to tell yet");
    }
}
