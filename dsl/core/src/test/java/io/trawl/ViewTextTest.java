package io.trawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Views as a terminal shows them, to the character. */
class ViewTextTest {
    private static final View.Fold FAILURES = new View.Fold("failures (3)", View.Note.of("TIMEOUT"));
    private static final View.Grid LATEST = View.Grid.of(
            "latest",
            List.of("page", "status", "took"),
            List.of(List.of("/guide/limits", 200, "34 ms"), List.of("/guide/old", 404, "12 ms")));

    @Test
    void aPlan() {
        var card = new View.Card(
                "Crawl plan · docs.example · not started",
                "start it: .start()   or   .await()",
                List.of(
                        new View.Field("scope", "docs.example, /guide/.*"),
                        new View.Field("formats", "markdown, links")),
                List.of(new View.Fold("first URLs (5)", LATEST), new View.Fold("as JSON", LATEST)));

        assertThat(card.text()).isEqualTo("""
                Crawl plan · docs.example · not started            start it: .start()   or   .await()
                  scope      docs.example, /guide/.*
                  formats    markdown, links
                ▸ first URLs (5)   ▸ as JSON""");
    }

    @Test
    void aRunningJob() {
        assertThat(panel(JobState.RUNNING, "", "", LATEST).text()).isEqualTo("""
                Crawl docs.example   RUNNING   ███████████░░░░░░░░░  118 / 200   3 failed   11.4/s   0:07 left   0:10
                  latest
                  page          │ status │ took
                  /guide/limits │    200 │ 34 ms
                  /guide/old    │    404 │ 12 ms
                ▸ failures (3)""");
    }

    @Test
    void aRunningJobThatDoesNotKnowItsTotal() {
        var progress = new Progress(
                JobState.RUNNING, 7, 0, OptionalInt.empty(), 2, Duration.ofSeconds(3661), Duration.ZERO, 0, false);
        assertThat(new View.Panel("1", "Map docs.example", progress, "", "", null, List.of()).text())
                .isEqualTo("Map docs.example   RUNNING   ░░░░░░░░░░░░░░░░░░░░  7   0 failed   2.0/s   1:01:01");
    }

    @Test
    void aJobThatIsDone() {
        assertThat(panel(JobState.DONE, "197 ok   3 failed   200 pages in 0:17", "", LATEST)
                        .text())
                .isEqualTo("""
                Crawl docs.example   DONE   197 ok   3 failed   200 pages in 0:17
                  latest
                  page          │ status │ took
                  /guide/limits │    200 │ 34 ms
                  /guide/old    │    404 │ 12 ms
                ▸ failures (3)""");
    }

    @Test
    void aJobThatEndedOtherwise() {
        assertThat(panel(JobState.CANCELLED, "after 118 of 200 · 118 rows kept", "", null)
                        .text())
                .isEqualTo("""
                Crawl docs.example   CANCELLED   after 118 of 200 · 118 rows kept
                ▸ failures (3)""");
        assertThat(panel(JobState.PARTIAL, "150 ok, 50 failed", "retry: job.retryFailed()", null)
                        .text())
                .isEqualTo("""
                Crawl docs.example   PARTIAL   150 ok, 50 failed · retry: job.retryFailed()
                ▸ failures (3)""");
        assertThat(panel(JobState.FAILED, "does not resolve (DNS)", "check the host name", null)
                        .text())
                .isEqualTo("""
                Crawl docs.example   FAILED   does not resolve (DNS) · check the host name
                ▸ failures (3)""");
    }

    @Test
    void aFailure() {
        var failure = new Failure(
                ErrorKind.TIMEOUT,
                "https://slow.example/a",
                0,
                3,
                "waiting",
                "no response headers within 10 s",
                ".timeout(seconds(30)), or .retry(5)",
                null);

        assertThat(failure.view().text()).isEqualTo("""
                TIMEOUT  https://slow.example/a
                  no response headers within 10 s (attempt 3, phase waiting)
                  try: .timeout(seconds(30)), or .retry(5)""");
    }

