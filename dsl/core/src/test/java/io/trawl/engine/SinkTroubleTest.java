package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Css;
import io.trawl.JobState;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.Sink;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to a sink while its job runs, and that nothing is lost or written twice by it; in virtual time. */
@Row("B20")
class SinkTroubleTest {
    record Line(@Css("title") String title) {}

    private static final String ALL = "title\r\nPage 0\r\nPage 1\r\nPage 2\r\nPage 3\r\nPage 4\r\n";

    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final Session session = LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);

    @TempDir
    Path folder;

    /** A chain of five pages; each is a second under way. */
    private StreamPlan<Line> lines() {
        for (int i = 0; i < 5; i++) {
            String links = i < 4 ? "<a href='/" + (i + 1) + "'>on</a>" : "";
            net.on("http://127.0.0.1/" + i, 200, "<title>Page " + i + "</title>" + links, seconds(1));
        }
        return session.crawl("http://127.0.0.1/0").entireDomain(true).extract(Line.class);
    }

    private <J extends StreamJob<?>> J run(J job, Duration time) {
        clock.advance(time);
        return job;
    }

    // Closing is the last that may fail

    /** Has all rows, and cannot put them where they belong. */
    private static final class Unclosed implements Sink<Line> {
        private final List<String> got = new ArrayList<>();
        private int failures = 1;
        private int closed;

        @Override
        public void write(List<? extends Line> rows) {
            rows.forEach(row -> got.add(row.title()));
        }

        @Override
        public void close() throws IOException {
            if (failures > 0) {
                failures--;
                throw new IOException("No space left on device");
            }
            closed++;
        }

        @Override
        public String toString() {
            return "unclosed";
        }
    }

    @Test
    void aSinkThatCannotBeClosedPausesTheJobAndIsClosedOnceItIsMended() {
        var sink = new Unclosed();
        var job = run(lines().sink(sink).start(), seconds(10));
        assertThat(job.state()).isEqualTo(JobState.PAUSED);
        assertThat(job.reason()).isEqualTo("the sink unclosed failed: No space left on device");
        assertThatThrownBy(job::await)
                .isInstanceOf(ScrapeException.class)
                .satisfies(e -> assertThat(((ScrapeException) e).failure().advice())
                        .startsWith("make room, then job.resume()"));

        job.resume();
        clock.advance(seconds(1));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(sink.closed).isEqualTo(1);
        assertThat(sink.got).hasSize(5);
        assertThat(job.await().ok()).hasSize(5);
    }

    @Test
    void aJobWhoseSinkCannotBeClosedCanBeCancelled() {
        var sink = new Unclosed();
        sink.failures = 100;
        var job = run(lines().sink(sink).start(), seconds(10));
        job.cancel();
        clock.advance(seconds(1));
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.partial().ok()).hasSize(5);
    }

    @Test
    void aDeadlineEndsItAsFailedSinceTheRowsAreNotWhereTheyBelong() {
        var sink = new Unclosed();
        sink.failures = 100;
        var job = lines().deadline(seconds(30)).sink(sink).start();
        clock.advance(seconds(60));
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.summary().state()).isEqualTo(JobState.FAILED);
        assertThatThrownBy(job::await).hasMessageContaining("No space left on device");
    }

    @Test
    void whoHasNoJobToMendIsToldAtOnce() {
        var sink = new Unclosed();
        sink.failures = 100;
        var future = lines().sink(sink).toFuture();
        var read = new ArrayList<Throwable>();
        lines().sink(sink).publisher().subscribe(new Failing(read));
        clock.advance(seconds(20));
        assertThat(future).isCompletedExceptionally();
        assertThat(read).singleElement().asString().contains("No space left on device");
        // Beside them there are the journals of other tests.
        assertThat(session.jobs())
                .filteredOn(PagesJob.class::isInstance)
                .hasSize(2)
                .allMatch(job -> job.state().isFinal());
    }

    private record Failing(List<Throwable> seen)
            implements java.util.concurrent.Flow.Subscriber<io.trawl.Outcome<Line>> {
        @Override
        public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(io.trawl.Outcome<Line> line) {}

        @Override
        public void onError(Throwable error) {
            seen.add(error);
        }

        @Override
        public void onComplete() {}
    }

    // A commit of which nobody knows

    /** Takes rows, and loses the connection before it can say so. */
    private static final class Silent implements Sink<Line> {
        private final List<String> rows = new ArrayList<>();
        private String receipt = "";
        private int losses = 2;

        @Override
        public void write(List<? extends Line> more) {
            throw new AssertionError("without a receipt");
        }

        @Override
        public void write(List<? extends Line> more, String kept) throws IOException {
            more.forEach(row -> rows.add(row.title()));
            receipt = kept;
            if (rows.size() >= 3 && losses-- > 0) {
                throw new IOException("the connection was reset");
            }
        }

        @Override
        public @Nullable String receipt() {
            return receipt;
        }
    }

    @Test
    void rowsThatCameThroughAlthoughNobodyWasToldAreNotWrittenAgain() {
        var sink = new Silent();
        var job = lines().checkpoint(folder.resolve("job.trawl")).sink(sink).start();
        for (int i = 0; i < 3; i++) {
            clock.advance(seconds(10));
            job.resume();
        }
        clock.advance(seconds(10));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(sink.rows).containsExactly("Page 0", "Page 1", "Page 2", "Page 3", "Page 4");
    }

    @Test
    void aSinkThatStartsOverGetsAllRowsAgain() {
        var runs = new ArrayList<List<String>>();
        class Whole implements Sink<Line> {
            @Override
            public Sink<Line> open(String job, @Nullable String position) {
                runs.add(new ArrayList<>());
                return this;
            }

            @Override
            public void write(List<? extends Line> rows) {
                rows.forEach(row -> runs.get(runs.size() - 1).add(row.title()));
            }

            @Override
            public boolean startsOver() {
                return true;
            }
        }
        var plan = lines().checkpoint(folder.resolve("job.trawl")).sink(new Whole());
        run(plan.start(), millis(2_500)).cancel();
        clock.advance(seconds(1));
        assertThat(run(plan.start(), seconds(10)).state()).isEqualTo(JobState.DONE);
        assertThat(runs)
                .containsExactly(
                        List.of("Page 0", "Page 1"), List.of("Page 0", "Page 1", "Page 2", "Page 3", "Page 4"));
    }

    // Files

    @Test
    void aFolderThatIsRemovedIsSaidAndNothingOfTheFileIsLostOnceItIsThereAgain() throws IOException {
        Path away = Files.createDirectory(folder.resolve("out"));
        Path csv = away.resolve("rows.csv");
        var job = run(lines().sink(Sink.csv(csv)).start(), millis(2_500));
        Files.delete(away.resolve("rows.csv.part"));
        Files.delete(away);
        clock.advance(seconds(10));
        assertThat(job.state()).isEqualTo(JobState.PAUSED);
        assertThat(job.reason()).contains("there is no folder " + away);
        assertThatThrownBy(job::await)
                .satisfies(e ->
                        assertThat(((ScrapeException) e).failure().advice()).startsWith("make the folder"));

        Files.createDirectory(away);
        job.resume();
        clock.advance(seconds(10));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(csv).content().isEqualTo(ALL);
    }

    @Test
    void aFolderThatIsRemovedBeforeTheEndIsNoticedThen() throws IOException {
        Path away = Files.createDirectory(folder.resolve("out"));
        Path csv = away.resolve("rows.csv");
        var job = lines().map(line -> {
                    if (line.title().equals("Page 4")) {
                        throw new IOException("no row");
                    }
                    return line;
                })
                .sink(Sink.csv(csv))
                .start();
        clock.advance(millis(4_500));
        Files.delete(away.resolve("rows.csv.part"));
        Files.delete(away);
        clock.advance(seconds(10));
        assertThat(job.state()).isEqualTo(JobState.PAUSED);
        Files.createDirectory(away);
        job.resume();
        clock.advance(seconds(1));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(csv).content().isEqualTo(ALL.replace("Page 4\r\n", ""));
    }

    @Test
    void aFolderThatWasNeverThereOrStandsInTheWayIsSaidWhenTheJobStarts() {
        var missing = run(lines().sink(Sink.csv(folder.resolve("no/rows.csv"))).start(), seconds(10));
        assertThat(missing.state()).isEqualTo(JobState.FAILED);
        assertThatThrownBy(missing::await).hasMessageContaining("there is no folder " + folder.resolve("no"));
        var inTheWay = run(lines().sink(Sink.jsonl(folder)).start(), seconds(10));
        assertThatThrownBy(inTheWay::await)
                .hasMessageContaining(folder + " is a folder: give the sink the name of a file in it");
    }

    @Test
    void aCheckpointedFileHoldsItsRowsOnceHoweverOftenThePlanRuns() {
        Path csv = folder.resolve("rows.csv");
        var plan = lines().checkpoint(folder.resolve("job.trawl")).sink(Sink.csv(csv));
        run(plan.start(), millis(2_500)).cancel();
        clock.advance(seconds(1));
        assertThat(csv).content().isEqualTo("title\r\nPage 0\r\nPage 1\r\n");
        for (int i = 0; i < 2; i++) {
            run(plan.start(), seconds(10));
            assertThat(csv).content().isEqualTo(ALL);
        }
    }

    @Test
    void twoJobsDoNotWriteOneFile() {
        Path csv = folder.resolve("rows.csv");
        var first = run(lines().sink(Sink.csv(csv)).start(), millis(1_500));
        var second = run(lines().sink(Sink.csv(csv)).start(), seconds(1));
        assertThat(second.state()).isEqualTo(JobState.FAILED);
        assertThatThrownBy(second::await).hasMessageContaining("is being written by another job");
        clock.advance(seconds(10));
        assertThat(first.state()).isEqualTo(JobState.DONE);
        assertThat(csv).content().isEqualTo(ALL);
    }

    @Test
    void rowsOfAnotherKindAreRefusedBeforeTheySpoilAFile() {
        Path csv = folder.resolve("rows.csv");
        var job = run(
                lines().map(line -> line.title().endsWith("3") ? (Object) List.of("x", "y") : line)
                        .sink(Sink.csv(csv))
                        .start(),
                seconds(10));
        assertThat(job.state()).isEqualTo(JobState.PAUSED);
        assertThat(job.reason()).contains("the file begins with the columns title, and these rows have value");
    }
}
