package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.ScrapeException;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steering jobs and listening to them; in virtual time. */
class JobControlTest extends VirtualJobs {
    // The end

    @Test
    @Row("B12")
    void aStoppedJobLetsWhatIsInFlightEndAndACancelledOneAbortsIt() {
        var stopped = session.batch(slow("a.example", 100)).start();
        clock.advance(millis(2_500));
        assertThat(stopped.stop()).isTrue();
        assertThat(stopped.stop()).isFalse();
        assertThat(stopped.state()).isEqualTo(JobState.CANCELLING);
        clock.advance(seconds(2));
        assertThat(stopped.state()).isEqualTo(JobState.CANCELLED);
        assertThat(net.aborted()).isZero();
        assertThat(stopped.await().ok()).as("20 before, 10 in flight").hasSize(30);
        assertThat(stopped.await().failed()).hasSize(70).allMatch(f -> f.kind() == ErrorKind.CANCELLED);

        var cancelled = session.batch(slow("b.example", 100)).start();
        clock.advance(millis(2_500));
        assertThat(cancelled.stop()).isTrue();
        assertThat(cancelled.cancel()).as("it does not wait any more").isTrue();
        assertThat(cancelled.cancel()).isFalse();
        assertThat(cancelled.stop()).isFalse();
        clock.advance(Duration.ZERO);
        assertThat(net.aborted()).isEqualTo(10);
        assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.await().ok()).hasSize(20);
        assertThat(states(cancelled)).containsExactly(JobState.CANCELLING, JobState.CANCELLED);
    }

    @Test
    @Row("B12")
    void whatFailsWhileItsJobStopsIsNotTriedAgain() {
        net.on("http://a.example/0", 503, "busy", seconds(1));
        var job = session.batch(urls("a.example", 1)).start();
        clock.advance(millis(500));
        job.stop();
        clock.advance(seconds(10));
        assertThat(net.asked()).hasSize(1);
        assertThat(job.await().failed()).extracting(Failure::status).containsExactly(503);
    }

    @Test
    @Row("B12")
    void aPausedJobCanBeStoppedAndCancelled() {
        for (boolean gracefully : List.of(true, false)) {
            var job = session.batch(slow("a.example", 30)).start();
            clock.advance(millis(500));
            job.pause();
            assertThat(gracefully ? job.stop() : job.cancel()).isTrue();
            clock.advance(seconds(1));
            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
            assertThat(job.await().ok()).hasSize(gracefully ? 10 : 0);
        }
    }

    @Test
    @Row("B12")
    void aSinglePageIsStoppedAndCancelledToo() {
        slow("a.example", 1);
        var stopped = session.scrape("http://a.example/0").start();
        clock.advance(millis(500));
        assertThat(stopped.stop()).isTrue();
        clock.advance(seconds(1));
        assertThat(stopped.state()).isEqualTo(JobState.CANCELLED);
        assertThat(stopped.await().title()).as("it was in flight, and is kept").isEqualTo("page");

        var cancelled = session.scrape("http://a.example/0").start();
        clock.advance(millis(500));
        cancelled.cancel();
        assertThatThrownBy(cancelled::await)
                .isInstanceOfSatisfying(
                        ScrapeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.CANCELLED));
    }

    @Test
    @Row("B12")
    void theFailedPagesAreAPlanOfTheirOwnWithTheSameOptions() {
        var urls = urls("a.example", 6);
        net.on(urls.get(1), 503, "busy", Duration.ZERO).on(urls.get(1), 200, "<title>One</title>", Duration.ZERO);
        net.on(urls.get(4), 503, "busy", Duration.ZERO).on(urls.get(4), 200, "<title>Four</title>", Duration.ZERO);
        var job = session.batch(urls)
                .retry(1)
                .formats(io.trawl.Format.HTML)
                .maxConcurrency(1)
                .start();
        clock.advance(seconds(1));
        assertThat(job.state()).isEqualTo(JobState.PARTIAL);
        var again = job.retryFailed();
        assertThat(again.toJson()).contains("html").contains("\"attempts\" : 1");
        net.asked().clear();
        var mended = again.start();
        clock.advance(seconds(1));
        assertThat(net.asked()).containsExactly("/1@1000", "/4@1000");
        assertThat(mended.await().ok()).extracting(Document::title).containsExactly("One", "Four");
        assertThat(mended.maxConcurrency()).isEqualTo(1);
        assertThat(mended.retryFailed().start().await().size())
                .as("nothing failed")
                .isZero();
    }

    // Listening

    @Test
    @Row("B14")
    void whatAListenerThrowsIsNotedAndStopsNothing() {
        var heard = new ArrayList<JobEvent>();
        var job = session.batch(slow("a.example", 5))
                .start()
                .onEvent(e -> {
                    throw new IllegalStateException("boom");
                })
                .onProgress(p -> {
                    throw new java.io.IOException("no screen");
                })
                .onEvent(heard::add);
        clock.advance(seconds(5));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(heard).filteredOn(JobEvent.Page.class::isInstance).hasSize(5);
        assertThat(job.log())
                .extracting(JobEvent.Logged::message)
                .contains(
                        "a listener to events threw java.lang.IllegalStateException: boom",
                        "a listener to progress threw java.io.IOException: no screen");
        assertThat(job.log().get(0).thrown()).isInstanceOf(IllegalStateException.class);
        assertThat(job.log()).as("none for a line of the log").hasSizeLessThan(10);
        assertThat(job.errors()).isEmpty();
        assertThat(job.view().text()).contains("log (");
    }

    @Test
    @Row("B14")
    void aJobCanBeCancelledInACallback() {
        var job = session.batch(slow("a.example", 100)).start();
        job.onEvent(e -> {
            if (e instanceof JobEvent.Page) {
                job.cancel();
            }
        });
        clock.advance(seconds(5));
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.await().ok()).hasSize(10);
        assertThat(job.await().size()).isEqualTo(100);
    }

    @Test
    @Row("A9")
    void aSubscriberAsksForEventsAsItCanTakeThemAndGetsAll() {
        var job = session.batch(slow("a.example", 12)).start();
        clock.advance(seconds(10));
        var heard = new ArrayList<JobEvent>();
        var over = new boolean[1];
        var subscription = new java.util.concurrent.Flow.Subscription[1];
        job.events().subscribe(new java.util.concurrent.Flow.Subscriber<>() {
            @Override
            public void onSubscribe(java.util.concurrent.Flow.Subscription s) {
                subscription[0] = s;
            }

            @Override
            public void onNext(JobEvent event) {
                heard.add(event);
            }

            @Override
            public void onError(Throwable error) {
                throw new AssertionError(error);
            }

            @Override
            public void onComplete() {
                over[0] = true;
            }
        });
        subscription[0].request(5);
        clock.advance(Duration.ZERO);
        assertThat(heard).hasSize(5);
        subscription[0].request(100);
        clock.advance(Duration.ZERO);
        assertThat(heard).hasSize(13).doesNotHaveDuplicates();
        assertThat(over[0]).isTrue();
        assertThat(((JobEvent.Page) heard.get(3)).outcome())
                .isSameAs(job.await().stream().toList().get(3));
    }

    // Large and odd

    @Test
    @Row("B13")
    void tenThousandPagesAtOnceAreTakenInOrder() {
        var urls = new ArrayList<>(urls("a.example", 10_000));
        var plan = session.batch(urls).maxConcurrency(50);
        urls.clear();
        var job = plan.start();
        assertThat(job.progress().total()).hasValue(10_000);
        clock.advance(Duration.ofMinutes(5));
        assertThat(job.await().ok()).hasSize(10_000);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(net.asked().get(0)).startsWith("/0@");
    }

    @Test
    @Row("B13")
    void aPlanThatIsChangedAfterItsStartIsAnotherPlan() {
        var plan = session.batch(slow("a.example", 4));
        var job = plan.start();
        plan.maxConcurrency(1).name("another");
        assertThat(job.maxConcurrency()).isEqualTo(10);
        assertThat(job.name()).isEqualTo("Batch 4 pages of a.example");
        clock.advance(seconds(1));
        assertThat(job.state()).isEqualTo(JobState.DONE);
    }
}
