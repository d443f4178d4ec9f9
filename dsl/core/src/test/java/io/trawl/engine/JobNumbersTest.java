package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.InFlight;
import io.trawl.JobEvent;
import io.trawl.Progress;
import io.trawl.Summary;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What jobs say of themselves while they run and after: progress, summary, what is in flight; in virtual time. */
class JobNumbersTest extends VirtualJobs {
    // Progress and summary

    @Test
    @Row("B12")
    void progressTellsBytesAndWhetherTheTotalMayGrow() {
        net.on("http://a.example/", 200, "<a href=/1>1</a><a href=/2>2</a>", seconds(1));
        net.on("http://a.example/1", 200, "<a href=/3>3</a>", seconds(1));
        net.on("http://a.example/2", 404, "gone", seconds(1));
        var job = session.crawl("http://a.example/").limit(4).start();
        assertThat(job.progress().total()).hasValue(1);
        assertThat(job.progress().growing()).isTrue();
        assertThat(job.progress().toString()).startsWith("RUNNING 0 / 1+");
        clock.advance(millis(1_500));
        assertThat(job.progress().total()).hasValue(3);
        clock.advance(seconds(20));
        Progress last = job.progress();
        assertThat(last.done()).isEqualTo(4);
        assertThat(last.failed()).isEqualTo(1);
        assertThat(last.total()).hasValue(4);
        assertThat(last.growing()).isFalse();
        assertThat(last.left()).isZero();
        assertThat(last.bytes()).isEqualTo(job.summary().bytes());
    }

    @Test
    @Row("B12")
    void aTotalMayShrinkAndTheRestIsNeverLessThanNothing() {
        // Three links lead to one page: two of them are no pages of their own, and nothing comes in their stead.
        net.on("http://a.example/", 200, "<a href=/1>1</a><a href=/2>2</a><a href=/3>3</a>", seconds(1));
        for (int i = 1; i <= 3; i++) {
            net.on("http://a.example/" + i, 200, "<title>The same</title><p>text</p>", seconds(i));
        }
        var told = new ArrayList<Progress>();
        var job = session.crawl("http://a.example/")
                .duplicates(io.trawl.Duplicates.EXACT)
                .start()
                .onProgress(told::add);
        clock.advance(seconds(30));
        assertThat(told).allMatch(p -> !p.left().isNegative());
        assertThat(told).extracting(p -> p.total().orElse(0)).contains(4).endsWith(2);
        assertThat(job.leftOut()).hasSize(2);
        assertThat(job.progress().done()).isEqualTo(2);
    }

    @Test
    @Row("B10")
    void theSummaryHasPercentilesHostsAndFailuresByKind() {
        var urls = new ArrayList<String>();
        for (int i = 1; i <= 100; i++) {
            urls.add("http://a.example/" + i);
            net.on("http://a.example/" + i, 200, "page", millis(10L * i));
        }
        for (int i = 0; i < 5; i++) {
            urls.add("http://b.example/" + i);
            net.on("http://b.example/" + i, i < 3 ? 404 : 200, "gone", millis(2_000));
        }
        net.on("http://c.example/0", 500, "oops", Duration.ZERO);
        urls.add("http://c.example/0");
        var job = session.batch(urls).retry(2).maxConcurrency(200).start();
        clock.advance(seconds(60));
        Summary s = job.summary();
        assertThat(s.total()).isEqualTo(106);
        assertThat(s.failed()).isEqualTo(4);
        assertThat(s.successRate()).isEqualTo(102 / 106.0);
        assertThat(s.failures()).containsExactly(java.util.Map.entry(ErrorKind.HTTP, 4));
        assertThat(s.p50()).isBetween(millis(490), millis(560));
        assertThat(s.p95()).isBetween(millis(950), millis(2_000));
        assertThat(s.p99()).isEqualTo(millis(2_000));
        assertThat(s.hosts()).extracting(Summary.Host::host).containsExactly("a.example", "b.example", "c.example");
        var b = s.hosts().get(1);
        assertThat(b.requests()).isEqualTo(5);
        assertThat(b.errors()).isEqualTo(3);
        assertThat(b.p50()).isEqualTo(millis(2_000));
        assertThat(s.hosts().get(2).requests()).as("with its retry").isEqualTo(2);
        assertThat(s.view().text()).contains("p99 2000 ms", "96.2 % came through", "b.example");
        assertThat(job.await().summary().hosts()).hasSize(3);
    }

    // What is under way

    @Test
    @Row("B23")
    void whatIsInFlightIsListedWithItsPhaseAndAge() {
        net.on("http://a.example/1", 503, "busy", Duration.ZERO);
        var job = session.batch(List.of("http://a.example/0", "http://a.example/1", "http://b.example:81/2"))
                .maxConcurrency(2)
                .start();
        net.on("http://a.example/0", 200, "page", seconds(10));
        net.on("http://b.example:81/2", 200, "page", seconds(10));
        clock.advance(millis(100));
        assertThat(job.inFlight())
                .extracting(InFlight.Request::url, InFlight.Request::host, InFlight.Request::phase)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("http://a.example/1", "a.example", "retry"),
                        org.assertj.core.groups.Tuple.tuple("http://b.example:81/2", "b.example:81", "waiting"));
        assertThat(job.inFlight())
                .allMatch(r -> r.age().equals(millis(100)) && r.job().equals(job.id()));
        assertThat(session.inFlight().size()).isEqualTo(job.inFlight().size());
        assertThat(session.inFlight().table().columnNames())
                .containsExactly("job", "url", "host", "phase", "attempt", "age");
        job.cancel();
        clock.advance(Duration.ZERO);
        assertThat(session.inFlight()).isEmpty();
    }

    @Test
    @Row("B23")
    void debugModeLogsEachStep() {
        session = with(Config.DEFAULT.debug(true));
        net.on("http://a.example/0", 503, "busy", millis(30)).on("http://a.example/0", 200, "page", millis(20));
        var lines = new ArrayList<String>();
        var job = session.batch(urls("a.example", 1)).start().onEvent(e -> {
            if (e instanceof JobEvent.Logged line) {
                lines.add(line.level() + " " + line.message());
            }
        });
        clock.advance(seconds(5));
        assertThat(lines)
                .anyMatch(l -> l.startsWith("DEBUG 503 http://a.example/0, attempt 1") && l.contains("waiting 30 ms"))
                .anyMatch(l -> l.startsWith("DEBUG 200 http://a.example/0, attempt 2"))
                .contains("DEBUG RUNNING", "DEBUG DONE");
        assertThat(job.log()).hasSize(lines.size());
    }

    @Test
    @Row("B23")
    void debugModeNamesAListenerThatHoldsUpTheOthers() {
        session = with(Config.DEFAULT.debug(true));
        var job = session.batch(slow("a.example", 1)).start().onEvent(e -> {
            if (e instanceof JobEvent.Page) {
                clock.advance(millis(300));
            }
        });
        clock.advance(seconds(5));
        assertThat(job.log())
                .extracting(JobEvent.Logged::message)
                .anyMatch(m -> m.contains("took 300 ms") && m.contains("blocking(() -> …)"));
    }
}
