package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.StreamJob;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.widget.Widgets;
import io.trawl.kernel.testing.Rendering;
import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job's panel where the page draws widgets: what a person does there reaches the job. */
@Row("D4")
class JobPanelTest {

    private final FakeDisplay display = new FakeDisplay();
    private OnePage page;
    private MockSite site;

    @BeforeEach
    void open() {
        page = new OnePage();
        site = MockSite.start(
                s -> s.pages(60, n -> "<title>Page " + n + "</title>").delay(Duration.ofSeconds(60)));
    }

    @AfterEach
    void close() {
        page.close();
        site.close();
    }

    private Bundle show(StreamJob<Document> job) {
        return new Live(Frames.real(), () -> Widgets.current().spoken()).job(job, display);
    }

    private static CompletableFuture<Void> reached(StreamJob<Document> job, JobState state) {
        var reached = new CompletableFuture<Void>();
        job.onEvent(e -> {
            if (e instanceof JobEvent.StateChanged s && s.state() == state) {
                reached.complete(null);
            }
        });
        return reached;
    }

    @Test
    void theSliderChangesHowManyAreUnderWayAndFollowsCode() throws Exception {
        try (var busy = MockSite.start(s -> s.pages(2_000, n -> "<p>" + n).delay(Duration.ofMillis(50)));
                var session = busy.session()) {
            var job = session.batch(busy.urls()).maxConcurrency(2).start();
            show(job);
            assertThat(page.described("at once")).containsEntry("value", 2).containsEntry("max", 32);

            page.set("at once", 5L);
            page.until(() -> job.maxConcurrency() == 5);
            busy.hit(hit -> busy.maxInFlight() == 5).get(30, TimeUnit.SECONDS);
            job.maxConcurrency(7);

            page.until(() -> Integer.valueOf(7).equals(page.described("at once").get("value")));
            job.cancel();
        }
    }

    /** A slider that is dragged, or moved with the keys. */
    @Test
    void ofAHundredMovesTheLastOneCountsAndTheSliderStaysWhereItIs() {
        try (var session = site.session()) {
            var job = session.batch(site.urls()).maxConcurrency(2).start();
            show(job);

            for (int i = 0; i < 100; i++) {
                page.set("at once", 1L + i % 32);
            }
            page.set("at once", 9L);
            page.until(() -> job.maxConcurrency() == 9);
            job.pause();
            page.until(() -> page.described("Resume") != null);

            assertThat(job.maxConcurrency()).isEqualTo(9);
            assertThat(((Number) page.described("at once").get("value")).intValue())
                    .isEqualTo(9);
            job.cancel();
        }
    }

    @Test
    void aPauseIsAButtonThatGoesOnAgain() throws Exception {
        try (var session = site.session()) {
            var job = session.batch(site.urls()).maxConcurrency(2).start();
            show(job);

            page.click("Pause");
            reached(job, JobState.PAUSED).get(30, TimeUnit.SECONDS);
            page.until(() -> page.described("Resume") != null);
            page.click("Resume");

            page.until(() -> job.state() == JobState.RUNNING);
            page.until(() -> page.described("Pause") != null);
            job.cancel();
        }
    }

    @Test
    void cancelEndsTheJobAndThePanelBecomesAPictureWithoutWidgets() throws Exception {
        try (var session = site.session()) {
            var job = session.batch(site.urls()).maxConcurrency(2).start();
            Bundle first = show(job);

            page.click("Cancel");
            display.settled.get(30, TimeUnit.SECONDS);

            assertThat(first.data()).containsKeys("text/plain", "text/html", Widgets.VIEW);
            assertThat(first.text()).startsWith("Batch");
            assertThat(display.last().data()).doesNotContainKey(Widgets.VIEW);
            assertThat(display.last().text()).contains("CANCELLED");
            page.until(() -> page.described("Cancelling") != null);
            assertThat(page.described("Cancelling")).containsEntry("disabled", true);
            // A page that was loaded anew knows no displays: it sees the end in the widget.
            page.until(() -> pictured().contains("CANCELLED"));
            Map<String, Object> buttons = page.first("HBoxModel");
            page.until(() -> "none".equals(page.layoutOf(buttons).get("display")));
        }
    }

    @Test
    void aSecondClickOnCancelDoesNothing() throws Exception {
        try (var session = site.session()) {
            var job = session.batch(site.urls()).maxConcurrency(2).start();
            show(job);
            Runnable cancel = page.button("Cancel");

            cancel.run();
            cancel.run();
            display.settled.get(30, TimeUnit.SECONDS);
            cancel.run();

            assertThat(display.updates).as("one last frame").hasSize(1);
            assertThat(display.last().text()).contains("CANCELLED");
        }
    }

