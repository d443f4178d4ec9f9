package io.trawl.engine;

import io.trawl.Exchange;
import io.trawl.Timed;
import io.trawl.View;
import io.trawl.View.Ink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Requests side by side: packed into as few slots as were in use at once, of one run, of several, or host by host. */
public final class Comparison {
    private static final int HOSTS = 20;

    private Comparison() {}

    /** Timed runs, on one scale. */
    public static View of(List<Timed<?>> runs) {
        var shown = new ArrayList<View.Timeline.Group>();
        for (int i = 0; i < runs.size(); i++) {
            var requests = runs.get(i).requests();
            shown.add(new View.Timeline.Group(
                    name(i, runs.size()), runs.get(i).elapsed(), slots(requests, zero(requests))));
        }
        return lanes(verdict(shown), shown);
    }

    /** The requests of one job, which may have so many at once. */
    static View lanes(String name, Duration elapsed, List<Exchange> exchanges, int limit) {
        var slots = slots(exchanges, zero(exchanges));
        return lanes(slots.size() + " at once at most", List.of(new View.Timeline.Group(name, elapsed, slots, limit)));
    }

    /** The same, the busiest hosts first. */
    static View byHost(Duration elapsed, List<Exchange> exchanges) {
        Instant zero = zero(exchanges);
        var hosts = exchanges.stream()
                .collect(Collectors.groupingBy(x -> PlanViews.place(x.url()), LinkedHashMap::new, Collectors.toList()));
        var shown = hosts.entrySet().stream()
                .sorted((a, b) -> b.getValue().size() - a.getValue().size())
                .limit(HOSTS)
                .map(e -> new View.Timeline.Group(e.getKey(), elapsed, slots(e.getValue(), zero)))
                .toList();
        String most = shown.stream()
                .map(g -> g.name() + " " + g.lanes().size())
                .limit(5)
                .collect(Collectors.joining(", "));
        String more = hosts.size() > HOSTS ? ", the busiest " + HOSTS + " here" : "";
        return lanes(
                hosts.size() + (hosts.size() == 1 ? " host" : " hosts") + more + "; at once at most: " + most, shown);
    }

    private static View lanes(String verdict, List<View.Timeline.Group> groups) {
        boolean failed = groups.stream()
                .flatMap(g -> g.lanes().stream())
                .flatMap(l -> l.spans().stream())
                .anyMatch(s -> s.ink() == Ink.BAD);
        var keys = failed
                ? List.of(new View.Key("answered", Ink.FIRST), new View.Key("failed", Ink.BAD))
                : List.<View.Key>of();
        return new View.Timeline("Lanes: a row per slot, a bar per request", verdict, keys, groups, List.of());
    }

    private static String name(int i, int n) {
        return n == 2 ? i == 0 ? "one by one" : "together" : "run " + (i + 1);
    }

    private static String verdict(List<View.Timeline.Group> runs) {
        var text = new StringBuilder();
        for (var run : runs) {
            text.append(text.isEmpty() ? "" : " · ")
                    .append(run.name())
                    .append(' ')
                    .append(View.seconds(run.elapsed()));
        }
        if (runs.size() == 2) {
            double ratio = (double) runs.get(0).elapsed().toNanos()
                    / Math.max(1, runs.get(1).elapsed().toNanos());
            text.append(String.format(
                    Locale.ROOT, " · %.1f× %s", ratio >= 1 ? ratio : 1 / ratio, ratio >= 1 ? "faster" : "slower"));
        }
        return text.toString();
    }

    private static Instant zero(List<Exchange> exchanges) {
        return exchanges.stream().map(Exchange::start).min(Instant::compareTo).orElse(Instant.EPOCH);
    }

    /** @param exchanges in start order */
    private static List<View.Timeline.Lane> slots(List<Exchange> exchanges, Instant zero) {
        var slots = new ArrayList<List<View.Timeline.Span>>();
        for (Exchange x : exchanges) {
            Duration start = Duration.between(zero, x.start());
            Ink ink = x.status() > 0 && x.status() < 400 ? Ink.FIRST : Ink.BAD;
            var span = new View.Timeline.Span(PlanViews.path(x.url()), start, start.plus(x.elapsed()), ink);
            slots.stream()
                    .filter(slot -> slot.get(slot.size() - 1).end().compareTo(start) <= 0)
                    .findFirst()
                    .orElseGet(() -> {
                        var slot = new ArrayList<View.Timeline.Span>();
                        slots.add(slot);
                        return slot;
                    })
                    .add(span);
        }
        var lanes = new ArrayList<View.Timeline.Lane>();
        slots.forEach(spans -> lanes.add(new View.Timeline.Lane("slot " + (lanes.size() + 1), spans)));
        return lanes;
    }
}
