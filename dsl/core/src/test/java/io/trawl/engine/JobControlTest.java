package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.InFlight;
import io.trawl.Job;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Progress;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.StreamJob;
import io.trawl.Summary;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Steering jobs, listening to them, and what they say of themselves; in virtual time. */
class JobControlTest {
    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private Session session = with(Config.DEFAULT);

    private Session with(Config config) {
        return LocalSession.of(config, clock, net, () -> 1.0, clock);
    }

    private static List<String> urls(String host, int n) {
        return IntStream.range(0, n).mapToObj(i -> "http://" + host + "/" + i).toList();
    }

    private List<String> slow(String host, int n) {
        var urls = urls(host, n);
        urls.forEach(url -> net.on(url, 200, "<title>page</title>", seconds(1)));
        return urls;
    }

    private static List<JobState> states(Job<?> job, VirtualClock clock) {
        var states = new ArrayList<JobState>();
        job.onEvent(e -> {
            if (e instanceof JobEvent.StateChanged s) {
                states.add(s.state());
            }
        });
        clock.advance(Duration.ZERO);
        return states;
    }

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
        assertThat(states(cancelled, clock)).containsExactly(JobState.CANCELLING, JobState.CANCELLED);
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

    // Many jobs

    @Test
    @Row("B13")
    void jobsWaitForTheirTurnByPriorityAndThenByAge() {
        session = with(Config.DEFAULT.maxJobs(1));
        var first = session.batch(slow("a.example", 1)).name("first").start();
        var second = session.batch(slow("a.example", 1)).name("second").start();
        var third = session.batch(slow("a.example", 1)).name("third").start();
        var urgent =
                session.batch(slow("a.example", 1)).name("urgent").priority(5).start();
        assertThat(List.of(first.state(), second.state(), urgent.state()))
                .containsExactly(JobState.RUNNING, JobState.QUEUED, JobState.QUEUED);
        assertThat(session.jobs().in(JobState.QUEUED).size()).isEqualTo(3);
        var page = session.scrape("http://a.example/0").start();
        assertThat(page.state()).as("a single page never waits").isEqualTo(JobState.RUNNING);
        assertThat(third.cancel()).isTrue();
        clock.advance(Duration.ZERO);
        assertThat(third.state()).isEqualTo(JobState.CANCELLED);
        assertThat(third.await().failed()).hasSize(1);
        clock.advance(millis(1_500));
        assertThat(List.of(first.state(), second.state(), urgent.state()))
                .containsExactly(JobState.DONE, JobState.QUEUED, JobState.RUNNING);
        clock.advance(seconds(5));
        assertThat(second.state()).isEqualTo(JobState.DONE);
        assertThat(states(second, clock)).containsExactly(JobState.QUEUED, JobState.RUNNING, JobState.DONE);
        assertThat(states(third, clock))
                .startsWith(JobState.QUEUED, JobState.CANCELLING)
                .endsWith(JobState.CANCELLED);
    }

    @Test
    @Row("B13")
    void aDeadlineCountsWhileAJobWaits() {
        session = with(Config.DEFAULT.maxJobs(1));
        session.batch(slow("a.example", 100)).maxConcurrency(1).start();
        var late = session.batch(urls("b.example", 3)).deadline(seconds(2)).start();
        clock.advance(seconds(3));
        assertThat(late.state()).isEqualTo(JobState.PARTIAL);
        assertThat(late.await().failed()).hasSize(3).allMatch(f -> f.kind() == ErrorKind.TIMEOUT);
        assertThat(net.asked()).noneMatch(a -> a.startsWith("/0@2"));
    }

