package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Css;
import io.trawl.JobState;
import io.trawl.Outcome;
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
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks of a job: what happens when one refuses rows, and that a run that resumes repeats none; in virtual time. */
@Row("B20")
class SinkTest {
    record Line(@Css("title") String title) {}

    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final Session session = LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);
    private final Flaky sink = new Flaky();

    @TempDir
    Path folder;

    /** Takes rows until it has so many. */
    private static final class Flaky implements Sink<Line> {
        private final List<String> got = new ArrayList<>();
        private int room = Integer.MAX_VALUE;

        @Override
        public void write(List<? extends Line> rows) throws IOException {
            if (got.size() + rows.size() > room) {
                throw new IOException("the disk is full");
            }
            rows.forEach(row -> got.add(row.title()));
        }
    }

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

    @Test
    void aSinkThatRefusesRowsPausesTheJobUntilItIsMended() {
        sink.room = 2;
        var job = run(lines().sink(sink).start(), seconds(10));
        assertThat(job.state()).isEqualTo(JobState.PAUSED);
        assertThat(job.reason()).contains("the disk is full");
        assertThat(job.view().text()).contains("the disk is full", "job.resume()");
        assertThat(sink.got).containsExactly("Page 0", "Page 1");
        assertThatThrownBy(job::await)
                .isInstanceOf(ScrapeException.class)
                .hasMessageContaining("the disk is full")
                .hasMessageContaining("job.resume()");
        assertThat(job.state()).as("who waits does not end it").isEqualTo(JobState.PAUSED);

        job.resume();
        clock.advance(seconds(10));
        assertThat(job.state()).as("it is not mended").isEqualTo(JobState.PAUSED);

        sink.room = 10;
        job.resume();
        clock.advance(seconds(10));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.reason()).isEmpty();
        assertThat(sink.got).containsExactly("Page 0", "Page 1", "Page 2", "Page 3", "Page 4");
        assertThat(job.await().ok()).hasSize(5);
    }

    @Test
    void aJobThatASinkPausedCanBeCancelled() {
        sink.room = 2;
        var job = run(lines().sink(sink).start(), seconds(10));
        job.cancel();
        clock.advance(seconds(1));
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.partial().ok())
                .as("what was read is kept, also what was on its way")
                .hasSize(4);
    }

    @Test
    void aDeadlineEndsItToo() {
        sink.room = 2;
        var job = run(lines().deadline(seconds(30)).sink(sink).start(), seconds(60));
        assertThat(job.state()).isEqualTo(JobState.PARTIAL);
    }

    @Test
    void aFutureOfAPlanFailsAndEndsTheJob() {
        sink.room = 2;
        var future = lines().sink(sink).toFuture();
        clock.advance(seconds(10));
        assertThat(future).isCompletedExceptionally();
        assertThat(session.jobs().iterator().next().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void theStreamOfAPlanFailsWithIt() {
        sink.room = 0;
        var failed = new ArrayList<Throwable>();
        lines().sink(sink).publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Outcome<Line> line) {}

            @Override
            public void onError(Throwable error) {
                failed.add(error);
            }

            @Override
            public void onComplete() {}
        });
        clock.advance(seconds(10));
        assertThat(failed).singleElement().asString().contains("the disk is full");
    }

    @Test
    void whatASinkRefusedComesAgainInTheRunThatResumes() {
        sink.room = 2;
        var plan = lines().checkpoint(folder.resolve("job.trawl")).sink(sink);
        run(plan.start(), seconds(10)).cancel();
        clock.advance(seconds(1));
        net.asked().clear();

        sink.room = 10;
        assertThat(run(plan.start(), seconds(10)).state()).isEqualTo(JobState.DONE);
        assertThat(sink.got).containsExactly("Page 0", "Page 1", "Page 2", "Page 3", "Page 4");
        assertThat(net.asked()).extracting(a -> a.substring(0, 2)).containsExactly("/4");
    }

    /** As a database: what is written and its receipt are there both or not at all, and outlive the process. */
    private static final class Database implements Sink<Line> {
        private final List<String> rows = new ArrayList<>();
        private final List<String> receipts = new ArrayList<>();
        private @Nullable String job;
        private @Nullable String receipt;
        private int dieAfter = Integer.MAX_VALUE;

        @Override
        public Sink<Line> open(String id, @Nullable String position) {
            assertThat(job == null || job.equals(id))
                    .as("the same when it resumes")
                    .isTrue();
            job = id;
            return this;
        }

        @Override
        public void write(List<? extends Line> more) {
            throw new AssertionError("without a receipt");
        }

        @Override
        public void write(List<? extends Line> more, String kept) throws IOException {
            more.forEach(row -> rows.add(row.title()));
            receipt = kept;
            receipts.add(kept);
            if (rows.size() >= dieAfter) {
                throw new IOException("the process was killed right after the commit");
            }
        }

        @Override
        public @Nullable String receipt() {
            return receipt;
        }
    }

    @Test
    void aReceiptTellsWhatCameThroughThoughNobodyCouldConfirmIt() {
        var database = new Database();
        database.dieAfter = 3;
        var plan = lines().checkpoint(folder.resolve("job.trawl")).sink(database);
        // It has the rows of the third page, and the journal does not know.
        run(plan.start(), seconds(10)).cancel();
        clock.advance(seconds(1));
        assertThat(database.receipt).contains("2");

        database.dieAfter = Integer.MAX_VALUE;
        assertThat(run(plan.start(), seconds(10)).state()).isEqualTo(JobState.DONE);
        assertThat(database.rows).containsExactly("Page 0", "Page 1", "Page 2", "Page 3", "Page 4");
        assertThat(database.receipts).last().as("nothing is left to be told").isEqualTo("");
    }

    @Test
    @Row("B11")
    void aFileIsThereWhenTheJobEndsAndNotHalf() throws IOException {
        Path csv = folder.resolve("rows.csv");
        Files.writeString(csv, "of yesterday");
        var job = run(lines().sink(Sink.csv(csv)).start(), millis(2_500));
        assertThat(csv).content().isEqualTo("of yesterday");
        assertThat(folder.resolve("rows.csv.part")).content().isEqualTo("title\r\nPage 0\r\nPage 1\r\n");
        job.cancel();
        clock.advance(seconds(1));
        assertThat(csv).content().isEqualTo("title\r\nPage 0\r\nPage 1\r\n");
        assertThat(folder.resolve("rows.csv.part")).doesNotExist();
    }

    @Test
    void aJobThatGivesNothingLeavesTheFileAsItWas() throws IOException {
        Path csv = folder.resolve("rows.csv");
        Files.writeString(csv, "of yesterday");
        run(lines().filter(line -> false).sink(Sink.csv(csv)).start(), seconds(10));
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThat(csv).content().isEqualTo("of yesterday");
    }
}
