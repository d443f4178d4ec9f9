package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Exchange;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Summary;
import io.trawl.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How jobs show themselves: one line, the latest pages while they run, the result when they are done. */
final class JobViews {
    private JobViews() {}

    static View panel(JobBase<?> job) {
        var progress = job.progress();
        boolean over = progress.state().isFinal();
        var exchanges = job.exchanges();
        return new View.Panel(
                job.id(),
                job.name(),
                progress,
                over ? headline(job, job.summary()) : "",
                over ? advice(job) : "",
                over ? result(job) : latest(exchanges),
                folds(job, exchanges));
    }

    private static String headline(JobBase<?> job, Summary s) {
        String counts = s.ok() + " ok · " + s.failed() + " failed · " + s.total() + pages(s.total()) + " in "
                + (s.elapsed().toSeconds() < 10 ? View.seconds(s.elapsed()) : View.clock(s.elapsed()))
                + String.format(java.util.Locale.ROOT, " · %.1f/s", s.perSecond())
                + " · p50 " + s.p50().toMillis() + " ms · p95 " + s.p95().toMillis() + " ms";
        return switch (s.state()) {
            case CANCELLED ->
                "after " + s.total() + " of " + job.total().orElse(s.total()) + " · " + s.ok() + " rows kept";
            case PARTIAL -> counts + " (" + (job.reason().isEmpty() ? kinds(job.errors()) : job.reason()) + ")";
            case FAILED ->
                job.errors().isEmpty()
                        ? counts
                        : job.errors().get(0).message() + " ("
                                + job.errors().get(0).kind() + ")";
            default -> counts;
        };
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
        return job.result.join() instanceof io.trawl.Viewable value && value.view() instanceof View.Grid grid
                ? new View.Grid(grid.caption(), grid.columns(), grid.rows(), grid.total(), List.of())
                : null;
    }

    private static View.Grid latest(List<Exchange> exchanges) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int i = Math.max(0, exchanges.size() - 3); i < exchanges.size(); i++) {
            Exchange x = exchanges.get(i);
            rows.add(Arrays.asList(
                    PlanViews.path(x.url()),
                    x.status() == 0 ? null : x.status(),
                    x.elapsed().toMillis() + " ms"));
        }
        return View.Grid.of("latest", List.of("page", "status", "took"), rows);
    }

    private static List<View.Fold> folds(JobBase<?> job, List<Exchange> exchanges) {
        var folds = new ArrayList<View.Fold>();
        var errors = job.errors();
        if (!errors.isEmpty()) {
            List<View> shown = errors.stream().limit(20).map(Failure::view).toList();
            folds.add(new View.Fold("failures (" + errors.size() + ")", new View.Stack(shown)));
        }
        var hosts = exchanges.stream()
                .collect(Collectors.groupingBy(x -> PlanViews.place(x.url()), LinkedHashMap::new, Collectors.toList()));
        if (hosts.size() > 1) {
            var rows = new ArrayList<List<@Nullable Object>>();
            hosts.forEach((host, all) -> rows.add(Arrays.asList(
                    host,
                    all.size(),
                    all.stream()
                            .mapToLong(x -> x.elapsed().toMillis())
                            .sorted()
                            .skip(all.size() / 2)
                            .findFirst()
                            .orElse(0))));
            folds.add(new View.Fold("by host", View.Grid.of("", List.of("host", "requests", "p50 ms"), rows)));
        }
        return folds;
    }
}
