package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Session;
import io.trawl.StreamPlan;
import io.trawl.matrix.Row;
import io.trawl.store.JournalReader;
import io.trawl.store.Secrets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages that stages fetch for pages are in the checkpoint too: what is recorded is not fetched again. */
@Row({"B13", "B21"})
class CheckpointStagesTest extends VirtualCrawl {
    private static final String HOST = "http://127.0.0.1/";

    /** Three lists of two details each; a page takes a second. */
    private void lists() {
        for (int i = 0; i < 3; i++) {
            net.on(HOST + i, 200, "<a href=/" + i + "a>a</a><a href=/" + i + "b>b</a>", seconds(1));
            for (String detail : List.of("a", "b")) {
                net.on(HOST + i + detail, 200, "<title>Detail " + i + detail + "</title>", seconds(1));
            }
        }
    }

    private StreamPlan<Document> details(Session of) {
        return of.batch(List.of(HOST + 0, HOST + 1, HOST + 2))
                .maxConcurrency(1)
                .checkpoint(file())
                .fetchAll("a");
    }

    @Test
    void whatARunThatWasCutOffHasRecordedIsReadBack() {
        lists();
        for (int after = 500; after < 9_000; after += 1_000) {
            var first = run(details(session).start(), millis(after));
            first.cancel();
            clock.advance(seconds(1));
            var all = asked();
            var asked = List.copyOf(all.subList(0, all.size() - 1));

            var second = run(details(another()).start(), seconds(20));
            assertThat(second.state()).isEqualTo(JobState.DONE);
            assertThat(titles(second))
                    .containsExactly("Detail 0a", "Detail 0b", "Detail 1a", "Detail 1b", "Detail 2a", "Detail 2b");
            var further = asked();
            assertThat(further).as("cut off after " + after + " ms").noneMatch(asked::contains);
            assertThat(Stream.concat(asked.stream(), further.stream()))
                    .containsExactlyInAnyOrder("/0", "/0a", "/0b", "/1", "/1a", "/1b", "/2", "/2a", "/2b");
            assertThat(file().toFile().delete()).isTrue();
        }
    }

    @Test
    void theyAreNoPagesOfTheJobAndLeaveTheHeapAsThose() {
        lists();
        var job = run(details(session).start(), seconds(20));
        assertThat(JournalReader.open(file(), Secrets.UNKNOWN).counts())
                .as("known, ended, failed")
                .containsExactly(3, 3, 0);
        assertThat(job.progress().done()).isEqualTo(3);
        assertThat(job.await().ok()).allMatch(page -> page instanceof KeptPage);
        assertThat(job.await().ok().get(4).rawHtml()).isEqualTo("<title>Detail 2a</title>");
    }

    @Test
    void onePageThatSeveralLeadToIsReadBackWhicheverComesFirst() {
        for (String from : List.of("x", "y")) {
            net.on(HOST + from, 200, "<title>" + from + "</title><a href=/shared>s</a>", seconds(1));
        }
        net.on(HOST + "shared", 200, "<title>shared</title><a href=/last>l</a>", seconds(1));
        net.on(HOST + "last", 200, "<title>last</title>", seconds(1));
        var plan = session.batch(List.of(HOST + "x", HOST + "y"))
                .checkpoint(file())
                .follow("a");
        assertThat(titles(run(plan.start(), seconds(20)))).containsExactlyInAnyOrder("x", "y", "shared", "last");
        assertThat(asked()).hasSize(4);
        assertThat(titles(run(plan.start(), seconds(20)))).containsExactlyInAnyOrder("x", "y", "shared", "last");
        assertThat(asked()).isEmpty();
    }

    @Test
    void aPageThatFailedHasFailedLikeAnyOtherOfTheJob() {
        net.on(HOST + "list", 200, "<a href=/gone>g</a>", seconds(1));
        net.on(HOST + "gone", 404, "<title>Not here</title>", seconds(1));
        var plan = session.batch(List.of(HOST + "list")).checkpoint(file()).fetchAll("a");
        run(plan.start(), seconds(20));
        assertThat(asked()).hasSize(2);
        Failure again = run(plan.start(), seconds(20)).await().failed().get(0);
        assertThat(asked()).isEmpty();
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.document()).isNotNull();
        assertThat(again.document().title()).isEqualTo("Not here");
    }
}
