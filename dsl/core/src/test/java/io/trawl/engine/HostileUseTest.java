package io.trawl.engine;

import static io.trawl.Trawl.delay;
import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Job;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Progress;
import io.trawl.StreamJob;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What jobs make of calls that nobody should make, or at moments when nobody should; in virtual time. */
class HostileUseTest extends VirtualJobs {
    private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    /** Takes all there is, and throws at the first. */
    private static final class Thrower<T> implements Flow.Subscriber<T> {
        private int told;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T item) {
            told++;
            throw new AssertionError("not even an exception");
        }

        @Override
        public void onError(Throwable error) {
            told++;
        }

        @Override
        public void onComplete() {
            told++;
        }
    }

    // Callbacks

    @Test
    @Row("B14")
    void errorsOfListenersAreNotedLikeExceptions() {
        var heard = new ArrayList<JobEvent>();
        var job = session.batch(slow("a.example", 3))
                .start()
                .onEvent(e -> deeper(0))
                .onEvent(e -> {
                    throw new NoClassDefFoundError("gone");
                })
                .onEvent(heard::add);
        clock.advance(seconds(5));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(heard).filteredOn(JobEvent.Page.class::isInstance).hasSize(3);
        assertThat(job.log())
                .extracting(JobEvent.Logged::message)
                .contains(
                        "a listener to events threw java.lang.StackOverflowError",
                        "a listener to events threw java.lang.NoClassDefFoundError: gone");
    }

    @Test
    @Row("A9")
    void aSubscriberThatThrowsIsToldNoMore() {
        var events = new Thrower<JobEvent>();
        var job = session.batch(slow("a.example", 20)).start();
        job.events().subscribe(events);
        clock.advance(seconds(10));
        assertThat(events.told).isEqualTo(1);
        assertThat(job.state()).as("it is none of the job's business").isEqualTo(JobState.DONE);

        var pages = new Thrower<io.trawl.Outcome<Document>>();
        session.batch(slow("b.example", 100)).publisher().subscribe(pages);
        clock.advance(millis(500));
        Job<?> itsOwn = session.jobs().running().iterator().next();
        clock.advance(seconds(60));
        assertThat(pages.told).isEqualTo(1);
        assertThat(itsOwn.state()).as("it was for that one alone").isEqualTo(JobState.CANCELLED);
    }

    @Test
    @Row({"B13", "B14"})
    void callbacksMaySteerTheirJobAndStartOthers() {
        var started = new ArrayList<StreamJob<Document>>();
        slow("b.example", 2);
        var job = session.batch(slow("a.example", 50)).maxConcurrency(5).start();
        job.onEvent(e -> {
            if (e instanceof JobEvent.Page && started.isEmpty()) {
                job.pause();
                job.pause();
                started.add(session.batch(urls("b.example", 2)).start());
            } else if (e instanceof JobEvent.StateChanged s && s.state() == JobState.PAUSED) {
                job.resume();
                job.maxConcurrency(50);
            }
        });
        clock.advance(seconds(4));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.await().ok()).hasSize(50);
        assertThat(states(job)).containsExactly(JobState.PAUSED, JobState.RUNNING, JobState.DONE);
        assertThat(started.get(0).await().ok()).hasSize(2);
    }

    @Test
    @Row("B12")
    void aSessionMayBeClosedInACallback() {
        var other = session.batch(slow("b.example", 50)).start();
        var job = session.batch(slow("a.example", 50)).start();
        job.onEvent(e -> {
            if (e instanceof JobEvent.Page) {
                session.close();
            }
        });
        clock.advance(seconds(5));
        assertThat(List.of(job.state(), other.state())).containsOnly(JobState.CANCELLED);
        assertThat(job.await()).hasSize(50);
        assertThatThrownBy(() -> session.batch(List.of("http://a.example/")).start())
                .hasMessageContaining("closed");
    }

    // Ends

    @Test
    @Row("B12")
    void whoEndsTheFutureOfAJobEndsTheJob() {
        for (int way = 0; way < 3; way++) {
            var job = session.batch(slow("a.example", 50)).start();
            var other = job.toFuture();
            var future = job.toFuture();
            clock.advance(millis(1_500));
            switch (way) {
                case 0 -> future.cancel(true);
                case 1 -> future.complete(io.trawl.Results.of(List.of()));
                default -> future.completeExceptionally(new IllegalStateException("mine"));
            }
            clock.advance(seconds(1));
            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
            assertThat(other).as("who waits beside it gets what is there").isCompleted();
            assertThat(other.join().ok()).hasSize(10);
        }
    }

    @Test
    @Row({"B12", "B21"})
    void aCallThatNeverEndsKeepsAJobThatIsStoppedAndNotOneThatIsCancelled() {
        var job = session.batch(slow("a.example", 20))
                .mapAsync(2, page -> Trawl.of(new CompletableFuture<String>()))
                .start();
        clock.advance(seconds(10));
        assertThat(job.stop()).isTrue();
        clock.advance(seconds(60));
        assertThat(job.state()).isEqualTo(JobState.CANCELLING);
        assertThat(job.cancel()).isTrue();
        clock.advance(seconds(1));
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.await().failed()).hasSize(20).allMatch(f -> f.kind() == ErrorKind.CANCELLED);
    }

    @Test
    @Row("B12")
    void whatFailedAgainIsAPlanAgain() {
        String url = "http://a.example/0";
        for (int i = 0; i < 3; i++) {
            net.on(url, 503, "busy " + i, Duration.ZERO);
        }
        net.on(url, 200, "<title>At last</title>", Duration.ZERO);
        var job = session.batch(List.of(url, url, "http://a.example/fine"))
                .retry(1)
                .maxConcurrency(1)
                .start();
        clock.advance(seconds(1));
        assertThat(job.await().failed()).hasSize(2);
        var second = job.retryFailed().start();
        clock.advance(seconds(1));
        assertThat(second.await().failed()).hasSize(1);
        var third = second.retryFailed().start();
        clock.advance(seconds(1));
        assertThat(third.await().ok()).extracting(Document::title).containsExactly("At last");
        assertThat(third.retryFailed().start().await()).isEmpty();
    }

    @Test
    @Row("B13")
    void aJobThatWaitsForItsTurnIsNotPaused() {
        session = with(Config.DEFAULT.maxJobs(1));
        session.batch(slow("a.example", 1)).start();
        var waiting = session.batch(slow("a.example", 1)).start();
        waiting.pause();
        assertThat(waiting.state()).isEqualTo(JobState.QUEUED);
        waiting.resume();
        clock.advance(seconds(5));
        assertThat(states(waiting)).containsExactly(JobState.QUEUED, JobState.RUNNING, JobState.DONE);
    }

    // Numbers

    @Test
    @Row("B12")
    void progressNeverGoesBackAndItsNumbersAreNumbers() {
        for (int i = 0; i < 200; i++) {
            String links = "<a href=/" + (2 * i + 1) + ">a</a><a href=/" + (2 * i + 2) + ">b</a>";
            net.on("http://a.example/" + i, i % 7 == 3 ? 404 : 200, links, millis(20 + i * 37 % 90));
        }
        var job = session.crawl("http://a.example/0")
                .limit(150)
                .spacing(Duration.ZERO)
                .start();
        var told = new ArrayList<Progress>();
        var listened = new ArrayList<Progress>();
        job.onProgress(listened::add);
        for (int step = 0; step < 1_000; step++) {
            if (step == 20) {
                job.pause();
            } else if (step == 60) {
                job.resume();
            }
            told.add(job.progress());
            clock.advance(millis(13));
        }
        assertThat(job.state()).isEqualTo(JobState.DONE);
        for (var all : List.of(told, listened)) {
            Progress before = all.get(0);
            for (Progress now : all) {
                assertThat(now.done()).isGreaterThanOrEqualTo(before.done());
                assertThat(now.failed()).isBetween(before.failed(), now.done());
                assertThat(now.bytes()).isGreaterThanOrEqualTo(before.bytes());
                assertThat(now.elapsed()).isGreaterThanOrEqualTo(before.elapsed());
                assertThat(now.total().orElseThrow()).isGreaterThanOrEqualTo(now.done());
                assertThat(now.perSecond()).isFinite().isNotNegative();
                assertThat(now.left()).isGreaterThanOrEqualTo(Duration.ZERO);
                before = now;
            }
        }
    }

    @Test
    @Row({"A9", "B14"})
    void whoeverListensSinceWheneverHearsTheSame() {
        var job = session.batch(slow("a.example", 60)).maxConcurrency(7).start();
        var heard = new ArrayList<List<JobEvent>>();
        for (int i = 0; i < 120; i++) {
            var one = new ArrayList<JobEvent>();
            heard.add(one);
            job.onEvent(one::add);
            if (i == 20) {
                job.pause();
            } else if (i == 25) {
                job.resume();
            }
            clock.advance(millis(97));
        }
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(heard.get(0)).hasSize(63);
        assertThat(heard).allMatch(heard.get(0)::equals);
    }

    @Test
    @Row("B13")
    void ofOneNameThereMayBeSeveral() {
        var one = session.batch(slow("a.example", 1)).name("the same").start();
        var two = session.batch(slow("b.example", 1)).name("the same").start();
        clock.advance(seconds(5));
        assertThat(one.id()).isNotEqualTo(two.id());
        assertThat(session.jobs().where(job -> job.name().equals("the same")))
                .extracting(Job::id)
                .contains(one.id(), two.id());
        assertThat(session.job(one.id())).isSameAs(one);
        assertThat(session.jobs().where(job -> job.name().equals("the same")).clear())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    @Row("B4")
    void timesWithoutEndAreWaitedForOrRefusedInWords() {
        var job = session.batch(urls("a.example", 1)).start();
        clock.advance(seconds(1));
        assertThat(job.await(FOR_EVER).ok()).hasSize(1);
        assertThatThrownBy(() -> session.batch(List.of()).deadline(FOR_EVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadline must be at most")
                .hasMessageContaining("leave it out");
        assertThatThrownBy(() -> session.batch(List.of()).spacing(FOR_EVER)).hasMessageContaining("spacing");
        assertThatThrownBy(() -> delay(FOR_EVER)).hasMessageContaining("delay");
    }
}
