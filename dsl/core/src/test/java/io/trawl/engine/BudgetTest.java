package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a run may use, and how the next goes on. */
@Row("B11")
class BudgetTest extends VirtualCrawl {
    @Test
    @Row("B11")
    void aBudgetEndsTheRunAndTheNextGoesOn() {
        site();
        var first = run(crawl().budget(b -> b.pages(2)).start(), seconds(10));
        assertThat(first.state()).isEqualTo(JobState.PARTIAL);
        assertThat(first.reason()).isEqualTo("the budget of 2 pages is used up");
        assertThat(asked()).containsExactly("/0", "/1");
        var second = run(crawl().budget(b -> b.pages(2)).start(), seconds(10));
        assertThat(second.state()).isEqualTo(JobState.PARTIAL);
        assertThat(asked()).containsExactly("/2", "/3");
        var third = run(crawl().budget(b -> b.pages(2)).start(), seconds(10));
        assertThat(third.state()).isEqualTo(JobState.DONE);
        assertThat(third.reason()).isEmpty();
        assertThat(asked()).containsExactly("/4");
    }

    @Test
    void requestsAreCountedExactlyRetriesIncluded() {
        var urls = IntStream.range(0, 10).mapToObj(i -> "http://127.0.0.1/" + i).toList();
        net.on(urls.get(0), 503, "busy", Duration.ZERO).on(urls.get(0), 200, "page", Duration.ZERO);
        var job = run(
                session.batch(urls).maxConcurrency(1).budget(b -> b.requests(4)).start(), seconds(10));
        assertThat(asked()).hasSize(4);
        assertThat(job.state()).isEqualTo(JobState.PARTIAL);
        assertThat(job.reason()).isEqualTo("the budget of 4 requests is used up");
        assertThat(job.await().size()).as("a row for each input").isEqualTo(10);
        assertThat(job.await().failed()).extracting(Failure::message).containsOnly(job.reason());
    }

    @Test
    void timeAndBytesAbortNothing() {
        site();
        var timed = run(crawl().budget(b -> b.time(millis(1_500))).start(), seconds(10));
        assertThat(timed.reason()).isEqualTo("the budget of 1.5 s is used up");
        assertThat(titles(timed)).containsExactly("Page 0", "Page 1");
        assertThat(net.aborted()).isZero();
    }
}
