package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Document;
import io.trawl.JobState;
import io.trawl.StreamJob;
import io.trawl.matrix.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs of earlier runs: found by their ids, told what became of them. */
@Row("A3")
class EarlierJobsTest extends VirtualCrawl {
    @Test
    @Row("A3")
    void aJobOfAnEarlierRunIsFoundByItsId() {
        site();
        net.on("http://127.0.0.1/4", 404, "<title>Gone</title>", Duration.ZERO);
        var ran = run(crawl().start(), seconds(10));
        var job = (StreamJob<?>) another().job(ran.id());
        assertThat(job).isNotSameAs(ran);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.name()).isEqualTo("Crawl 127.0.0.1");
        assertThat(job.progress().done()).isEqualTo(5);
        assertThat(job.partial().ok()).extracting(p -> ((Document) p).title()).contains("Page 0", "Page 3");
        assertThat(job.await().summary().ok()).isEqualTo(5);
        assertThat(another().jobs()).extracting(j -> j.id()).contains(ran.id());
        var events = new ArrayList<Object>();
        job.onEvent(events::add);
        clock.advance(seconds(1));
        assertThat(events).hasSize(6);
        assertThat(job.cancel()).isFalse();
    }

    @Test
    @Row("A3")
    void aJobInterruptedByTheEndOfItsProcessSaysSo() throws Exception {
        site();
        var job = run(crawl().start(), millis(2_500));
        assertThat(another().job(job.id()).state()).as("it holds the file").isEqualTo(JobState.RUNNING);
        assertThat(another().job(job.id()).reason()).contains("at work elsewhere");
        // The file as a killed process leaves it.
        Path copy = folder.resolve("copy.trawl");
        Files.copy(file(), copy);
        var orphan = new PastJob((LocalSession) session, copy);
        assertThat(orphan.state()).isEqualTo(JobState.PARTIAL);
        assertThat(orphan.reason()).contains("its process ended before it did");
        assertThat(orphan.partial().ok()).hasSize(2);
    }

    @Test
    @Row("A3")
    void aNamedJobIsRememberedAndAnUnnamedSmallOneIsNot() {
        site();
        var named = run(
                session.crawl("http://127.0.0.1/0").name("books of the week").start(), seconds(2));
        var unnamed = run(session.crawl("http://127.0.0.1/0").start(), seconds(2));
        assertThat(another().job(named.id()).name()).isEqualTo("books of the week");
        assertThatThrownBy(() -> another().job(unnamed.id())).hasMessageContaining("none of an earlier run");
    }

    @Test
    @Row("B11")
    void aLargeJobMovesIntoAJournalAndReadsItsPagesFromThere() {
        var urls =
                IntStream.range(0, 1_500).mapToObj(i -> "http://127.0.0.1/" + i).toList();
        urls.forEach(url -> net.on(url, 200, "<title>" + url + "</title><p>One two three</p>", Duration.ZERO));
        var job = run(session.batch(urls).start(), seconds(10));
        var results = job.await();
        assertThat(results.ok()).hasSize(1_500).allMatch(KeptPage.class::isInstance);
        assertThat(results.ok().get(700).markdown()).isEqualTo("One two three");
        assertThat(results.table().rowCount()).isEqualTo(1_500);
        assertThat(another().job(job.id()).progress().done()).isEqualTo(1_500);
    }

    @Test
    @Row("B13")
    void aCheckpointGoesOnWithoutTheCode() {
        site();
        run(crawl().formats(io.trawl.Format.HTML).start(), millis(1_500)).cancel();
        clock.advance(seconds(1));
        asked();
        var job = run(session.resume(file()).start(), seconds(10));
        assertThat(asked()).containsExactly("/1", "/2", "/3", "/4");
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThatThrownBy(() -> session.resume(folder.resolve("none.trawl")))
                .hasMessageContaining("there is no checkpoint");
    }
}
