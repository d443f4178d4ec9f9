package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Css;
import io.trawl.Document;
import io.trawl.JobState;
import io.trawl.Sink;
import io.trawl.StreamPlan;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What sinks get of runs that end before their time and are resumed. */
@Row("B11")
class CheckpointSinksTest extends VirtualCrawl {
    record Line(@Css("title") String title) {}

    private StreamPlan<Line> lines(Path csv, Path jsonl) {
        return crawl().extract(Line.class).sink(Sink.csv(csv)).sink(Sink.jsonl(jsonl));
    }

    @Test
    @Row("B11")
    void filesHoldEachRowOnceHoweverTheRunEnded() throws IOException {
        site();
        Path csv = folder.resolve("rows.csv");
        Path jsonl = folder.resolve("rows.jsonl");
        run(lines(csv, jsonl).start(), millis(2_500)).cancel();
        clock.advance(seconds(1));
        assertThat(Files.readAllLines(csv)).containsExactly("title", "Page 0", "Page 1");
        // As if it had been killed in the middle of a row.
        Files.writeString(csv, "Page 2\r\nPa", StandardOpenOption.APPEND);
        Files.writeString(jsonl, "{\"title\":", StandardOpenOption.APPEND);

        var job = run(lines(csv, jsonl).start(), seconds(10));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(Files.readAllLines(csv)).containsExactly("title", "Page 0", "Page 1", "Page 2", "Page 3", "Page 4");
        assertThat(Files.readAllLines(jsonl)).hasSize(5).startsWith("{\"title\":\"Page 0\"}");
        assertThat(job.await().ok()).extracting(Line::title).hasSize(5);
    }

    @Test
    void aSinkAmongTheStagesGetsWhatIsThere() {
        site();
        var early = new ArrayList<Object>();
        var late = new ArrayList<Object>();
        run(
                session.crawl("http://127.0.0.1/0")
                        .entireDomain(true)
                        .map(Document::title)
                        .sink(early::addAll)
                        .filter(t -> t.endsWith("3"))
                        .sink(late::addAll)
                        .start(),
                seconds(10));
        assertThat(early).containsExactly("Page 0", "Page 1", "Page 2", "Page 3", "Page 4");
        assertThat(late).containsExactly("Page 3");
    }

    @Test
    @Row("B11")
    void preferredPathsComeFirstAmongTheirEquals() {
        net.on("http://127.0.0.1/", 200, "<a href='/a'></a><a href='/b'></a><a href='/books/1'></a>", Duration.ZERO);
        run(
                session.crawl("http://127.0.0.1/")
                        .prefer("^/books/")
                        .maxConcurrency(1)
                        .start(),
                seconds(1));
        assertThat(asked()).containsExactly("/", "/books/1", "/a", "/b");
    }
}