    @Test
    @Row("B13")
    void whatARunningJobStartsDoesNotWaitForItsEnd() {
        session = with(Config.DEFAULT.maxJobs(1));
        var inner = new ArrayList<StreamJob<?>>();
        var outer = session.batch(urls("a.example", 1))
                .map(page -> {
                    inner.add(session.batch(urls("b.example", 2)).start());
                    return page.title();
                })
                .start();
        clock.advance(seconds(1));
        assertThat(outer.state()).isEqualTo(JobState.DONE);
        assertThat(inner).singleElement().matches(j -> j.state() == JobState.DONE);
    }

    @Test
    @Row("B13")
    void jobsAreATableThatCanBeAskedAndCleared() {
        net.on("http://bad.example/", 500, "oops", Duration.ZERO);
        var running = session.batch(slow("a.example", 4))
                .name("running")
                .maxConcurrency(1)
                .start();
        var failed = session.crawl("http://bad.example/").retry(1).start();
        clock.advance(millis(1_500));
        var jobs = session.jobs();
        assertThat(jobs.table().columnNames()).contains("id", "job", "state", "progress", "age", "note");
        assertThat(jobs.running()).singleElement().isSameAs(running);
        assertThat(jobs.ended()).contains(failed).doesNotContain(running);
        assertThat(jobs.where(j -> j.name().equals("running")))
                .contains(running)
                .doesNotContain(failed);
        assertThat(jobs.view().text()).contains("running", "25 %", "1 s");
        assertThat(session.job(failed.id())).isSameAs(failed);

        assertThat(session.jobs().in(JobState.FAILED).clear()).isGreaterThanOrEqualTo(1);
        assertThat(session.jobs()).doesNotContain(failed).contains(running);
        assertThat(session.jobs().running().clear())
                .as("what runs is not forgotten")
                .isZero();
        clock.advance(seconds(5));
        assertThat(running.state()).isEqualTo(JobState.DONE);
        String id = running.id();
        assertThat(session.jobs().ended().clear()).isGreaterThanOrEqualTo(1);
        assertThatThrownBy(() -> session.job(id)).as("its journal too").hasMessageContaining("no job");
        assertThat(running.await().ok()).as("who holds it keeps it").hasSize(4);
    }

    @Test
    @Row("B13")
    void aFailureThatNobodyAwaitedIsShown() {
        net.on("http://bad.example/", 500, "oops", Duration.ZERO);
        var orphan = session.crawl("http://bad.example/").retry(1).start();
        var awaited = session.crawl("http://bad.example/").retry(1).start();
        var future = awaited.toFuture();
        var page = session.scrape("http://bad.example/").retry(1).start();
        clock.advance(seconds(1));
        assertThat(future).isCompletedExceptionally();
        assertThat(session.jobs().orphans()).extracting(Job::id).containsExactlyInAnyOrder(orphan.id(), page.id());
        assertThat(session.jobs().view().text()).contains("nobody awaited it", "HTTP", "500");
    }

    @Test
    @Row("B13")
    void whatEndedIsForgottenBeforeItFillsTheHeap() {
        String large = "<title>large</title>" + "x".repeat(1_500_000);
        net.on("http://a.example/0", 200, large, Duration.ZERO);
        var jobs = new ArrayList<JobBase<?>>();
        for (int i = 0; i < 10; i++) {
            jobs.add((JobBase<?>) session.scrape("http://a.example/0").start());
            clock.advance(seconds(1));
        }
        assertThat(jobs).as("who holds one keeps it").allMatch(this::knows);
        assertThat(jobs.get(0).held()).isBetween(20_000_000L, 25_000_000L);
        var finished = new Finished();
        jobs.forEach(finished::add);
        assertThat(finished.kept()).as("100 MB, 22 each").isEqualTo(4);
        assertThat(finished.all()).hasSize(10).startsWith(jobs.get(9));
        assertThat(finished.forget(job -> job == jobs.get(0))).isTrue();
        assertThat(finished.all()).hasSize(9).doesNotContain(jobs.get(0));
    }

    private boolean knows(Job<?> job) {
        for (Job<?> one : session.jobs()) {
            if (one == job) {
                return true;
            }
        }
        return false;
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
