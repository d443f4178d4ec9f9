package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Batch;
import io.trawl.Job;
import io.trawl.Session;
import io.trawl.View;
import io.trawl.matrix.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job's panel says in each state, in virtual time. */
@Row({"D2", "B12"})
class JobViewsTest {
    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final Session session = LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);

    @TempDir
    Path folder;

    private Batch pages(int n) {
        var urls = IntStream.range(0, n)
                .mapToObj(i -> "http://docs.example/guide/" + i)
                .toList();
        urls.forEach(url -> net.on(url, 200, "<title>Guide</title>", seconds(1)));
        return session.batch(urls).name("Guide").maxConcurrency(2).robots(false).retry(1);
    }

    private static View.Panel panel(Job<?> job) {
        return (View.Panel) job.view();
    }

    private static String line(Job<?> job) {
        return job.view().text().lines().findFirst().orElseThrow();
    }

    @Test
    void runningItSaysHowFarItIsAndShowsTheLatestPages() {
        var job = pages(200).start();
        clock.advance(seconds(20));

        assertThat(line(job))
                .matches("Guide   RUNNING   ████░{16}  40 / 200   0 failed   2\\.\\d/s   1:\\d\\d left   0:20");
        var latest = panel(job).body();
        assertThat(latest.columns()).containsExactly("page", "status", "took", "size");
        assertThat(latest.rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.subList(1, 3)).isEqualTo(List.of(200, "1000 ms")));
        assertThat(panel(job).folds()).extracting(View.Fold::summary).containsExactly("latest 20");
    }

    @Test
    void pausedItSaysSoAndGoesOnSayingHowFarItIs() {
        var job = pages(200).start();
        clock.advance(seconds(10));
        job.pause();
        clock.advance(seconds(10));

        assertThat(line(job))
                .startsWith("Guide   PAUSED   ██░")
                .contains("22 / 200   0 failed")
                .endsWith("0:20");
    }

    @Test
    void doneItIsItsNumbers() {
        var job = pages(20).start();
        clock.advance(seconds(60));

        assertThat(line(job))
                .isEqualTo("Guide   DONE   20 ok   0 failed   20 pages in 0:10 · 2.0/s · p50 1000 ms · p95 1000 ms");
    }

    @Test
    void doneItShowsTheFirstTwentyRowsAndThirtyMoreOnDemand() {
        var job = pages(60).start();
        clock.advance(seconds(60));

        var body = panel(job).body();
        assertThat(body.rows()).hasSize(20);
        assertThat(body.folds()).extracting(View.Fold::summary).containsExactly("more");
        var more = (View.Grid) body.folds().get(0).content();
        assertThat(more.caption()).isEqualTo("rows 21 to 50 of 60");
        assertThat(more.rows()).hasSize(30);
        assertThat(more.rows().get(0).get(0)).isEqualTo("http://docs.example/guide/20");
    }

    @Test
    void ofSeveralHostsEachHasItsNumbersAlsoWhileItRuns() {
        var urls = List.of("http://a.example/1", "http://b.example/2", "http://b.example/3", "http://c.example/4");
        urls.subList(0, 3).forEach(url -> net.on(url, 200, "", seconds(1)));
        net.on(urls.get(3), 200, "", seconds(60));
        var job = session.batch(urls).robots(false).maxConcurrency(4).start();
        clock.advance(seconds(5));

        var byHost = panel(job).folds().stream()
                .filter(fold -> fold.summary().equals("by host"))
                .map(fold -> (View.Grid) fold.content())
                .findFirst()
                .orElseThrow();
        assertThat(byHost.rows())
                .extracting(row -> row.subList(0, 3))
                .containsExactly(List.of("b.example", 2, 0), List.of("a.example", 1, 0));
    }

    @Test
    void cancelledItSaysWhatIsKept() {
        var job = pages(200).start();
        clock.advance(seconds(10));
        job.cancel();
        clock.advance(seconds(60));

        assertThat(line(job))
                .isEqualTo("Guide   CANCELLED   after 20 of 200 · 20 rows kept · resume: job.retryFailed()");
        assertThat(panel(job).folds()).as("what was never tried did not fail").isEmpty();

        job.retryFailed().start();
        clock.advance(seconds(200));
        assertThat(session.jobs().iterator().next().progress().done()).isEqualTo(180);
    }

    @Test
    void cancelledWithACheckpointItSaysHowToGoOn() {
        var job = pages(200).checkpoint(folder.resolve("guide.trawl")).start();
        clock.advance(seconds(10));
        job.cancel();
        clock.advance(seconds(60));

        assertThat(line(job))
                .isEqualTo("Guide   CANCELLED   after 20 of 200 · 20 rows kept · resume: run the cell again");
    }

    @Test
    void partialItCountsWhatFailedByItsKind() {
        var urls = List.of("http://a.example/1", "http://a.example/2", "http://a.example/3", "http://a.example/4");
        net.on(urls.get(1), 503, "", seconds(1));
        net.on(urls.get(2), 503, "", seconds(1));
        net.on(urls.get(3), 404, "", seconds(1));
        var job = session.batch(urls)
                .name("Four")
                .robots(false)
                .retry(1)
                .maxConcurrency(4)
                .start();
        clock.advance(seconds(60));

        assertThat(line(job))
                .isEqualTo("Four   PARTIAL   1 ok, 3 failed (HTTP 503 × 2, HTTP 404 × 1) · 4 pages in 1.0 s"
                        + " · retry: job.retryFailed()");
        assertThat(panel(job).folds()).extracting(View.Fold::summary).containsExactly("failures (3)");
    }

    @Test
    void failedItSaysWhereAndWhatToDo() {
        net.on("http://docs.example/", 500, "", seconds(1));
        var job = session.crawl("http://docs.example/").robots(false).retry(1).start();
        clock.advance(seconds(60));

        assertThat(line(job))
                .startsWith("Crawl docs.example   FAILED   at start: ")
                .contains("(HTTP)");
    }

    @Test
    void aFailureTellsItsAttemptsAndThePhasesOfTheLast() {
        net.on("http://slow.example/a", 200, "late", seconds(60));
        var job = session.batch(List.of("http://slow.example/a", "http://slow.example/b"))
                .robots(false)
                .timeout(seconds(10))
                .retry(r -> r.attempts(3).backoff(millis(1), 1.0))
                .start();
        clock.advance(seconds(120));

        var failures = (View.Stack) panel(job).folds().get(0).content();
        var note = (View.Note) failures.parts().get(0);
        assertThat(note.headline()).isEqualTo("TIMEOUT  http://slow.example/a");
        assertThat(note.lines().get(0)).endsWith("(attempt 3 of 3; phases: waiting 10.0 s)");
        assertThat(note.lines().get(1)).startsWith("try: ");
    }

    @Test
    @Row("B13")
    void theJobsOfASessionAreOnePictureThatTellsWhenOneStartsChangesOrEnds() {
        var live = session.jobs().live();
        var told = new AtomicInteger();
        Runnable stop = live.onChange(told::incrementAndGet);
        assertThat(live.view().text()).isEqualTo("0 running · 0 ended");

        var first = pages(20).start();
        assertThat(told).hasPositiveValue();
        var second = session.batch(List.of("http://b.example/1"))
                .name("One")
                .robots(false)
                .start();
        clock.advance(seconds(5));

        assertThat(live.running()).containsExactly(first);
        assertThat(live.view().text())
                .startsWith("1 running · 1 ended\nGuide " + first.id() + "   RUNNING   ")
                .contains("ended\nid")
                .contains(second.id() + " ");
        int before = told.get();
        clock.advance(seconds(60));
        assertThat(told.get()).isGreaterThan(before);
        assertThat(live.view().text()).startsWith("0 running · 2 ended");

        stop.run();
        int stopped = told.get();
        pages(2).start();
        clock.advance(seconds(60));
        assertThat(told).hasValue(stopped);
    }
}
