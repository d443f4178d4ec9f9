package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.minutes;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Batch;
import io.trawl.Job;
import io.trawl.JobState;
import io.trawl.Session;
import io.trawl.View;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code why()} of jobs that have little to tell, or more than one thing. */
@Row("B23")
class VerdictEdgesTest {
    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);

    private Session open(Config config) {
        return LocalSession.of(config, clock, net, () -> 1.0, clock);
    }

    private Batch pages(Session session, int n, int status, Duration latency) {
        var urls = IntStream.range(0, n).mapToObj(i -> "http://a.example/" + i).toList();
        urls.forEach(url -> net.on(url, status, "page", latency));
        return session.batch(urls).robots(false);
    }

    private Batch pages(int n, Duration latency) {
        return pages(open(Config.DEFAULT), n, 200, latency);
    }

    private <J extends Job<?>> J done(J job) {
        clock.advance(Duration.ofHours(1));
        assertThat(job.state().isFinal()).isTrue();
        return job;
    }

    private static View.Note why(Job<?> job) {
        return (View.Note) job.why();
    }

    private static String last(View.Note note) {
        return note.lines().get(note.lines().size() - 1);
    }

    /** Four at once keep it from half of what the spacing allows; then the limit is lifted and the spacing binds. */
    @Test
    void ofTwoCausesBothAreSaidAndWhatToWriteForEach() {
        var job = pages(60, millis(400)).maxConcurrency(1).spacing(millis(200)).start();
        clock.advance(seconds(8));
        job.maxConcurrency(10);
        var why = why(done(job));
        assertThat(why.headline())
                .startsWith("limited by maxConcurrency(10); ")
                .contains(" % for spacing on a.example");
        assertThat(why.lines()).anyMatch(l -> l.startsWith("faster: .maxConcurrency(20)"));
        assertThat(last(why)).isEqualTo("then: .spacing(millis(80)) if the site allows it");
    }

    @Test
    void oneOfTwoCausesThatIsSmallIsOnlyALine() {
        var why = why(done(pages(10, millis(100)).spacing(millis(1_000)).start()));
        assertThat(why.headline())
                .startsWith("limited by politeness: host a.example allows 1 starts/s")
                .endsWith("for it");
        assertThat(why.lines()).noneMatch(l -> l.startsWith("then: "));
    }

    @Test
    void aJobOfOnePage() {
        var why = why(done(pages(1, seconds(3)).start()));
        assertThat(why.headline())
                .isEqualTo("limited by the servers' latency; 100 % of 3.0 s was spent waiting for it");
        assertThat(why.lines().get(1)).startsWith("1 request of 3.0 s, most of it the servers' latency; 0 failed");
        assertThat(last(why)).contains("memo(minutes(10), Trawl::scrape)");
    }

    @Test
    void anEmptyJobWasHeldUpByNothing() {
        assertThat(why(done(open(Config.DEFAULT).batch(List.of()).start())).text())
                .isEqualTo("nothing held it up\n  it was over in 0 ms and sent no request");
    }

    @Test
    void aJobThatWasCancelledAccountsForItsTimeAndNotForWhatCameAfter() {
        var job = pages(100, millis(100)).spacing(seconds(1)).start();
        clock.advance(seconds(10));
        job.cancel();
        clock.advance(Duration.ofDays(3));
        var why = why(job);
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(why.headline())
                .startsWith("limited by politeness: host a.example allows 1 starts/s")
                .contains(" of 10.0 s");
        assertThat(why.text()).doesNotContain("pause");
    }

    @Test
    void whereAllOfItFailedThatIsSaidAndNotThatTheServersAreSlow() {
        var why = why(done(pages(open(Config.DEFAULT), 5, 404, seconds(2)).start()));
        assertThat(why.headline()).startsWith("limited by requests that failed; 100 % of 2.0 s");
        assertThat(why.lines()).anyMatch(l -> l.contains("5 failed"));
        assertThat(last(why))
                .isEqualTo("faster: see job.errors() for why they fail; a shorter .timeout(…) gives up sooner");
    }

    @Test
    void aPauseOfHalfTheTime() {
        var job = pages(40, seconds(1)).maxConcurrency(2).start();
        clock.advance(seconds(10));
        job.pause();
        clock.advance(seconds(19));
        assertThat(why(job).headline()).startsWith("limited by the pause that was asked for; 6");
        assertThat(why(job).lines()).contains("faster: job.resume()");
        job.resume();
        var why = why(done(job));
        assertThat(why.headline())
                .isEqualTo("limited by the pause that was asked for; 50 % of 38.0 s was spent waiting for it, 47 % for"
                        + " maxConcurrency(2)");
        assertThat(why.lines()).contains("faster: job.resume(), sooner");
        assertThat(last(why)).isEqualTo("then: .maxConcurrency(4)");
    }

    @Test
    void oneThatASinkPausedSaysWhatToMend() {
        var job = pages(3, millis(10))
                .sink(rows -> {
                    throw new IllegalStateException("the disk is full");
                })
                .start();
        clock.advance(minutes(10));
        assertThat(job.state()).isEqualTo(JobState.PAUSED);
        assertThat(last(why(job)))
                .startsWith("faster: mend it, then job.resume(): ")
                .contains("the disk is full");
        job.cancel();
        clock.advance(minutes(1));
    }

    @Test
    void oneThatWaitsForItsTurn() {
        var session = open(Config.DEFAULT.maxJobs(1));
        var first = pages(session, 10, 200, seconds(1)).maxConcurrency(1).start();
        var second = session.batch(List.of("http://a.example/0")).robots(false).start();
        clock.advance(seconds(5));
        assertThat(second.state()).isEqualTo(JobState.QUEUED);
        assertThat(why(second).headline())
                .isEqualTo("limited by its turn: maxJobs(1) of the session; 100 % of 5.0 s was spent waiting for it");
        assertThat(last(why(second))).isEqualTo("faster: session(c -> c.maxJobs(2)), or .priority(1) to be first");
        done(first);
        assertThat(why(done(second)).headline())
                .startsWith("limited by its turn: maxJobs(1) of the session; 91 % of 11.0 s");
    }

    @Test
    void whatAnotherJobIsHeldToIsSaid() {
        var session = open(Config.DEFAULT);
        var strict = pages(session, 30, 200, millis(10)).spacing(seconds(2)).start();
        var other = session.batch(List.of("http://a.example/0", "http://a.example/1", "http://a.example/2"))
                .robots(false)
                .start();
        done(strict);
        assertThat(why(done(other)).headline())
                .startsWith("limited by politeness: host a.example is held to the spacing of another job");
    }
}
