package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.Exchange;
import io.trawl.JobState;
import io.trawl.Session;
import io.trawl.StreamJob;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Five crawls at once, two of them on one host: what was promised to anybody holds for all; in virtual time. */
@Row({"B3", "B13"})
class SideBySideTest {
    private static final int AT_ONCE = 6;
    private static final Duration ANSWER = millis(400);

    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final Session session =
            LocalSession.of(Config.DEFAULT.maxConcurrency(AT_ONCE), clock, net, () -> 1.0, clock);

    private String site(String root, int pages) {
        String links = IntStream.range(0, pages)
                .mapToObj(i -> "<a href='" + root + i + "'>" + i + "</a>")
                .collect(Collectors.joining());
        net.on(root, 200, links, ANSWER);
        IntStream.range(0, pages).forEach(i -> net.on(root + i, 200, "page " + i, ANSWER));
        return root;
    }

    private static List<Instant> starts(List<StreamJob<Document>> jobs) {
        return jobs.stream()
                .flatMap(j -> j.exchanges().stream())
                .map(Exchange::start)
                .sorted()
                .toList();
    }

    private static Duration shortest(List<Instant> starts) {
        return IntStream.range(1, starts.size())
                .mapToObj(i -> Duration.between(starts.get(i - 1), starts.get(i)))
                .min(Duration::compareTo)
                .orElseThrow();
    }

    @Test
    void noPromiseIsBrokenTheStrictestWinsAndNobodyStarves() {
        var quick = session.crawl(site("http://both.example/a/", 40))
                .spacing(millis(100))
                .perHost(5)
                .limit(100)
                .start();
        var calm = session.crawl(site("http://both.example/b/", 40))
                .spacing(millis(600))
                .perHost(2)
                .limit(100)
                .start();
        var others = new ArrayList<StreamJob<Document>>();
        for (String host : List.of("c", "d", "e")) {
            others.add(session.crawl(site("http://" + host + ".example/", 40))
                    .spacing(millis(200))
                    .maxConcurrency(3)
                    .perHost(3)
                    .limit(100)
                    .start());
        }
        var all = new ArrayList<>(others);
        all.addAll(List.of(quick, calm));
        int most = 0;
        for (int step = 0; step < 1_000; step++) {
            clock.advance(millis(10));
            most = Math.max(most, session.gauges().inFlight());
        }
        assertThat(most).as("the session's cap, and it is used").isEqualTo(AT_ONCE);
        assertThat(all)
                .as("nobody starves")
                .allSatisfy(job -> assertThat(job.progress().done()).isGreaterThanOrEqualTo(6));
        assertThat(shortest(starts(List.of(quick, calm))))
                .as("the calmer of the two binds both while both have work")
                .isGreaterThanOrEqualTo(millis(600));
        assertThat(Math.abs(quick.progress().done() - calm.progress().done()))
                .as("they take turns")
                .isLessThanOrEqualTo(2);
        for (var job : others) {
            assertThat(shortest(starts(List.of(job)))).isGreaterThanOrEqualTo(millis(200));
        }
        calm.cancel();
        int before = quick.exchanges().size();
        clock.advance(seconds(2));
        assertThat(quick.exchanges().size() - before)
                .as("then it binds nobody any more")
                .isGreaterThanOrEqualTo(7);
        clock.advance(seconds(60));
        assertThat(quick.state()).isEqualTo(JobState.DONE);
        assertThat(others).allMatch(job -> job.state() == JobState.DONE);
        assertThat(session.gauges().inFlight()).isZero();
    }
}
