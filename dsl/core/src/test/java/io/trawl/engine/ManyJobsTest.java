package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.ErrorKind;
import io.trawl.Job;
import io.trawl.JobState;
import io.trawl.StreamJob;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs beside each other: whose turn it is, how they are listed, what is kept of them; in virtual time. */
class ManyJobsTest extends VirtualJobs {
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
        assertThat(states(second)).containsExactly(JobState.QUEUED, JobState.RUNNING, JobState.DONE);
        assertThat(states(third))
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
}
