package io.trawl.engine;

import io.trawl.Exchange;
import io.trawl.Pictures;
import io.trawl.View;
import io.trawl.View.Ink;
import io.trawl.View.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A job's pictures, from its exchanges and its course as they were when it was asked. */
final class JobPictures implements Pictures {
    /** Of throughput: about so many bars. */
    private static final int BARS = 40;

    private static final int HOSTS = 20;

    private final String name;
    private final Duration elapsed;
    private final List<Exchange> exchanges;
    private final Course course;
    private final View nothing;

    private JobPictures(String name, Duration elapsed, List<Exchange> exchanges, Course course, View nothing) {
        this.name = name;
        this.elapsed = elapsed;
        this.exchanges = exchanges;
        this.course = course;
        this.nothing = nothing;
    }

    static Pictures of(JobBase<?> job) {
        var none = View.Note.of("no requests yet", "ask again when the job has run for a while");
        return new JobPictures(job.name(), job.elapsed(), job.exchanges(), job.share.course, none);
    }

    /** Of a job of which nothing of the kind is known. */
    static Pictures none(View why) {
        return new JobPictures(
                "", Duration.ZERO, List.of(), new Course(SystemClock.INSTANCE, PaceChoice.NONE.of(false)), why);
    }

    private View drawn(Supplier<View> picture) {
        return exchanges.isEmpty() ? nothing : picture.get();
    }

    @Override
    public View waterfall() {
        return drawn(() -> Waterfall.of(exchanges));
    }

    @Override
    public View lanes() {
        return drawn(() -> Comparison.lanes(name, elapsed, exchanges, limit()));
    }

    private int limit() {
        var paces = course.paces();
        return paces.get(paces.size() - 1).requests();
    }

    @Override
    public View byHost() {
        return drawn(() -> Comparison.byHost(elapsed, exchanges));
    }

    @Override
    public View starts() {
        return drawn(() -> Promises.starts(course.starts(), seconds(elapsed)));
    }

    @Override
    public View gaps() {
        return drawn(() -> Promises.gaps(course.starts()));
    }

    @Override
    public View view() {
        return drawn(() -> new View.Stack(
                List.of(lanes(), byHost(), concurrency(), starts(), gaps(), throughput(), breakers(), waterfall())));
    }

    static double seconds(Duration d) {
        return d.toNanos() / 1e9;
    }

    static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private double at(Exchange x) {
        return seconds(Duration.between(course.began, x.start()));
    }

    /** An axis of time since the job's start, up to now. */
    private View.Axis time() {
        double last = exchanges.stream()
                .mapToDouble(x -> at(x) + seconds(x.elapsed()))
                .max()
                .orElse(0);
        return View.Axis.of("time", View.Unit.SECONDS, 0, Math.max(last, seconds(elapsed)));
    }

    @Override
    public View concurrency() {
        return drawn(() -> {
            var changes = new TreeMap<Duration, Integer>();
            exchanges.forEach(x -> {
                Duration start = Duration.between(course.began, x.start());
                changes.merge(start, 1, Integer::sum);
                changes.merge(start.plus(x.elapsed()), -1, Integer::sum);
            });
            var steps = new ArrayList<View.Point>();
            steps.add(new View.Point(0, 0));
            int now = 0;
            int most = 0;
            for (var change : changes.entrySet()) {
                now += change.getValue();
                most = Math.max(most, now);
                steps.add(new View.Point(Math.max(0, seconds(change.getKey())), now));
            }
            var limits = course.paces();
            var limit = limits.stream()
                    .map(p -> new View.Point(seconds(p.at()), p.requests()))
                    .toList();
            int highest = Math.max(
                    most,
                    limits.stream().mapToInt(Course.AtOnce::requests).max().orElse(0));
            double busy =
                    exchanges.stream().mapToDouble(x -> seconds(x.elapsed())).sum();
            return new View.Plot(
                    "Requests under way",
                    String.format(
                            Locale.ROOT,
                            "at most %d at once, %.1f on average; the limit %s",
                            most,
                            busy / Math.max(1e-9, seconds(elapsed)),
                            limits.size() == 1
                                    ? "was " + limits.get(0).requests()
                                    : limits.stream()
                                            .map(p -> String.valueOf(p.requests()))
                                            .collect(Collectors.joining(", then ", "was ", ""))),
                    time(),
                    new View.Axis("at once", View.Unit.NUMBER, 0, highest * 1.15 + 0.5, List.of()),
                    List.of(
                            new View.Series("under way", Shape.STEP, Ink.FIRST, steps),
                            new View.Series("limit", Shape.LIMIT, Ink.BAD, limit)),
                    List.of());
        });
    }

