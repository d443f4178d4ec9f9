package io.trawl.mock;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;

/** What one host answers, and how far each path has come in its schedule. Thread-safe. */
final class Answers {

    /**
     * One answer, decided and not yet rendered.
     *
     * @param stream what is sent in place of the page's bytes, or null
     */
    record Answer(
            int status,
            Page page,
            List<Map.Entry<String, String>> headers,
            Duration delay,
            @Nullable Fault fault,
            @Nullable Iterator<Fault.Step> stream) {}

    /** How long answers are held back. */
    record Timing(Duration delay, Map<String, Duration> delays, Latency latency, Duration roundTrip) {
        private Duration of(String path, int n) {
            Duration own = delays.get(path);
            if (own != null) {
                return own.plus(roundTrip);
            }
            return path.equals("/robots.txt") || path.startsWith("/sitemap")
                    ? roundTrip
                    : delay.plus(latency.of(path, n)).plus(roundTrip);
        }
    }

    /**
     * What is asked before and after the pages.
     *
     * @param guards who may refuse any request
     * @param others for what is no page
     */
    record Areas(List<Area> guards, List<Area> others) {
        static final Areas NONE = new Areas(List.of(), List.of());

        private static @Nullable Reply first(List<Area> areas, Asked asked) {
            for (Area area : areas) {
                Reply reply = area.answer(asked);
                if (reply != null) {
                    return reply;
                }
            }
            return null;
        }
    }

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
    private final Timing timing;
    private final Map<String, Fault> faults;
    private final Areas areas;
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    Answers(
            Map<String, Page> pages,
            Map<String, List<Integer>> statuses,
            Map<String, List<Map.Entry<String, String>>> headers,
            Timing timing,
            Map<String, Fault> faults,
            Areas areas) {
        this.pages = new LinkedHashMap<>(pages);
        this.statuses = statuses;
        this.headers = headers;
        this.timing = timing;
        this.faults = faults;
        this.areas = areas;
        headers.forEach((path, named) -> this.pages.computeIfPresent(path, (p, page) -> typed(page, named)));
    }

    /** The answer to the next request. */
    Answer next(Asked asked) {
        String target = asked.target();
        String bare = asked.path();
        String path = pages.containsKey(target) || statuses.containsKey(target) ? target : bare;
        Reply refusal = Areas.first(areas.guards, asked);
        if (refusal != null) {
            return answer(refusal, path);
        }
        Page page = pages.get(path);
        List<Integer> codes = statuses.get(path);
        Fault fault = faults.get(bare);
        if (page == null && codes == null && fault == null) {
            Reply reply = Areas.first(areas.others, asked);
            return answer(reply == null ? Reply.of(404, Page.error(404, path)) : reply, path);
        }
        int n = codes != null || !timing.latency.isNone() ? count(path) : 0;
        int status = codes != null ? codes.get(Math.min(n, codes.size() - 1)) : 200;
        if (page == null || status >= 400) {
            page = Page.error(status, path);
        }
        return new Answer(status, page, named(path), timing.of(path, n), fault, null);
    }

    private Answer answer(Reply reply, String path) {
        var all = new ArrayList<>(reply.headers());
        all.addAll(named(path));
        // Of the paths of an area there may be any number: they are not counted, but drawn for by what they are.
        return new Answer(reply.status(), reply.page(), all, timing.of(path, 0), null, reply.stream());
    }

    private List<Map.Entry<String, String>> named(String path) {
        return headers.getOrDefault(path, List.of());
    }

    List<String> listed() {
        var paths = new ArrayList<String>();
        pages.forEach((path, page) -> {
            if (page.listed()) {
                paths.add(path);
            }
        });
        areas.others.forEach(area -> paths.addAll(area.paths()));
        return paths;
    }

    private int count(String path) {
        return asked.computeIfAbsent(path, p -> new AtomicInteger()).getAndIncrement();
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
}
