package io.trawl.engine;

import io.trawl.Exchange;
import io.trawl.View;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests of a job one below the other, each with the phases of its time: as numbers and on one time line. */
final class Waterfall {
    private static final int ROWS = 200;
    private static final int WIDTH = 40;
    private static final List<String> COLUMNS = List.of(
            "page",
            "status",
            "try",
            "at ms",
            "name",
            "robots",
            "permit",
            "connect",
            "tls",
            "waiting",
            "body",
            "parse",
            "connection",
            "time line");

    private final Instant zero;
    private final Duration span;

    private Waterfall(List<Exchange> exchanges) {
        zero = exchanges.stream().map(Waterfall::began).min(Instant::compareTo).orElse(Instant.EPOCH);
        span = exchanges.stream()
                .map(x -> Duration.between(zero, ended(x)))
                .max(Duration::compareTo)
                .filter(d -> !d.isZero())
                .orElse(Duration.ofMillis(1));
    }

    static View of(List<Exchange> exchanges) {
        var first = exchanges.stream().limit(ROWS).toList();
        var all = new Waterfall(first);
        var rows = first.stream().map(all::row).toList();
        return new View.Grid(
                "time line of " + View.seconds(all.span)
                        + ": · before its permit, ─ connecting, ░ waiting for the server, █ body, ▒ parsing; times in ms",
                COLUMNS,
                rows,
                exchanges.size(),
                List.of());
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

    private List<@Nullable Object> row(Exchange x) {
        Exchange.Phases p = x.phases();
        return Arrays.asList(
                path(x.url()),
                x.status() == 0 ? "failed" : (Object) x.status(),
                x.attempt(),
                Duration.between(zero, x.start()).toMillis(),
                ms(p.resolve()),
                ms(p.robots()),
                ms(p.queued()),
                ms(p.connect()),
                ms(p.tls()),
                ms(p.waiting()),
                ms(p.body()),
                ms(p.parse()),
                (x.reused() ? "kept" : "new") + (x.protocol().startsWith("HTTP/2") ? ", HTTP/2" : ""),
                line(x));
    }

    private static @Nullable Object ms(Duration d) {
        return d.toMillis() == 0 ? null : d.toMillis();
    }

    private String line(Exchange x) {
        Exchange.Phases p = x.phases();
        var line = new StringBuilder();
        Duration at = Duration.between(zero, began(x));
        at = draw(line, ' ', Duration.ZERO, at);
        at = draw(line, '·', at, before(x));
        at = draw(line, '─', at, p.connect().plus(p.tls()));
        at = draw(line, '░', at, p.waiting());
        at = draw(line, '█', at, p.body());
        draw(line, '▒', at, p.parse());
        return line.length() == column(Duration.between(zero, began(x))) ? line + "░" : line.toString();
    }

    private Duration draw(StringBuilder line, char c, Duration from, Duration length) {
        Duration to = from.plus(length);
        line.append(String.valueOf(c).repeat(Math.max(0, column(to) - line.length())));
        return to;
    }

    private int column(Duration at) {
        return (int) (WIDTH * at.toNanos() / span.toNanos());
    }

    private static String path(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        } catch (IllegalArgumentException e) {
            return url;
        }
    }
}
