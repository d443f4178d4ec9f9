package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobEvent;
import io.trawl.ScrapeException;
import io.trawl.kernel.api.Bundle;
import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@Row("D2")
class LiveTest {
    private final HandDrivenFrames frames = new HandDrivenFrames();
    private final FakeDisplay display = new FakeDisplay();
    private final Live live = new Live(frames);

    @Test
    void aJobIsDrawnWhileItRunsAndEndsAsItsTable() throws Exception {
        try (var site = MockSite.start(
                        s -> s.pages(30, n -> "<title>Page " + n + "</title>").delay(Duration.ofMillis(20)));
                var session = site.session()) {
            var display = new FakeDisplay();
            var job = session.batch(site.urls()).start();
            Bundle first = new Live(Frames.real()).job(job, display);
            int frames = display.settled.get(30, TimeUnit.SECONDS);

            assertThat(first.text()).startsWith("Batch").doesNotContain("DONE");
            assertThat(display.updates).hasSize(frames);
            assertThat(display.last()).isEqualTo(Bundles.of(job.view()));
            assertThat(display.last().text()).contains("DONE").contains("30 ok").contains("showing 20 of 30 rows");
            assertThat(FakeDisplay.html(display.last())).contains("Page 20").doesNotContain("<progress");
        }
    }

    @Test
    void aCancelledJobSaysSoAndKeepsNoBar() throws Exception {
        try (var site = MockSite.start(s -> s.pages(3, n -> "page").delay(Duration.ofSeconds(60)));
                var session = site.session()) {
            var job = session.batch(site.urls()).start();
            new Live(Frames.real()).job(job, display);
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

    @Test
    void aPendingFutureBecomesItsValueInPlace() {
        var future = new CompletableFuture<String>();
        assertThat(live.future(future, display).text()).isEqualTo("pending…");
        assertThat(display.live).isTrue();

        frames.advance(Duration.ofMillis(34));
        future.complete("forty-two");
        frames.advance(Frames.GAP);

        assertThat(display.last().text()).isEqualTo("→ forty-two (34 ms)");
        assertThat(display.settled).isCompletedWithValue(1);
    }

    @Test
    void aPendingFutureBecomesItsFailureInPlace() {
        var future = new CompletableFuture<String>();
        live.future(future.thenApply(s -> s), display);
        future.completeExceptionally(new ScrapeException(
                Failure.of(ErrorKind.DNS, "https://no.example/", "no.example does not resolve", "")));
        frames.advance(Frames.GAP);

        assertThat(display.last().text()).startsWith("DNS  https://no.example/").contains("does not resolve");
    }

    @Test
    void aCancelledFutureSaysCancelled() {
        var future = new CompletableFuture<String>();
        live.future(future, display);
        frames.advance(Duration.ofMillis(5));
        future.cancel(true);
        frames.advance(Frames.GAP);

        assertThat(display.last().text()).isEqualTo("cancelled (5 ms)");
    }

    @Test
    void aFinishedFutureIsDrawnAtOnceAndNotAgain() {
        var failed = CompletableFuture.failedFuture(new CompletionException(new IllegalStateException("no price")));

        assertThat(live.future(CompletableFuture.completedFuture("ready"), display)
                        .text())
                .isEqualTo("→ ready");
        assertThat(live.future(CompletableFuture.completedFuture(null), display).text())
                .isEqualTo("→ null");
        assertThat(live.future(failed, display).text()).contains("failed").contains("no price");
        assertThat(display.live).isFalse();
        assertThat(display.updates).isEmpty();
    }
}
