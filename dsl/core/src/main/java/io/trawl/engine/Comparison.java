package io.trawl.engine;

import io.trawl.Exchange;
import io.trawl.Timed;
import io.trawl.View;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Timed runs side by side: requests packed into as few slots as were in use at once. */
public final class Comparison {
    private Comparison() {}

    public static View of(List<Timed<?>> runs) {
        var shown = new ArrayList<View.Lanes.Run>();
        for (int i = 0; i < runs.size(); i++) {
            shown.add(new View.Lanes.Run(
                    name(i, runs.size()),
                    runs.get(i).elapsed(),
                    slots(runs.get(i).requests())));
        }
        return new View.Lanes(verdict(shown), shown);
    }

    /** The requests of one job. */
    static View of(JobBase<?> job) {
        var slots = slots(job.exchanges());
        return new View.Lanes(
                slots.size() + " at once at most", List.of(new View.Lanes.Run(job.name(), job.elapsed(), slots)));
    }

    private static String name(int i, int n) {
        return n == 2 ? i == 0 ? "one by one" : "together" : "run " + (i + 1);
    }

    private static String verdict(List<View.Lanes.Run> runs) {
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

    private static List<List<View.Lanes.Bar>> slots(List<Exchange> exchanges) {
        var slots = new ArrayList<List<View.Lanes.Bar>>();
        if (exchanges.isEmpty()) {
            return slots;
        }
        Instant zero = exchanges.get(0).start();
        for (Exchange x : exchanges) {
            Duration start = Duration.between(zero, x.start());
            var bar = new View.Lanes.Bar(
                    label(x.url()), start, start.plus(x.elapsed()), x.status() > 0 && x.status() < 400);
            slots.stream()
                    .filter(slot -> slot.get(slot.size() - 1).end().compareTo(start) <= 0)
                    .findFirst()
                    .orElseGet(() -> {
                        var slot = new ArrayList<View.Lanes.Bar>();
                        slots.add(slot);
                        return slot;
                    })
                    .add(bar);
        }
        return slots;
    }

    private static String label(String url) {
        try {
            return URI.create(url).getPath();
        } catch (IllegalArgumentException e) {
            return url;
        }
    }
}
