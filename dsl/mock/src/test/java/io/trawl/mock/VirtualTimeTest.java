package io.trawl.mock;

import static io.trawl.Trawl.blocking;
import static io.trawl.Trawl.delay;
import static io.trawl.Trawl.firstOf;
import static io.trawl.Trawl.gather;
import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.minutes;
import static io.trawl.Trawl.seconds;
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
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whose virtual time is, and when it passes: to the nanosecond. */
@Row("B25")
class VirtualTimeTest extends VirtualSiteFixture {
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

    @Test
    void timeBeginsOnAFixedDay() {
        assertThat(site.now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThatThrownBy(() -> site.pass(seconds(-1))).hasMessageContaining("does not go back");
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
}