    @Override
    public View throughput() {
        return drawn(() -> {
            var time = time();
            double width = View.Axis.of("", View.Unit.NUMBER, 0, time.to() / BARS).ticks(1).stream()
                    .mapToDouble(View.Tick::at)
                    .filter(at -> at > 0)
                    .findFirst()
                    .orElse(time.to() / BARS);
            int n = (int) Math.ceil(time.to() / width);
            int[] answered = new int[n];
            int[] failed = new int[n];
            int bad = 0;
            for (Exchange x : exchanges) {
                int bar = (int) Math.max(0, Math.min(n - 1, (at(x) + seconds(x.elapsed())) / width));
                boolean ok = x.status() > 0 && x.status() < 400;
                (ok ? answered : failed)[bar]++;
                bad += ok ? 0 : 1;
            }
            double most = 0;
            for (int i = 0; i < n; i++) {
                most = Math.max(most, (answered[i] + failed[i]) / width);
            }
            var series = new ArrayList<View.Series>();
            series.add(new View.Series("answered", Shape.BARS, Ink.FIRST, rates(answered, width), width));
            if (bad > 0) {
                series.add(new View.Series("failed", Shape.BARS, Ink.BAD, rates(failed, width), width));
            }
            return new View.Plot(
                    "Requests that ended, per second",
                    String.format(
                            Locale.ROOT,
                            "%d in %s, %.1f/s on average, %.1f/s at best; %d failed",
                            exchanges.size(),
                            View.seconds(elapsed),
                            exchanges.size() / Math.max(1e-9, seconds(elapsed)),
                            most,
                            bad),
                    new View.Axis("time", View.Unit.SECONDS, 0, n * width, List.of()),
                    View.Axis.of("per second", View.Unit.NUMBER, 0, most * 1.1),
                    series,
                    List.of());
        });
    }

    private static List<View.Point> rates(int[] counts, double width) {
        var points = new ArrayList<View.Point>();
        for (int i = 0; i < counts.length; i++) {
            points.add(new View.Point(i * width, counts[i] / width));
        }
        return points;
    }

    @Override
    public View breakers() {
        return drawn(() -> {
            var turns = course.turns();
            Set<String> hosts = new LinkedHashSet<>();
            turns.forEach(t -> hosts.add(t.host()));
            int opened = hosts.size();
            exchanges.forEach(x -> hosts.add(PlanViews.place(x.url())));
            var lanes = hosts.stream()
                    .limit(HOSTS)
                    .map(host -> new View.Timeline.Lane(host, states(host, turns)))
                    .toList();
            long openings =
                    turns.stream().filter(t -> t.state() == Breaker.State.OPEN).count();
            return new View.Timeline(
                    "Breakers",
                    opened == 0
                            ? "closed all the time, on " + hosts.size() + (hosts.size() == 1 ? " host" : " hosts")
                            : turns.stream().map(t -> t.host()).distinct().collect(Collectors.joining(", "))
                                    + ": opened " + openings + (openings == 1 ? " time" : " times") + ", open for "
                                    + View.seconds(open(lanes)),
                    List.of(
                            new View.Key("closed", Ink.GOOD),
                            new View.Key("open", Ink.BAD),
                            new View.Key("half-open: one request probes", Ink.WARNING)),
                    List.of(new View.Timeline.Group(name, elapsed, lanes)),
                    List.of());
        });
    }

    private static Duration open(List<View.Timeline.Lane> lanes) {
        return lanes.stream()
                .flatMap(l -> l.spans().stream())
                .filter(s -> s.ink() == Ink.BAD)
                .map(s -> s.end().minus(s.start()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private List<View.Timeline.Span> states(String host, List<Course.Turn> turns) {
        var spans = new ArrayList<View.Timeline.Span>();
        Duration from = Duration.ZERO;
        Breaker.State state = null;
        for (Course.Turn turn : turns) {
            if (turn.host().equals(host)) {
                Duration at = Duration.ofNanos(turn.at());
                spans.add(span(state == null ? before(turn.state()) : state, from, at));
                from = at;
                state = turn.state();
            }
        }
        Duration end = from.compareTo(elapsed) > 0 ? from : elapsed;
        spans.add(span(state == null ? Breaker.State.CLOSED : state, from, end));
        return spans;
    }

    /** What a breaker was before it came to that: another job of the session may have opened it. */
    private static Breaker.State before(Breaker.State state) {
        return switch (state) {
            case OPEN -> Breaker.State.CLOSED;
            case HALF_OPEN -> Breaker.State.OPEN;
            case CLOSED -> Breaker.State.HALF_OPEN;
        };
    }

    private static View.Timeline.Span span(Breaker.State state, Duration from, Duration to) {
        return switch (state) {
            case CLOSED -> new View.Timeline.Span("closed", from, to, Ink.GOOD);
            case OPEN -> new View.Timeline.Span("open", from, to, Ink.BAD);
            case HALF_OPEN -> new View.Timeline.Span("half-open", from, to, Ink.WARNING);
        };
    }
}