    @Test
    void aTableAlignsNumbersAndWideCharactersAndSaysWhatItLeftOut() {
        List<List<@Nullable Object>> rows = List.of(
                Arrays.asList("三体", 12, 0.1 + 0.2), Arrays.asList("Emma", 1036, 9.5), Arrays.asList(null, null, null));

        assertThat(new View.Grid("books", List.of("title", "pages", "price"), rows, 400, List.of()).text())
                .isEqualTo("""
                        books
                        title │ pages │ price
                        三体  │    12 │   0.3
                        Emma  │  1036 │   9.5
                              │       │
                        showing 3 of 400 rows""");
    }

    @Test
    void whatIsFoldedBelowATableBeginsToBeSeenAsATextCannotBeOpened() {
        var failures = IntStream.range(0, 4)
                .<View>mapToObj(
                        i -> new View.Note(View.Tone.WARNING, "TIMEOUT  /" + i, List.of("no answer", "try: again")))
                .toList();
        var grid = new View.Grid(
                "1 result, 4 failed",
                List.of("url"),
                List.of(List.of("/")),
                1,
                List.of(new View.Fold("failures (4)", new View.Stack(failures))));
        assertThat(grid.text()).isEqualTo("""
                1 result, 4 failed
                url
                /
                ▸ failures (4)
                    TIMEOUT  /0   no answer
                    TIMEOUT  /1   no answer
                    TIMEOUT  /2   no answer
                    …""");
    }

    @Test
    void longCellsAndLongHeadersAreCut() {
        String[] lines = View.Grid.of("", List.of("h".repeat(500)), List.of(List.of("x".repeat(500))))
                .text()
                .split("\n");

        assertThat(lines).allSatisfy(l -> assertThat(l).hasSize(60).endsWith("…"));
    }

    @Test
    void hostileTextIsShownAndDoesNothing() {
        assertThat(View.Note.of("a\u001B[31mred\0", "one\ntwo\tthree \u202Eevil")
                        .text())
                .isEqualTo("a\\u001B[31mred\\u0000\n  one two three \\u202Eevil");
        assertThat(new View.Source("text", "one\ntwo\u0007").text()).isEqualTo("one\ntwo\\u0007");
    }

    @Test
    void lanesShareOneScale() {
        var lanes = new View.Timeline(
                "Lanes",
                "one by one 2.0 s · together 1.0 s · 2.0× faster",
                List.of(),
                List.of(
                        new View.Timeline.Group(
                                "one by one", Duration.ofSeconds(2), List.of(lane(1, bar(0, 1), bar(1, 2)))),
                        new View.Timeline.Group(
                                "together", Duration.ofSeconds(1), List.of(lane(1, bar(0, 1)), lane(2, bar(0, 1))))),
                List.of());

        assertThat(lanes.text()).isEqualTo("""
                one by one   2.0 s
                  slot 1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
                together   1.0 s
                  slot 1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
                  slot 2  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
                          0 s                                                         2.0 s
                one by one 2.0 s · together 1.0 s · 2.0× faster""");
    }

    private static View.Timeline.Lane lane(int slot, View.Timeline.Span... spans) {
        return new View.Timeline.Lane("slot " + slot, List.of(spans));
    }

    private static View.Timeline.Span bar(int from, int to) {
        return new View.Timeline.Span("/", Duration.ofSeconds(from), Duration.ofSeconds(to), View.Ink.FIRST);
    }

    private static View panel(JobState state, String headline, String advice, View.@Nullable Grid body) {
        var progress = new Progress(
                state, 118, 3, OptionalInt.of(200), 11.4, Duration.ofSeconds(10), Duration.ofSeconds(7), 0, false);
        return new View.Panel("crawl-1", "Crawl docs.example", progress, headline, advice, body, List.of(FAILURES));
    }

    @Test
    void aFailureIsOneLineWhateverTheServerSaid() {
        var failure =
                Failure.of(ErrorKind.DECODE, "http://a.example/\r\nx", "no HTTP: \u001B[2J\nINFO fine", "\u009B1m");
        assertThat(failure.toString() + failure.advice()).doesNotContain("\n", "\r", "\u001B", "\u009B");
        assertThat(new ScrapeException(failure).getMessage()).doesNotContain("\u001B");
        assertThat(failure.message()).isEqualTo("no HTTP: \\u001B[2J INFO fine");
    }

    @Test
    void noResults() {
        assertThat(Results.of(List.of()).view().text()).isEqualTo("0 results");
    }
}
