package io.trawl.engine;

import io.trawl.Exchange;
import io.trawl.View;
import io.trawl.View.Ink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The requests of a job one below the other, each with the phases of its time: on one time line, and as numbers. */
final class Waterfall {
    private static final int ROWS = 200;

    /** In their order within a try. */
    private enum Phase {
        NAME("name", Ink.FIFTH, Exchange.Phases::resolve),
        ROBOTS("robots.txt", Ink.WARNING, Exchange.Phases::robots),
        PERMIT("permit", Ink.QUIET, Exchange.Phases::queued),
        CONNECT("connect", Ink.THIRD, Exchange.Phases::connect),
        TLS("TLS", Ink.FOURTH, Exchange.Phases::tls),
        WAITING("first byte", Ink.FIRST, Exchange.Phases::waiting),
        BODY("body", Ink.SECOND, Exchange.Phases::body),
        PARSE("parse", Ink.SIXTH, Exchange.Phases::parse);

        final String title;
        final Ink ink;
        final Function<Exchange.Phases, Duration> length;

        Phase(String title, Ink ink, Function<Exchange.Phases, Duration> length) {
            this.title = title;
            this.ink = ink;
            this.length = length;
        }

        Duration of(Exchange x) {
            return length.apply(x.phases());
        }
    }

    private final List<Exchange> shown;
    private final Instant zero;

    private Waterfall(List<Exchange> shown) {
        this.shown = shown;
        this.zero = shown.stream().map(Waterfall::began).min(Instant::compareTo).orElse(Instant.EPOCH);
    }

    /** @param exchanges in start order, at least one */
    static View of(List<Exchange> exchanges) {
        return new Waterfall(exchanges.stream().limit(ROWS).toList()).view(exchanges.size());
    }

    private View view(int total) {
        var lanes = shown.stream()
                .map(x -> new View.Timeline.Lane(label(x), spans(x)))
                .toList();
        var keys = Arrays.stream(Phase.values())
                .filter(p -> !sum(p).isZero())
                .map(p -> new View.Key(p.title, p.ink))
                .toList();
        Duration elapsed = shown.stream()
                .map(x -> Duration.between(zero, ended(x)))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        String tries = total == 1 ? "1 request" : total + " requests";
        return new View.Timeline(
                "Waterfall",
                tries + (total > ROWS ? ", the first " + ROWS + " here" : "") + ": " + shares(),
                keys,
                List.of(new View.Timeline.Group(tries, elapsed, lanes)),
                List.of(new View.Fold("in numbers", numbers(total))));
    }

    /** What their time went into, the largest part first. */
    private String shares() {
        double all = Math.max(
                1,
                Arrays.stream(Phase.values()).mapToLong(p -> sum(p).toNanos()).sum());
        return Arrays.stream(Phase.values())
                .filter(p -> sum(p).toNanos() / all >= 0.01)
                .sorted((a, b) -> sum(b).compareTo(sum(a)))
                .map(p -> String.format(Locale.ROOT, "%.0f %% %s", 100 * sum(p).toNanos() / all, p.title))
                .collect(Collectors.joining(", "));
    }

    private Duration sum(Phase phase) {
        return shown.stream().map(phase::of).reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration before(Exchange x) {
        return x.phases().robots().plus(x.phases().resolve()).plus(x.phases().queued());
    }

    private static Instant began(Exchange x) {
        return x.start().minus(before(x));
    }

    private static Instant ended(Exchange x) {
        return x.start().plus(x.elapsed()).plus(x.phases().parse());
    }

    private List<View.Timeline.Span> spans(Exchange x) {
        var spans = new ArrayList<View.Timeline.Span>();
        Duration at = Duration.between(zero, began(x));
        for (Phase phase : Phase.values()) {
            Duration end = at.plus(phase.of(x));
            if (end.compareTo(at) > 0) {
                spans.add(new View.Timeline.Span(phase.title, at, end, phase.ink));
            }
            at = end;
        }
        if (spans.isEmpty()) {
            spans.add(new View.Timeline.Span("", at, at, Ink.FIRST));
        }
        return spans;
    }

    private static String label(Exchange x) {
        String wrong = x.status() == 0 ? " · failed" : x.status() >= 400 ? " · " + x.status() : "";
        return PlanViews.path(x.url()) + wrong + (x.attempt() > 1 ? " · try " + x.attempt() : "");
    }

    private View.Grid numbers(int total) {
        var columns = new ArrayList<>(List.of("page", "status", "try", "at ms"));
        for (Phase phase : Phase.values()) {
            columns.add(phase.title);
        }
        columns.add("connection");
        return new View.Grid(
                "each phase in ms", columns, shown.stream().map(this::row).toList(), total, List.of());
    }

    private List<@Nullable Object> row(Exchange x) {
        var row = new ArrayList<@Nullable Object>();
        row.add(PlanViews.place(x.url()) + PlanViews.path(x.url()));
        row.add(x.status() == 0 ? "failed" : (Object) x.status());
        row.add(x.attempt());
        row.add(Duration.between(zero, x.start()).toMillis());
        for (Phase phase : Phase.values()) {
            long ms = phase.of(x).toMillis();
            row.add(ms == 0 ? null : (Object) ms);
        }
        row.add((x.reused() ? "kept" : "new") + (x.protocol().startsWith("HTTP/2") ? ", HTTP/2" : ""));
        return row;
    }
}
