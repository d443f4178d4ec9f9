package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.JobState;
import io.trawl.OnChange;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a checkpoint holds, when it is refused, what a run that resumes fetches. */
@Row("B13")
class CheckpointTest extends VirtualCrawl {
    @Test
    void theSamePlanAgainGoesOnWhereItWasCancelled() {
        site();
        var first = run(crawl().start(), millis(2_500));
        assertThat(first.cancel()).isTrue();
        clock.advance(seconds(1));
        assertThat(first.state()).isEqualTo(JobState.CANCELLED);
        assertThat(asked()).containsExactly("/0", "/1", "/2");

        var second = run(crawl().start(), seconds(10));
        assertThat(asked()).as("what was in flight and what follows").containsExactly("/2", "/3", "/4");
        assertThat(second.state()).isEqualTo(JobState.DONE);
        assertThat(titles(second)).containsExactly("Page 0", "Page 1", "Page 2", "Page 3", "Page 4");
        assertThat(second.progress().done()).isEqualTo(5);
        assertThat(second.id()).as("it is the same job").isEqualTo(first.id());

        var third = run(crawl().start(), seconds(1));
        assertThat(asked()).isEmpty();
        assertThat(third.state()).isEqualTo(JobState.DONE);
        assertThat(third.await().ok().get(3).markdown()).contains("on");
        assertThat(third.await().ok().get(3).rawHtml()).contains("<title>Page 3</title>");
    }

    @Test
    void aDeadlineLeavesWhatAnotherRunGoesOnWith() {
        site();
        var first = run(crawl().deadline(millis(1_500)).start(), seconds(5));
        assertThat(first.state()).isEqualTo(JobState.PARTIAL);
        assertThat(first.reason()).contains("deadline");
        run(crawl().start(), seconds(10));
        assertThat(asked()).containsExactly("/0", "/1", "/1", "/2", "/3", "/4");
    }

    @Test
    void theEndOfItsSessionInterruptsAJobThatAnotherSessionGoesOnWith() {
        site();
        var job = run(crawl().start(), millis(2_500));
        session.close();
        clock.advance(seconds(1));
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(asked()).containsExactly("/0", "/1", "/2");

        var later = another();
        var past = new PastJob((LocalSession) later, file());
        assertThat(past.state()).isEqualTo(JobState.PARTIAL);
        assertThat(past.reason())
                .contains("interrupted: its session was closed", "resume(\"" + job.id() + "\") goes on");
        assertThat(run(later.resume(file()).start(), seconds(10)).state()).isEqualTo(JobState.DONE);
        assertThat(asked()).containsExactly("/2", "/3", "/4");
    }

    @Test
    void aBatchKeepsItsOrderAndItsFinalFailures() {
        var urls = IntStream.range(0, 6).mapToObj(i -> "http://127.0.0.1/" + i).toList();
        for (int i = 0; i < 6; i++) {
            net.on(urls.get(i), i == 1 ? 404 : 200, "<title>Page " + i + "</title>", seconds(1));
        }
        run(
                session.batch(urls)
                        .maxConcurrency(2)
                        .checkpoint(file())
                        .deadline(millis(2_500))
                        .start(),
                seconds(5));
        asked();
        var job = run(session.batch(urls).maxConcurrency(3).checkpoint(file()).start(), seconds(5));
        assertThat(asked()).containsExactly("/4", "/5");
        var results = job.await();
        assertThat(results.failed()).singleElement().satisfies(f -> {
            assertThat(f.kind()).isEqualTo(ErrorKind.HTTP);
            assertThat(f.status()).isEqualTo(404);
            assertThat(f.document()).isNotNull();
            assertThat(f.document().title()).isEqualTo("Page 1");
        });
        assertThat(results.ok())
                .extracting(Document::title)
                .containsExactly("Page 0", "Page 2", "Page 3", "Page 4", "Page 5");
    }

    @Test
    void aSeedThatFailedIsAskedAgain() {
        net.on("http://127.0.0.1/0", 503, "busy", Duration.ZERO).on("http://127.0.0.1/0", 200, "page", Duration.ZERO);
        var failed = run(crawl().retry(1).start(), seconds(1));
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(run(crawl().start(), seconds(1)).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void anotherPlanIsRefusedByNamingTheDifference() {
        site();
        run(crawl().start(), seconds(10));
        assertRefused(crawl().limit(7)::start, "limit is 100 there and 7 here", "RESTART");
        assertRefused(
                session.batch(List.of("http://127.0.0.1/0")).checkpoint(file())::start,
                "kind is crawl there",
                "RESTART");
        // The pace may change.
        assertThat(run(crawl().maxConcurrency(3).spacing(seconds(2)).start(), seconds(1))
                        .state())
                .isEqualTo(JobState.DONE);
        asked();
        var again = run(crawl().checkpoint(file(), OnChange.RESTART).limit(2).start(), seconds(10));
        assertThat(asked()).containsExactly("/0", "/1");
        assertThat(titles(again)).containsExactly("Page 0", "Page 1");
    }

    @Test
    void oneCheckpointServesOneJobAtATime() {
        site();
        var job = run(crawl().start(), millis(500));
        assertRefused(
                crawl()::start,
                "in use by job " + job.id() + " of process "
                        + ProcessHandle.current().pid(),
                "wait");
        clock.advance(seconds(10));
        assertThat(run(crawl().start(), seconds(1)).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void aFileThatIsNoneIsLeftAlone() throws IOException {
        Files.writeString(
                file(), "my diary, which is longer than the head of a database would have to be: " + "x".repeat(200));
        assertRefused(crawl()::start, "is no checkpoint of Trawl", "");
        assertRefused(crawl().checkpoint(file(), OnChange.RESTART)::start, "is no checkpoint of Trawl", "another file");
        assertThat(Files.readString(file())).startsWith("my diary");
    }

    @Test
    void aFileOfANewerVersionIsRefused() throws Exception {
        site();
        run(crawl().start(), seconds(10));
        byte[] bytes = Files.readAllBytes(file());
        bytes[7] = 99;
        Files.write(file(), bytes);
        assertRefused(crawl()::start, "format 99; this one knows 2", "a newer Trawl");
    }

    @Test
    void anEmptyFileIsOneThatWasKilledAtItsBirth() throws IOException {
        site();
        Files.createFile(file());
        assertThat(run(crawl().start(), seconds(10)).state()).isEqualTo(JobState.DONE);
    }
}
