package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.JobEvent;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Frames;
import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@Row("D2")
class LiveTest {
    private final FakeDisplay display = new FakeDisplay();
    private final Live live = new Live(Frames.real(), () -> false);

    @Test
    void aJobIsDrawnWhileItRunsAndEndsAsItsTable() throws Exception {
        try (var site = MockSite.start(
                        s -> s.pages(30, n -> "<title>Page " + n + "</title>").delay(Duration.ofMillis(20)));
                var session = site.session()) {
            var display = new FakeDisplay();
            var job = session.batch(site.urls()).start();
            Bundle first = new Live(Frames.real(), () -> false).job(job, display);
            int frames = display.settled.get(30, TimeUnit.SECONDS);

            assertThat(first.text()).startsWith("Batch").doesNotContain("DONE");
            assertThat(display.updates).hasSize(frames);
            assertThat(display.last()).isEqualTo(Bundles.of(job.view()));
            assertThat(display.last().text()).contains("DONE").contains("30 ok").contains("showing 20 of 30 rows");
            assertThat(FakeDisplay.html(display.last())).contains("Page 20").doesNotContain("<progress");
        }
    }

    @Test
    void whatIsDoneTellsHowOftenItsConnectionWasUsedAgain() throws Exception {
        try (var site = MockSite.start(s -> s.pages(20, n -> "page"));
                var session = site.session()) {
            var job = session.batch(site.urls()).maxConcurrency(1).robots(false).start();
            job.await();

            assertThat(live.job(job, display).text().lines().findFirst().orElseThrow())
                    .matches("Batch.*   DONE   20 ok   0 failed   20 pages in .* · p50 \\d+ ms · p95 \\d+ ms"
                            + " · \\d+ connections? reused 1\\d×");
        }
    }

    /** Where no page draws widgets, that is the cure for a page that was loaded anew. */
    @Test
    void shownOnceMoreAJobIsAsItIsNowAndBothPlacesGoOn() throws Exception {
        try (var site = MockSite.start(s -> s.pages(3, n -> "page").delay(Duration.ofSeconds(60)));
                var session = site.session()) {
            var job = session.batch(site.urls()).start();
            var again = new FakeDisplay();
            live.job(job, display);
            job.pause();

            assertThat(live.job(job, again).text()).contains("PAUSED");
            job.cancel();
            display.settled.get(30, TimeUnit.SECONDS);
            again.settled.get(30, TimeUnit.SECONDS);
            assertThat(again.last()).isEqualTo(display.last());
        }
    }

    /** Nothing tells a kernel what a reader has opened in HTML, and each frame would close it. */
    @Test
    void aFrameThatTheNextOneReplacesHasNothingToOpenAndSaysInWordsWhatFailed() throws Exception {
        try (var site = MockSite.start(s -> s.pages(60, n -> "page")
                        .status("/1", 404)
                        .status("/2", 404)
                        .status("/3", 404)
                        .status("/4", 404)
                        .delay("/50", Duration.ofSeconds(60)));
                var session = site.session()) {
            var job = session.batch(site.urls()).maxConcurrency(1).robots(false).start();
            live.job(job, display);

            Bundle running = display.until(frame -> frame.text().contains("49 / 60"));
            assertThat(FakeDisplay.html(running))
                    .contains("failures (4), the last ones", "/4", "/3", "/2")
                    .doesNotContain("<details>", "/1<");
            job.pause();
            Bundle paused = display.until(frame -> frame.text().contains("PAUSED"));
            assertThat(FakeDisplay.html(paused)).contains("<details><summary><bdi>failures (4)</bdi></summary>");
            job.cancel();
            display.settled.get(30, TimeUnit.SECONDS);
            assertThat(FakeDisplay.html(display.last()))
                    .contains("<details><summary><bdi>failures (4)</bdi></summary>");
        }
    }

    @Test
    void aCancelledJobSaysSoAndKeepsNoBar() throws Exception {
        try (var site = MockSite.start(s -> s.pages(3, n -> "page").delay(Duration.ofSeconds(60)));
                var session = site.session()) {
            var job = session.batch(site.urls()).start();
            new Live(Frames.real(), () -> false).job(job, display);
            job.cancel();
            display.settled.get(30, TimeUnit.SECONDS);

            assertThat(display.last().text()).contains("CANCELLED");
            assertThat(FakeDisplay.html(display.last())).doesNotContain("<progress");
        }
    }

    @Test
    void aJobThatIsOverIsDrawnOnce() throws Exception {
        try (var site = MockSite.start(s -> s.page("/", "<title>Guide</title>"));
                var session = site.session()) {
            var job = session.scrape(site.url()).start();
            var over = new CompletableFuture<Void>();
            job.onEvent(e -> {
                if (e instanceof JobEvent.StateChanged changed
                        && changed.state().isFinal()) {
                    over.complete(null);
                }
            });
            over.get(30, TimeUnit.SECONDS);

            assertThat(live.job(job, display).text()).contains("DONE");
            assertThat(display.live).isFalse();
        }
    }
}
