package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Exchange;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.StreamJob;
import io.trawl.Summary;
import io.trawl.View;
import io.trawl.table.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How jobs show themselves: one line, the latest pages while they run, the result when they are done. */
final class JobViews {
    private static final int LATEST = 3;
    private static final int PAGES = 20;
    private static final int FAILURES = 20;

    private JobViews() {}

    static View panel(JobBase<?> job) {
        var progress = job.progress();
        boolean over = progress.state().isFinal();
        // While it runs this is asked for with each frame, of jobs that are long.
        var exchanges = over ? job.exchanges() : job.tally.latest(PAGES);
        return new View.Panel(
                job.id(),
                job.name(),
                progress,
                over ? headline(job, job.summary(), exchanges) : job.reason(),
                over
                        ? advice(job)
                        : job.reason().isEmpty() || job.state() != JobState.PAUSED
                                ? earlier(job)
                                : "mend it, then go on: job.resume()",
                over ? result(job) : latest("latest", exchanges, LATEST),
                folds(job, over, exchanges));
    }

    private static String headline(JobBase<?> job, Summary s, List<Exchange> exchanges) {
        String time = s.total() + pages(s.total()) + " in "
                + (s.elapsed().toSeconds() < 10 ? View.seconds(s.elapsed()) : View.clock(s.elapsed()));
        return switch (s.state()) {
            case CANCELLED ->
                "after " + (s.total() - s.failures().getOrDefault(ErrorKind.CANCELLED, 0)) + " of "
                        + job.total().orElse(s.total()) + " · " + s.ok() + " rows kept";
            case PARTIAL ->
                s.ok() + " ok, " + s.failed() + " failed ("
                        + (job.reason().isEmpty() ? kinds(job.errors()) : job.reason()) + ") · " + time;
            case FAILED ->
                job.errors().isEmpty()
                        ? time
                        : (job instanceof StreamJob ? "at start: " : "")
                                + job.errors().get(0).message() + " ("
                                + job.errors().get(0).kind() + ")";
            default ->
                s.ok() + " ok   " + s.failed() + " failed   " + time
                        + String.format(Locale.ROOT, " · %.1f/s", s.perSecond())
                        + " · p50 " + s.p50().toMillis() + " ms · p95 "
                        + s.p95().toMillis() + " ms" + reuse(exchanges)
                        + (earlier(job).isEmpty() ? "" : " · " + earlier(job));
        };
    }

    /** What a job that goes on where another stopped found. */
    private static String earlier(JobBase<?> job) {
        int pages = job.tally.earlier();
        return pages == 0 ? "" : pages + pages(pages) + " of an earlier run";
    }

    /** {@code  · 1 connection reused 199×}; nothing where none was. */
    private static String reuse(List<Exchange> exchanges) {
        long reused = exchanges.stream().filter(Exchange::reused).count();
        long opened = exchanges.stream()
                .filter(x -> !x.reused() && !x.protocol().isEmpty())
                .count();
        return reused == 0 || opened == 0
                ? ""
                : " · " + opened + (opened == 1 ? " connection" : " connections") + " reused " + reused + "×";
    }

    private static String pages(int n) {
        return n == 1 ? " page" : " pages";
    }