    /** Check 29 of panels: a notebook of a long day. */
    @Test
    void ofAThousandPanelsThatAreOverTheLastTwoHundredAreOpen() throws Exception {
        try (var session = site.session()) {
            var first = session.batch(site.urls()).start();
            show(first);
            int each = page.openModels();
            first.cancel();
            var ends = new ArrayList<CompletableFuture<?>>();
            for (int i = 1; i < 1_000; i++) {
                var shown = new FakeDisplay();
                var job = session.batch(site.urls()).start();
                new Live(Frames.real(), () -> true).job(job, shown);
                job.cancel();
                ends.add(shown.settled);
            }
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);

            // A panel has more models when there are details.
            assertThat(page.openModels()).isLessThanOrEqualTo(2 * Widgets.MOST_SHOWN * each);
        }
    }

    /** An update of the output would draw the widgets anew, under the mouse. */
    @Test
    void whileItRunsOnlyTheWidgetChanges() {
        try (var session = site.session()) {
            var job = session.batch(site.urls()).maxConcurrency(2).start();
            show(job);
            assertThat(pictured()).contains("RUNNING");

            page.click("Pause");
            page.until(() -> pictured().contains("PAUSED"));

            assertThat(display.updates).isEmpty();
            job.cancel();
        }
    }

    private String pictured() {
        return String.valueOf(page.first("HTMLModel").get("value"));
    }

    /** A part that a person has opened must not be closed by the next frame, so the frames go into what is in it. */
    @Test
    void detailsArePartsThatStayAndSayHowManyThereAreAndAreDrawnForWhoOpensThem() throws Exception {
        try (var faulty = MockSite.start(s -> s.pages(400, n -> "<p>" + n)
                        .status("/1", 404)
                        .status("/2", 404)
                        .delay("/3", Duration.ofSeconds(60))
                        .delay(Duration.ofMillis(20)));
                var session = faulty.session()) {
            var job = session.batch(faulty.urls()).maxConcurrency(2).start();
            show(job);

            page.until(() -> titles().contains("failures (2)"));
            page.until(() -> titles().contains("latest 20"));
            assertThat(titles()).containsExactlyInAnyOrder("latest 20", "waterfall", "failures (2)");
            assertThat(page.pictures()).as("nobody looks").noneMatch(html -> html.contains("HTTP"));
            page.open("failures (2)");
            page.until(() -> page.pictures().stream().anyMatch(html -> html.contains("HTTP") && html.contains("/1")));
            assertThat(pictured()).as("the line alone").doesNotContain("<table");

            job.cancel();
            page.until(() ->
                    "none".equals(page.layoutOf(page.first("AccordionModel")).get("display")));
        }
    }

    @Test
    @Row("D6")
    void theWaterfallIsOfTheMomentWhenItWasOpened() throws Exception {
        try (var busy = MockSite.start(s -> s.pages(4_000, n -> "<p>" + n).delay(Duration.ofMillis(20)));
                var session = busy.session()) {
            var job = session.batch(busy.urls()).maxConcurrency(2).start();
            show(job);
            page.until(() -> titles().contains("waterfall"));

            page.open("waterfall");
            page.until(() -> waterfall().isPresent());
            String first = waterfall().orElseThrow();
            String line = pictured();
            page.until(() -> !pictured().equals(line));
            assertThat(waterfall()).as("it holds still").contains(first);
            page.open(null);
            page.open("waterfall");

            page.until(() -> waterfall().filter(html -> !html.equals(first)).isPresent());
            job.cancel();
        }
    }

    private Optional<String> waterfall() {
        return page.pictures().stream()
                .filter(html -> html.contains("src=\"data:image/svg+xml"))
                .findFirst();
    }

    private List<String> titles() {
        return ((List<?>) page.first("AccordionModel").get("titles"))
                .stream().map(String::valueOf).toList();
    }

    @Test
    @Row("D2")
    void insideAnotherPictureAJobHasNoWidgetsAndItsFramesGoThere() throws Exception {
        try (var session = site.session()) {
            var first = session.batch(site.urls()).maxConcurrency(2).start();
            var second = session.batch(site.urls()).maxConcurrency(2).start();
            var extension = new TrawlExtension();
            var shown = Rendering.of(List.of(first, second), extension);

            assertThat(shown.first().data()).doesNotContainKey(Widgets.VIEW);
            assertThat(shown.text()).containsSubsequence("Batch", "RUNNING", "Batch", "RUNNING");
            first.cancel();
            second.cancel();

            assertThat(shown.last(Duration.ofSeconds(60)).text()).containsSubsequence("CANCELLED", "CANCELLED");
        }
    }

    @Test
    @Row("B13")
    void allJobsOfASessionAreOnePanelWhereEachHasItsControls() throws Exception {
        try (var session = site.session()) {
            var live = new Live(Frames.real(), () -> Widgets.current().spoken());
            var first =
                    session.batch(site.urls()).name("first").maxConcurrency(2).start();
            Bundle shown = live.jobs(session.jobs().live(), display);
            assertThat(shown.data()).containsKey(Widgets.VIEW);
            assertThat(shown.text()).startsWith("1 running · 0 ended\nfirst " + first.id());

            var second =
                    session.batch(site.urls()).name("second").maxConcurrency(2).start();
            page.until(() -> page.pictures().stream().anyMatch(html -> html.contains("second")));
            first.cancel();
            page.until(() -> page.pictures().stream().anyMatch(html -> html.contains("1 running · 1 ended")));
            page.click("Pause");
            page.until(() -> second.state() == JobState.PAUSED || first.state() == JobState.CANCELLED);

            var other = new FakeDisplay();
            live.jobs(session.jobs().live(), other);
            page.until(() -> !display.updates.isEmpty());
            assertThat(display.last().data()).doesNotContainKey(Widgets.VIEW);
            assertThat(display.settled).as("nobody waits for a dashboard").isDone();
            second.cancel();
        }
    }
}
