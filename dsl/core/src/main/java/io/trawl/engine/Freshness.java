package io.trawl.engine;

import io.trawl.page.Fetched;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * What a response says about its reuse, as a private cache reads it (RFC 9111).
 *
 * @param asked when the request left
 * @param at when the response came
 */
record Freshness(int status, Map<String, List<String>> headers, Instant asked, Instant at) {
    /** RFC 9110 section 15.1. A part of a page (206) is none. */
    private static final Set<Integer> HEURISTIC = Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

    private static final long LONGEST = 9_999_999_999L;
    private static final Pattern DATE =
            Pattern.compile("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"
                    + "|[A-Z][a-z]{5,8}, \\d\\d-[A-Z][a-z]{2}-\\d\\d \\d\\d:\\d\\d:\\d\\d GMT");
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

    /**
     * The same for a request with wishes of its own (section 5.2.1).
     *
     * @param wishes the directives of its Cache-Control
     */
    boolean isFresh(Instant now, Map<String, String> wishes) {
        var said = directives("cache-control");
        Duration left = lifetime(said).minus(age(now));
        boolean young = seconds(wishes.get("max-age"))
                        .filter(most -> age(now).compareTo(most) > 0)
                        .isEmpty()
                && seconds(wishes.get("min-fresh"))
                        .filter(least -> left.compareTo(least) < 0)
                        .isEmpty();
        return young && (isFresh(now) || isStaleEnough(said, left, wishes));
    }

    /** A max-stale without a number means any age. */
    private static boolean isStaleEnough(Map<String, String> said, Duration left, Map<String, String> wishes) {
        String most = wishes.get("max-stale");
        return most != null
                && !said.containsKey("no-cache")
                && !said.containsKey("must-revalidate")
                && (most.isEmpty()
                        || seconds(most)
                                .filter(m -> left.plus(m).compareTo(Duration.ZERO) > 0)
                                .isPresent());
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
            // A date that is none, like 0, is in the past; so are two of them.
            return headers.get("expires").size() > 1
                    ? Duration.ZERO
                    : date("expires").map(e -> Duration.between(date, e)).orElse(Duration.ZERO);
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
        // Of a list, which it must not be, the first.
        Duration stated = seconds(value("age").split("[,;]", 2)[0].strip())
                .orElse(Duration.ZERO)
                .plus(Duration.between(asked, at));
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
        for (String part : String.join(",", values)
                .replaceAll("\"(\\d+)\"|\"[^\"]*\"", "$1")
                .split(",")) {
            String[] pair = part.strip().split("\\s*=\\s*", 2);
            all.putIfAbsent(pair[0].toLowerCase(Locale.ROOT), pair.length > 1 ? pair[1] : "");
        }
        return all;
    }

    /** Section 1.2.2: what is longer than any time is as long as can be. */
    private static Optional<Duration> seconds(@org.jspecify.annotations.Nullable String text) {
        return text != null && text.matches("\\d+")
                ? Optional.of(Duration.ofSeconds(text.length() > 10 ? LONGEST : Long.parseLong(text)))
                : Optional.empty();
    }

    /** RFC 9110 section 5.6.7, that of RFC 850 included, and nothing that is merely like them. */
    private Optional<Instant> date(String header) {
        String text = value(header);
        return DATE.matcher(text).matches() ? Optional.ofNullable(DateUtils.parseStandardDate(text)) : Optional.empty();
    }
}