    /** {@code HTTP 503 × 48, TIMEOUT × 2}. */
    private static String kinds(List<Failure> errors) {
        return errors.stream()
                .collect(Collectors.groupingBy(
                        f -> f.kind() + (f.kind() == ErrorKind.HTTP ? " " + f.status() : ""),
                        LinkedHashMap::new,
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(e -> e.getKey() + " × " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String advice(JobBase<?> job) {
        return switch (job.state()) {
            case CANCELLED ->
                !(job instanceof StreamJob)
                        ? ""
                        : job.options.keeping().checkpoint() == null
                                ? "resume: job.retryFailed()"
                                : "resume: run the cell again";
            case PARTIAL ->
                job.options.keeping().checkpoint() == null ? "retry: job.retryFailed()" : "go on: the same plan again";
            case FAILED -> job.errors().isEmpty() ? "" : job.errors().get(0).advice();
            default -> "";
        };
    }

    private static View.@Nullable Grid result(JobBase<?> job) {
        if (job.state() == JobState.FAILED || !job.result.isDone() || job.result.isCompletedExceptionally()) {
            return null;
        }
        // What failed is said once, by the panel.
        return job.result.join() instanceof io.trawl.Viewable value && value.view() instanceof View.Grid grid
                ? new View.Grid(
                        grid.caption(),
                        grid.columns(),
                        grid.rows(),
                        grid.total(),
                        grid.folds().stream()
                                .filter(fold -> fold.summary().equals(Rows.MORE))
                                .toList())
                : null;
    }

    private static View.Grid latest(String caption, List<Exchange> exchanges, int most) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (Exchange x : exchanges.subList(Math.max(0, exchanges.size() - most), exchanges.size())) {
            rows.add(Arrays.asList(
                    PlanViews.path(x.url()),
                    x.status() == 0 ? null : x.status(),
                    x.elapsed().toMillis() + " ms",
                    View.bytes(x.bytes())));
        }
        return View.Grid.of(caption, List.of("page", "status", "took", "size"), rows);
    }

    /** An exchange as a line of the log. */
    static String line(Exchange x) {
        return (x.status() == 0 ? "failed" : x.status()) + " " + x.url() + ", attempt " + x.attempt() + ", "
                + View.bytes(x.bytes()) + (x.reused() ? ", kept connection" : "") + ": " + phases(x.phases());
    }

    private static List<View.Fold> folds(JobBase<?> job, boolean over, List<Exchange> exchanges) {
        var folds = new ArrayList<View.Fold>();
        if (!over && exchanges.size() > LATEST) {
            folds.add(new View.Fold("latest " + exchanges.size(), latest("", exchanges, PAGES)));
        }
        for (var stall : job.stalls.all()) {
            folds.add(new View.Fold("warning: " + stall.headline(), stall.view()));
        }
        // What was under way or waiting when the job was cancelled is counted in its line.
        var errors = job.errors().stream()
                .filter(f -> f.kind() != ErrorKind.CANCELLED)
                .toList();
        if (!errors.isEmpty()) {
            var shown = errors.subList(0, Math.min(FAILURES, errors.size()));
            var tries = job.tally.lastTries(shown.stream().map(Failure::url).collect(Collectors.toSet()));
            folds.add(new View.Fold(
                    "failures (" + errors.size() + ")",
                    new View.Stack(shown.stream()
                            .<View>map(f -> failure(f, job.options.retry().attempts(), tries.get(f.url())))
                            .toList())));
        }
        if (over && job instanceof StreamJob<?> stream && !stream.leftOut().isEmpty()) {
            folds.add(leftOut(stream.leftOut()));
        }
        if (job.tally.hostCount() > 1 && job.summary().view() instanceof View.Stack stack) {
            folds.add(new View.Fold("by host", stack.parts().get(1)));
        }
        var log = job.log();
        if (!log.isEmpty()) {
            String lines = log.stream()
                    .skip(Math.max(0, log.size() - 50))
                    .map(Object::toString)
                    .collect(Collectors.joining("\n"));
            folds.add(new View.Fold("log (" + log.size() + ")", new View.Source("text", lines)));
        }
        return folds;
    }

    private static View.Fold leftOut(List<Failure> all) {
        var rows = all.stream()
                .limit(PAGES)
                .map(f -> Arrays.<@Nullable Object>asList(f.url(), f.message()))
                .toList();
        return new View.Fold(
                "left out (" + all.size() + ")",
                new View.Grid("left out", List.of("url", "why"), rows, all.size(), List.of()));
    }

    /** With the phases of its last try, where that is still known. */
    private static View failure(Failure f, int attempts, @Nullable Exchange last) {
        if (last == null || f.attempts() == 0) {
            return f.view();
        }
        var lines = new ArrayList<String>();
        lines.add(f.message() + " (attempt " + f.attempts() + " of " + Math.max(attempts, f.attempts()) + "; phases: "
                + phases(last.phases()) + ")");
        if (!f.advice().isEmpty()) {
            lines.add("try: " + f.advice());
        }
        return new View.Note(View.Tone.BAD, f.kind() + "  " + f.url(), lines);
    }

    private static String phases(Exchange.Phases p) {
        var named = new LinkedHashMap<String, Duration>();
        named.put("robots", p.robots());
        named.put("resolve", p.resolve());
        named.put("queue", p.queued());
        named.put("connect", p.connect());
        named.put("tls", p.tls());
        named.put("waiting", p.waiting());
        named.put("body", p.body());
        return named.entrySet().stream()
                .filter(e -> e.getValue().toMillis() > 0 || e.getKey().equals("waiting"))
                .map(e -> e.getKey() + " " + View.seconds(e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
