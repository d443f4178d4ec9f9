package io.trawl.engine;

import io.trawl.View;
import io.trawl.View.Ink;
import io.trawl.View.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The limiter's promises beside what came of them: no start before its time, no gap below what was asked for. */
final class Promises {
    private static final int DRAWN = 3;
    private static final Ink[] INKS = {Ink.FIRST, Ink.SECOND, Ink.FOURTH};
    private static final int BINS = 20;

    private Promises() {}

    /** Starts by host, the busiest first, each host's in their order. */
    private static Map<String, List<Course.Start>> byHost(List<Course.Start> starts) {
        var hosts = starts.stream()
                .sorted(Comparator.comparingLong(Course.Start::granted))
                .collect(Collectors.groupingBy(Course.Start::host, LinkedHashMap::new, Collectors.toList()));
        var sorted = new LinkedHashMap<String, List<Course.Start>>();
        hosts.entrySet().stream()
                .sorted((a, b) -> b.getValue().size() - a.getValue().size())
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    static View starts(List<Course.Start> starts, double until) {
        var hosts = byHost(starts);
        var series = new ArrayList<View.Series>();
        int most = 1;
        double end = until;
        for (var host : hosts.entrySet()) {
            if (series.size() == 2 * DRAWN) {
                break;
            }
            Ink ink = INKS[series.size() / 2];
            var promised = new ArrayList<View.Point>();
            var left = new ArrayList<View.Point>();
            for (Course.Start start : host.getValue()) {
                double n = left.size() + 1;
                promised.add(new View.Point(Math.max(0, JobPictures.seconds(start.promised())), n));
                left.add(new View.Point(JobPictures.seconds(start.left()), n));
                end = Math.max(end, JobPictures.seconds(start.left()));
            }
            most = Math.max(most, left.size());
            series.add(new View.Series("promised: " + host.getKey(), Shape.LIMIT, ink, promised));
            series.add(new View.Series("observed: " + host.getKey(), Shape.POINTS, ink, left));
        }
        return new View.Plot(
                "Starts, promised and observed",
                verdict(starts)
                        + (hosts.size() > DRAWN
                                ? "; the busiest " + DRAWN + " of " + hosts.size() + " hosts here"
                                : ""),
                View.Axis.of("time", View.Unit.SECONDS, 0, end),
                new View.Axis("start", View.Unit.NUMBER, 0, most * 1.05 + 0.5, List.of()),
                series,
                List.of());
    }

    private static String verdict(List<Course.Start> starts) {
        long bound = starts.stream().filter(Course.Start::bound).count();
        if (bound == 0) {
            return starts.size() + " starts; nothing was promised: no spacing, no rate, no pause";
        }
        long early = starts.stream().filter(s -> s.left() < s.promised()).count();
        return starts.size() + " starts, "
                + (early == 0 ? "none before its promise" : early + " BEFORE THEIR PROMISE")
                + "; " + bound + " had one";
    }

    static View gaps(List<Course.Start> starts) {
        var plots = new ArrayList<View.Plot>();
        byHost(starts).forEach((host, all) -> {
            if (all.size() > 1) {
                plots.add(gapsOf(host, all));
            }
        });
        if (plots.isEmpty()) {
            return View.Note.of("no gaps", "no host was asked twice");
        }
        var others = plots.stream()
                .skip(1)
                .limit(10)
                .map(p -> new View.Fold(p.title(), p))
                .toList();
        View.Plot first = plots.get(0);
        return new View.Plot(first.title(), first.verdict(), first.x(), first.y(), first.series(), others);
    }

    private static View.Plot gapsOf(String host, List<Course.Start> starts) {
        double[] gaps = new double[starts.size() - 1];
        double least = Double.MAX_VALUE;
        int promised = 0;
        int shorter = 0;
        for (int i = 0; i < gaps.length; i++) {
            Course.Start next = starts.get(i + 1);
            long before = starts.get(i).granted();
            gaps[i] = JobPictures.seconds(next.granted() - before);
            // What lies further back than the last start asked for no gap.
            if (next.bound() && next.promised() > before) {
                promised++;
                least = Math.min(least, JobPictures.seconds(next.promised() - before));
                shorter += next.granted() < next.promised() ? 1 : 0;
            }
        }
        Arrays.sort(gaps);
        double widest = Math.max(gaps[gaps.length - 1], promised == 0 ? 0 : least);
        var axis = View.Axis.of("gap", View.Unit.SECONDS, 0, widest * 1.05);
        double width = axis.to() / BINS;
        int[] counts = new int[BINS];
        for (double gap : gaps) {
            counts[(int) Math.min(BINS - 1, gap / width)]++;
        }
        var bars = new ArrayList<View.Point>();
        for (int i = 0; i < BINS; i++) {
            bars.add(new View.Point(i * width, counts[i]));
        }
        var series = new ArrayList<View.Series>();
        series.add(new View.Series("gaps", Shape.BARS, Ink.FIRST, bars, width));
        if (promised > 0) {
            series.add(
                    new View.Series("the shortest promised", Shape.MARK, Ink.BAD, List.of(new View.Point(least, 0))));
        }
        return new View.Plot(
                "Gaps between starts on " + host,
                gaps.length + (gaps.length == 1 ? " gap" : " gaps") + ", the shortest " + shown(gaps[0])
                        + ", half up to " + shown(gaps[gaps.length / 2])
                        + (promised == 0
                                ? "; none was asked for"
                                : "; at least " + shown(least) + " was promised, " + shorter
                                        + " shorter than promised"),
                axis,
                View.Axis.of(
                        "gaps", View.Unit.NUMBER, 0, Arrays.stream(counts).max().orElse(1) * 1.1),
                series,
                List.of());
    }

    private static String shown(double seconds) {
        return View.seconds(Duration.ofNanos(Math.round(seconds * 1e9)));
    }
}
