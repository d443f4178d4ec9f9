package io.trawl.notebook;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Progress;
import io.trawl.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One view of each kind as a notebook shows them. */
final class Samples {
    private Samples() {}

    static Map<String, View> all() {
        var all = new LinkedHashMap<String, View>();
        all.put("plan", plan());
        all.put("running", panel(JobState.RUNNING));
        all.put("done", panel(JobState.DONE));
        all.put("partial", panel(JobState.PARTIAL));
        all.put("cancelled", panel(JobState.CANCELLED));
        all.put("failed", panel(JobState.FAILED));
        all.put("failure", failure("https://slow.example/a").view());
        all.put("lanes", lanes());
        all.put("source", new View.Source("json", "{\n  \"url\": \"https://docs.example/\"\n}"));
        all.put("hostile", hostile());
        return all;
    }

    static View plan() {
        return new View.Card(
                "Crawl plan · docs.example · not started",
                "start it: .start()   or   .await()",
                List.of(
                        new View.Field(
                                "scope", "docs.example, /guide/.*, not .*print=.*        limit 200 pages, depth 3"),
                        new View.Field("pace", "8 at once, 2 per host, ≥ 250 ms apart"),
                        new View.Field("robots", "obeyed"),
                        new View.Field("formats", "markdown, links"),
                        new View.Field("limits", "timeout 30 s, 3 tries")),
                List.of(new View.Fold("as JSON", new View.Source("json", "{\"kind\": \"crawl\"}"))));
    }

    static View.Panel panel(JobState state) {
        boolean over = state.isFinal();
        int done = state == JobState.FAILED ? 0 : over && state != JobState.CANCELLED ? 200 : 118;
        var failures = new View.Fold(
                "failures (3)",
                new View.Stack(List.of(
                        failure("https://docs.example/guide/old").view(),
                        failure("https://docs.example/guide/older").view(),
                        failure("https://docs.example/guide/oldest").view())));
        String headline = switch (state) {
            case DONE -> "200 ok   0 failed   200 pages in 0:17 · 11.6/s · p50 37 ms · p95 88 ms";
            case PARTIAL -> "197 ok   3 failed   200 pages in 0:17 · 11.6/s · p50 37 ms · p95 88 ms (TIMEOUT × 3)";
            case CANCELLED -> "after 118 of 200 · 118 rows kept";
            case FAILED -> "docs.example does not resolve (DNS)";
            default -> "";
        };
        String advice = switch (state) {
            case PARTIAL -> "retry: job.retryFailed()";
            case FAILED -> "check the host name";
            default -> "";
        };
        return new View.Panel(
                "crawl-1",
                "Crawl docs.example",
                new Progress(
                        state,
                        done,
                        state == JobState.DONE || state == JobState.FAILED ? 0 : 3,
                        OptionalInt.of(200),
                        11.4,
                        Duration.ofSeconds(over ? 17 : 10),
                        over ? Duration.ZERO : Duration.ofSeconds(7),
                        0,
                        false),
                headline,
                advice,
                state == JobState.FAILED ? null : over ? pages() : latest(),
                state == JobState.DONE || state == JobState.FAILED ? List.of() : List.of(failures));
    }

    private static View.Grid latest() {
        return View.Grid.of(
                "latest",
                List.of("page", "status", "took"),
                List.of(
                        List.of("/guide/limits", 200, "34 ms"),
                        List.of("/guide/retries", 200, "41 ms"),
                        List.of("/guide/old", 404, "12 ms")));
    }

    static View.Grid pages() {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int i = 0; i < 20; i++) {
            rows.add(Arrays.asList(
                    "https://docs.example/guide/page-" + i,
                    "Guide, part " + i,
                    200,
                    412 + 37 * i % 900,
                    31 + 13 * i % 60));
        }
        return new View.Grid("200 pages", List.of("url", "title", "status", "words", "ms"), rows, 200, List.of());
    }

    static Failure failure(String url) {
        return new Failure(
                ErrorKind.TIMEOUT,
                url,
                0,
                3,
                "waiting",
                "no response headers within 10 s",
                ".timeout(seconds(30)), or .retry(5)",
                null);
    }

    static View lanes() {
        return new View.Timeline(
                "Lanes",
                "one by one 6.0 s · together 2.0 s · 3.0× faster",
                List.of(),
                List.of(
                        new View.Timeline.Group("one by one", Duration.ofSeconds(6), List.of(bars(6, 1000, 1))),
                        new View.Timeline.Group(
                                "together",
                                Duration.ofSeconds(2),
                                List.of(bars(2, 1000, 1), bars(2, 900, 3), bars(2, 800, 5)))),
                List.of());
    }

    private static View.Timeline.Lane bars(int n, int millis, int first) {
        var bars = new ArrayList<View.Timeline.Span>();
        for (int i = 0; i < n; i++) {
            bars.add(new View.Timeline.Span(
                    "/" + (first + i),
                    Duration.ofMillis((long) i * millis),
                    Duration.ofMillis((long) (i + 1) * millis),
                    first + i != 4 ? View.Ink.FIRST : View.Ink.BAD));
        }
        return new View.Timeline.Lane("slot", bars);
    }

    static View hostile() {
        return View.Grid.of(
                "titles as sites send them",
                List.of("title", "words"),
                List.of(
                        List.of("<script>alert(1)</script>", 3),
                        List.of("<img src=x onerror=alert(1)>", 14),
                        List.of("</td></tr></table><h1>out</h1>", 1200),
                        List.of("right to left \u202Egnp.exe\u202C, NUL \0, &amp; \"quotes\" 'too'", 7),
                        List.of("long ".repeat(60), 60)));
    }
}
