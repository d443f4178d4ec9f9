package io.trawl.mock;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;

/** What one host answers, and how far each path has come in its schedule. Thread-safe. */
final class Answers {

    /** One answer, decided and not yet rendered. */
    record Answer(
            int status,
            Page page,
            List<Map.Entry<String, String>> headers,
            Duration delay,
            @Nullable Fault fault) {}

    /** The seeded part of the delays. */
    record Latency(long seed, Duration lo, Duration hi) {
        private Duration of(String path, int n) {
            int spread = (int) hi.minus(lo).toMillis();
            return spread == 0 ? lo : lo.plusMillis(new Dice(seed, path, n).between(0, spread));
        }

        private boolean isNone() {
            return hi.isZero();
        }
    }

    private final Map<String, Page> pages;
    private final Map<String, List<Integer>> statuses;
    private final Map<String, List<Map.Entry<String, String>>> headers;
    private final Duration delay;
    private final Map<String, Duration> delays;
    private final Latency latency;
    private final Duration roundTrip;
    private final Map<String, Fault> faults;
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    Answers(
            Map<String, Page> pages,
            Map<String, List<Integer>> statuses,
            Map<String, List<Map.Entry<String, String>>> headers,
            Duration delay,
            Map<String, Duration> delays,
            Latency latency,
            Duration roundTrip,
            Map<String, Fault> faults) {
        this.faults = faults;
        this.pages = new LinkedHashMap<>(pages);
        this.statuses = statuses;
        this.headers = headers;
        this.delay = delay;
        this.delays = delays;
        this.latency = latency;
        this.roundTrip = roundTrip;
        headers.forEach((path, named) -> this.pages.computeIfPresent(path, (p, page) -> typed(page, named)));
    }

    /** The answer to the next request of {@code target}, a path with or without a query. */
    Answer next(String target) {
        String path = pages.containsKey(target) || statuses.containsKey(target) ? target : withoutQuery(target);
        Page page = pages.get(path);
        List<Integer> codes = statuses.get(path);
        Fault fault = faults.get(withoutQuery(target));
        boolean known = page != null || codes != null || fault != null;
        int n = known && (codes != null || !latency.isNone()) ? count(path) : 0;
        int status = codes != null ? codes.get(Math.min(n, codes.size() - 1)) : known ? 200 : 404;
        if (page == null || status >= 400) {
            page = Page.error(status, path);
        }
        return new Answer(
                status,
                page,
                headers.getOrDefault(path, List.of()),
                delayOf(path, n).plus(roundTrip),
                fault);
    }

    List<String> listed() {
        var paths = new ArrayList<String>();
        pages.forEach((path, page) -> {
            if (page.listed()) {
                paths.add(path);
            }
        });
        return paths;
    }

    private int count(String path) {
        return asked.computeIfAbsent(path, p -> new AtomicInteger()).getAndIncrement();
    }

    private Duration delayOf(String path, int n) {
        Duration own = delays.get(path);
        if (own != null) {
            return own;
        }
        return path.equals("/robots.txt") || path.startsWith("/sitemap")
                ? Duration.ZERO
                : delay.plus(latency.of(path, n));
    }

    /** A page whose type a header names is also encoded as that header says. */
    private static Page typed(Page page, List<Map.Entry<String, String>> headers) {
        for (var header : headers) {
            if (header.getKey().equalsIgnoreCase("Content-Type")) {
                return page.as(header.getValue(), charset(header.getValue()));
            }
        }
        return page;
    }

    private static Charset charset(String type) {
        ContentType parsed = ContentType.parseLenient(type);
        @Nullable Charset named = parsed == null ? null : parsed.getCharset();
        return named == null ? StandardCharsets.UTF_8 : named;
    }

    private static String withoutQuery(String target) {
        int at = target.indexOf('?');
        return at < 0 ? target : target.substring(0, at);
    }
}
