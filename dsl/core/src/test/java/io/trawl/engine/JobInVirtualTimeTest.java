package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Progress;
import io.trawl.Session;
import io.trawl.StreamJob;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a job does what: to the millisecond, without a socket or a second of waiting. */
class JobInVirtualTimeTest {
    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final Session session = LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);

    private static List<String> urls(int n) {
        return IntStream.range(0, n).mapToObj(i -> "http://a.example/" + i).toList();
    }

    private <J extends StreamJob<?>> J run(J job) {
        clock.advance(Duration.ofHours(1));
        assertThat(job.state().isFinal()).isTrue();
        return job;
    }

    @Test
    @Row("B5")
    void waitsDoubleAndRetryAfterIsObeyedWhereItAsksForMore() {
        net.on("http://a.example/0", 503, "busy", Duration.ZERO)
                .on("http://a.example/0", 503, Map.of("retry-after", List.of("7")), "busy", Duration.ZERO)
                .on("http://a.example/0", 200, "page", Duration.ZERO);
        var job = run(session.batch(urls(1)).start());
        assertThat(net.asked()).containsExactly("/0@0", "/0@1000", "/0@8000");
        assertThat(job.await().ok()).hasSize(1);
    }

    @Test
    @Row("B5")
    void aPageThatWaitsForItsRetryHoldsNoPermit() {
        net.on("http://a.example/0", 500, "oops", Duration.ZERO).on("http://a.example/0", 200, "page", Duration.ZERO);
        run(session.batch(urls(3)).maxConcurrency(1).start());
        assertThat(net.asked()).containsExactly("/0@0", "/1@0", "/2@0", "/0@1000");
    }

    @Test
    @Row("B5")
    void aBudgetEndsRetriesBeforeTheyBecomeAStorm() {
        for (String url : urls(40)) {
            net.on(url, 500, "oops", Duration.ZERO);
        }
        run(session.batch(urls(40))
                .breaker(1_000, seconds(1), 1)
                .retry(r -> r.attempts(10).budget(0.1))
                .start());
        assertThat(net.asked()).hasSize(50);
    }

    @Test
    @Row("B4")
    void anAttemptEndsAtItsTimeoutAndTheJobAtItsDeadline() {
        for (String url : urls(3)) {
            net.on(url, 200, "late", seconds(100));
        }
        var job = run(session.batch(urls(3))
                .maxConcurrency(2)
                .timeout(seconds(10))
                .retry(1)
                .deadline(seconds(15))
                .start());
        assertThat(net.asked()).containsExactly("/0@0", "/1@0", "/2@10000");
        assertThat(net.aborted()).isEqualTo(3);
        assertThat(job.await().failed()).extracting(Failure::kind).containsOnly(ErrorKind.TIMEOUT);
        assertThat(job.await().failed().get(2).message()).contains("deadline");
        assertThat(job.state()).isEqualTo(JobState.PARTIAL);
        assertThat(job.summary().elapsed()).isEqualTo(seconds(15));
    }

    @Test
    @Row("B3")
    void aCrawlOfSomebodyElsesHostIsGentleAndACrawlDelayGentler() {
        net.on("http://a.example/", 200, "<a href=/1>1</a><a href=/2>2</a><a href=/3>3</a>", millis(100));
        run(session.crawl("http://a.example/").start());
        assertThat(net.asked()).containsExactly("/@250", "/1@500", "/2@750", "/3@1000");
        net.asked().clear();
        net.on("http://b.example/robots.txt", 200, "User-agent: *\nCrawl-delay: 2", Duration.ZERO);
        long zero = clock.nanos() / 1_000_000;
        run(session.batch(List.of("http://b.example/1", "http://b.example/2")).start());
        assertThat(net.asked()).containsExactly("/1@" + (zero + 2_000), "/2@" + (zero + 4_000));
    }

    @Test
    @Row("A3")
    void pausedIsPausedAndCancelledIsCancelled() {
        for (String url : urls(100)) {
            net.on(url, 200, "page", seconds(1));
        }
        var job = session.batch(urls(100)).start();
        clock.advance(millis(2_500));
        job.pause();
        clock.advance(seconds(60));
        assertThat(job.progress().done()).isEqualTo(30);
        assertThat(job.state()).isEqualTo(JobState.PAUSED);
        job.resume();
        clock.advance(millis(1_500));
        assertThat(job.progress().done()).isEqualTo(40);
        assertThat(job.cancel()).isTrue();
        clock.advance(seconds(1));
        assertThat(job.cancel()).isFalse();
        assertThat(net.asked()).hasSize(50);
        assertThat(net.aborted()).isEqualTo(10);
        assertThat(job.await().ok()).hasSize(40);
        assertThat(job.await().failed()).hasSize(60).allMatch(f -> f.kind() == ErrorKind.CANCELLED);
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void whoListensLateHearsAllFromTheStartInOrderAndOnce() {
        for (String url : urls(30)) {
            net.on(url, 200, "page", millis(100));
        }
        var early = new ArrayList<JobEvent>();
        var late = new ArrayList<JobEvent>();
        var job = session.batch(urls(30)).start().onEvent(early::add);
        clock.advance(millis(250));
        job.onEvent(late::add);
        run(job);
        assertThat(early).hasSize(31).isEqualTo(late);
        assertThat(early.get(30))
                .isInstanceOfSatisfying(
                        JobEvent.StateChanged.class, e -> assertThat(e.state()).isEqualTo(JobState.DONE));
    }

    @Test
    void progressIsToldTenTimesASecondAtMostAndTheLastAlways() {
        for (String url : urls(1_000)) {
            net.on(url, 200, "page", millis(20));
        }
        var told = new ArrayList<Progress>();
        run(session.batch(urls(1_000)).start().onProgress(told::add));
        assertThat(told).hasSizeBetween(15, 23);
        assertThat(told.get(told.size() - 1).state()).isEqualTo(JobState.DONE);
        assertThat(told.get(told.size() - 1).done()).isEqualTo(1_000);
    }

    @Test
    void theSameJobIsTheSamePictureEachTime() {
        var first = new JobInVirtualTimeTest().exchanges();
        assertThat(first).hasSize(60).isEqualTo(new JobInVirtualTimeTest().exchanges());
    }

    private List<String> exchanges() {
        for (String url : urls(50)) {
            net.on(url, url.endsWith("7") ? 500 : 200, "page", millis(30 + url.hashCode() % 20));
        }
        var job = run(session.batch(urls(50))
                .rate(7, millis(300))
                .jitter(millis(5), millis(40))
                .breaker(100, seconds(1), 1)
                .start());
        return job.exchanges().stream().map(Object::toString).toList();
    }
}
