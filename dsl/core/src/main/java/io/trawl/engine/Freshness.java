package io.trawl.engine;

import io.trawl.page.Fetched;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a response says about its reuse, as a private cache reads it (RFC 9111).
 *
 * @param asked when the request left
 * @param at when the response came
 */
record Freshness(int status, Map<String, List<String>> headers, Instant asked, Instant at) {
    /** RFC 9110 section 15.1. A part of a page (206) is none. */
    private static final Set<Integer> HEURISTIC = Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

    private static final Duration LONGEST_GUESS = Duration.ofHours(24);

    static Freshness of(Fetched fetched, Instant asked) {
        return new Freshness(fetched.status(), fetched.headers(), asked, fetched.at());
    }

    /** Section 3. */
    boolean mayBeStored() {
        var said = directives("cache-control");
        if (said.containsKey("no-store") || status < 200 || status == 206 || status == 304 || varies()) {
            return false;
        }
        return HEURISTIC.contains(status)
                || said.containsKey("max-age")
                || !value("expires").isEmpty();
    }

    /** On what the key does not hold: all that a plan sends is in it, what the client adds is not. */
    private boolean varies() {
        return String.join(",", headers.getOrDefault("vary", List.of()))
                .toLowerCase(Locale.ROOT)
                .matches("(.*,)?\\s*(\\*|cookie)\\s*(,.*)?");
    }

    /** Section 4.2: whether it may be used without asking. */
    boolean isFresh(Instant now) {
        var said = directives("cache-control");
        boolean ask = said.containsKey("no-cache")
                || !headers.containsKey("cache-control") && directives("pragma").containsKey("no-cache");
        return !ask && age(now).compareTo(lifetime(said)) < 0;
    }

    /** RFC 5861: whether it may be used although asking failed. */
    boolean mayStandIn(Instant now) {
        var said = directives("cache-control");
        return !said.containsKey("must-revalidate")
                && seconds(said.get("stale-if-error"))
                        .filter(more -> age(now).compareTo(lifetime(said).plus(more)) < 0)
                        .isPresent();
    }

    /** Section 4.2.1 and 4.2.2. */
    private Duration lifetime(Map<String, String> said) {
        if (said.containsKey("max-age")) {
            return seconds(said.get("max-age")).orElse(Duration.ZERO);
        }
        Instant date = date("date").orElse(at);
        if (headers.containsKey("expires")) {
            // A date that is none, like 0, is in the past.
            return date("expires").map(e -> Duration.between(date, e)).orElse(Duration.ZERO);
        }
        return date("last-modified")
                .filter(m -> HEURISTIC.contains(status) && m.isBefore(date))
                .map(m -> Duration.between(m, date).dividedBy(10))
                .map(guess -> guess.compareTo(LONGEST_GUESS) > 0 ? LONGEST_GUESS : guess)
                .orElse(Duration.ZERO);
    }

    /** Section 4.2.3. */
    private Duration age(Instant now) {
        Duration apparent = date("date").map(d -> Duration.between(d, at)).orElse(Duration.ZERO);
        Duration stated = seconds(value("age")).orElse(Duration.ZERO).plus(Duration.between(asked, at));
        Duration initial = apparent.compareTo(stated) > 0 ? apparent : stated;
        return initial.plus(Duration.between(at, now));
    }

    /** Section 4.3.1: what to send to be told only of a change; empty where it has nothing to go by. */
    Map<String, String> validators() {
        var validators = new HashMap<String, String>();
        if (!value("etag").isEmpty()) {
            validators.put("If-None-Match", value("etag"));
        }
        if (!value("last-modified").isEmpty()) {
            validators.put("If-Modified-Since", value("last-modified"));
        }
        return validators;
    }

    String value(String header) {
        var values = headers.getOrDefault(header, List.of());
        return values.isEmpty() ? "" : values.get(0).strip();
    }

    private Map<String, String> directives(String header) {
        return directives(headers.getOrDefault(header, List.of()));
    }

    /** {@code max-age=60, no-cache="set-cookie"} by lower-case name; one that names fields counts as if it named none. */
    static Map<String, String> directives(List<String> values) {
        var all = new HashMap<String, String>();
        for (String part :
                String.join(",", values).replaceAll("\"[^\"]*\"", "\"\"").split(",")) {
            String[] pair = part.strip().split("\\s*=\\s*", 2);
            all.putIfAbsent(pair[0].toLowerCase(Locale.ROOT), pair.length > 1 ? pair[1] : "");
        }
        return all;
    }

    private static Optional<Duration> seconds(@org.jspecify.annotations.Nullable String text) {
        return text != null && text.matches("\\d{1,10}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : Optional.empty();
    }

    private Optional<Instant> date(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(value(header), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
