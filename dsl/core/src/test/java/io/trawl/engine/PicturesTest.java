package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Batch;
import io.trawl.Job;
import io.trawl.Session;
import io.trawl.View;
import io.trawl.View.Ink;
import io.trawl.View.Shape;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pictures of jobs whose course is known. */
@Row("D6")
class PicturesTest {
    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final Session session = LocalSession.of(Config.DEFAULT, clock, net, () -> 0.5, clock);

    private List<String> urls(String host, int n, Duration latency) {
        var urls =
                IntStream.range(0, n).mapToObj(i -> "http://" + host + "/" + i).toList();
        urls.forEach(url -> net.on(url, 200, "page", latency));
        return urls;
    }

    private Batch pages(int n, Duration latency) {
        return session.batch(urls("a.example", n, latency));
    }

    private <J extends Job<?>> J done(J job) {
        clock.advance(Duration.ofHours(1));
        assertThat(job.state().isFinal()).isTrue();
        return job;
    }

    private static View.Series series(View.Plot plot, String name) {
        return plot.series().stream()
                .filter(s -> s.name().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Row("B23")
    void theWaterfallHasALanePerRequestAndItsPhasesInOrder() {
        var job = done(pages(3, millis(100)).maxConcurrency(1).start());
        var waterfall = (View.Timeline) job.waterfall();
        var lanes = waterfall.groups().get(0).lanes();
        assertThat(lanes).extracting(View.Timeline.Lane::label).containsExactly("/0", "/1", "/2");
        assertThat(lanes.get(0).spans())
                .containsExactly(new View.Timeline.Span("first byte", Duration.ZERO, millis(100), Ink.FIRST));
        assertThat(lanes.get(2).spans())
                .containsExactly(
                        new View.Timeline.Span("permit", Duration.ZERO, millis(200), Ink.QUIET),
                        new View.Timeline.Span("first byte", millis(200), millis(300), Ink.FIRST));
        assertThat(waterfall.keys()).extracting(View.Key::name).containsExactly("permit", "first byte");
        assertThat(waterfall.verdict()).isEqualTo("3 requests: 50 % permit, 50 % first byte");
        var numbers = (View.Grid) waterfall.folds().get(0).content();
        assertThat(numbers.columns())
                .containsSubsequence("name", "robots.txt", "permit", "connect", "TLS", "first byte", "body", "parse");
        assertThat(numbers.rows()).extracting(r -> r.get(3)).containsExactly(0L, 100L, 200L);
    }

    @Test
    void theWaterfallSaysWhatWentWrongAndWhichTryItIs() {
        net.on("http://a.example/", 503, "busy", millis(10)).on("http://a.example/", 200, "page", millis(10));
        var job = done(session.batch(List.of("http://a.example/")).start());
        assertThat(((View.Timeline) job.waterfall()).groups().get(0).lanes())
                .extracting(View.Timeline.Lane::label)
                .containsExactly("/ · 503", "/ · try 2");
    }

    @Test
    void lanesAreAsManyAsWereUnderWayAtOnce() {
        var lanes = (View.Timeline)
                done(pages(6, millis(100)).maxConcurrency(3).start()).lanes();
        var group = lanes.groups().get(0);
        assertThat(group.limit()).isEqualTo(3);
        assertThat(group.lanes()).extracting(l -> l.spans().size()).containsExactly(2, 2, 2);
        assertThat(lanes.verdict()).isEqualTo("3 at once at most");
        assertThat(lanes.text()).contains("slot 3", "limit 3");
    }

    @Test
    void lanesByHostStandOnOneClock() {
        var urls = new ArrayList<>(urls("a.example", 4, millis(100)));
        urls.addAll(urls("b.example", 2, millis(100)));
        var job = done(session.batch(urls).maxConcurrency(2).start());
        var hosts = (View.Timeline) job.pictures().byHost();
        assertThat(hosts.groups()).extracting(View.Timeline.Group::name).containsExactly("a.example", "b.example");
        assertThat(hosts.groups().get(1).lanes().get(0).spans().get(0).start()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(hosts.verdict()).startsWith("2 hosts; at once at most: a.example ");
        Duration last = hosts.groups().stream()
                .flatMap(g -> g.lanes().stream())
                .flatMap(l -> l.spans().stream())
                .map(View.Timeline.Span::end)
                .max(Duration::compareTo)
                .orElseThrow();
        assertThat(last).isEqualTo(millis(300));
    }

    @Test
    @Row("B3")
    void theStaircaseOfConcurrencyStaysBelowItsLimitAlsoWhenThatChanges() {
        var job = pages(40, millis(100)).maxConcurrency(8).start();
        clock.advance(millis(150));
        job.maxConcurrency(2);
        done(job);
        var plot = (View.Plot) job.pictures().concurrency();
        assertThat(series(plot, "limit").points()).containsExactly(new View.Point(0, 8), new View.Point(0.15, 2));
        var steps = series(plot, "under way").points();
        assertThat(steps).extracting(View.Point::y).contains(8.0, 2.0).last().isEqualTo(0.0);
        assertThat(steps.stream().filter(p -> p.x() >= 0.2)).allMatch(p -> p.y() <= 2);
        assertThat(plot.verdict()).startsWith("at most 8 at once, ").endsWith("the limit was 8, then 2");
    }

    @Test
    @Row("B3")
    void noStartStandsBeforeItsPromise() {
        var job = done(pages(21, millis(20)).robots(false).spacing(millis(250)).start());
        var plot = (View.Plot) job.pictures().starts();
        var promised = series(plot, "promised: a.example");
        var observed = series(plot, "observed: a.example");
        assertThat(promised.shape()).isEqualTo(Shape.LIMIT);
        assertThat(observed.points()).hasSize(21);
        for (int i = 1; i < 21; i++) {
            assertThat(promised.points().get(i).x()).isEqualTo(0.25 * i);
            assertThat(observed.points().get(i).x()).isEqualTo(0.25 * i);
        }
        assertThat(plot.verdict()).isEqualTo("21 starts, none before its promise; 20 had one");
    }

    @Test
    @Row("B3")
    void whereNothingWasPromisedThePictureSaysSo() {
        var plot = (View.Plot) done(pages(5, millis(20)).start()).pictures().starts();
        assertThat(plot.verdict()).isEqualTo("5 starts; nothing was promised: no spacing, no rate, no pause");
    }

    @Test
    @Row("B3")
    void gapsAreNeverShorterThanPromised() {
        var job = done(pages(21, millis(20))
                .spacing(millis(100))
                .jitter(millis(0), millis(100))
                .start());
        var plot = (View.Plot) job.pictures().gaps();
        assertThat(plot.title()).isEqualTo("Gaps between starts on a.example");
        assertThat(series(plot, "gaps").points().stream()
                        .mapToDouble(View.Point::y)
                        .sum())
                .isEqualTo(20);
        assertThat(series(plot, "the shortest promised").points().get(0).x()).isEqualTo(0.15);
        assertThat(plot.verdict()).contains("at least 150 ms was promised, 0 shorter than promised");
    }

    @Test
    @Row("B7")
    void theRibbonShowsWhenABreakerWasOpen() {
        for (int i = 0; i < 5; i++) {
            String url = "http://b.example/" + i;
            net.on(url, i == 0 ? 200 : 500, "oops", Duration.ZERO).on(url, 200, "page", Duration.ZERO);
        }
        var urls = IntStream.range(0, 5).mapToObj(i -> "http://b.example/" + i).toList();
        var job = done(session.batch(urls).breaker(3, seconds(60), 1).start());
        var ribbon = (View.Timeline) job.pictures().breakers();
        var spans = ribbon.groups().get(0).lanes().get(0).spans();
        assertThat(spans).extracting(View.Timeline.Span::label).startsWith("closed", "open", "half-open", "closed");
        assertThat(spans.get(1).end().minus(spans.get(1).start())).isEqualTo(seconds(60));
        assertThat(ribbon.verdict()).isEqualTo("b.example: opened 1 time, open for 60.0 s");
    }

    @Test
    void throughputCountsEveryRequestOnce() {
        net.on("http://a.example/bad", 404, "none", millis(900));
        var urls = new ArrayList<>(urls("a.example", 39, millis(100)));
        urls.add("http://a.example/bad");
        var plot = (View.Plot)
                done(session.batch(urls).maxConcurrency(2).start()).pictures().throughput();
        double width = plot.series().get(0).width();
        assertThat(plot.series().stream()
                        .flatMap(s -> s.points().stream())
                        .mapToDouble(p -> p.y() * width)
                        .sum())
                .isCloseTo(40, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(plot.verdict()).startsWith("40 in ").endsWith("; 1 failed");
    }

    @Test
    void aJobWithoutRequestsHasNothingToShowAndSaysSo() {
        var pictures = pages(1, seconds(1)).start().pictures();
        for (View view : List.of(
                pictures.waterfall(),
                pictures.lanes(),
                pictures.byHost(),
                pictures.concurrency(),
                pictures.starts(),
                pictures.gaps(),
                pictures.breakers(),
                pictures.throughput(),
                pictures.view())) {
            assertThat(view.text()).startsWith("no requests yet");
        }
    }

    @Test
    void allOfThemAreTextToo() {
        var job = done(pages(12, millis(100)).spacing(millis(50)).start());
        assertThat(job.pictures().view().text())
                .contains("at once at most", "Requests under way", "none before its promise", "Gaps between starts")
                .contains("Requests that ended, per second", "closed all the time", "12 requests:");
    }
}
