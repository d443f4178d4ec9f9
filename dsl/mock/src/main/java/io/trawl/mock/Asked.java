package io.trawl.mock;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A request, as far as an answer may depend on it.
 *
 * @param origin as the client named it: {@code http://books.example}
 * @param target path and query as sent
 * @param headers the value of a header by its name; empty where there is none
 * @param body as text, its first 64 kB
 * @param at when it arrived, since the site started
 * @param now the same as time of day
 */
record Asked(
        String method,
        String origin,
        String target,
        UnaryOperator<String> headers,
        String body,
        Duration at,
        Instant now) {

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String header(String name) {
        return headers.apply(name);
    }

    /** The parameters of the query, decoded, in their order; of a repeated one the last. */
    Map<String, String> query() {
        int query = target.indexOf('?');
        return query < 0 ? Map.of() : pairs(target.substring(query + 1));
    }

    /** The fields of a form that was posted. */
    Map<String, String> form() {
        return pairs(body);
    }

    private static Map<String, String> pairs(String encoded) {
        var pairs = new LinkedHashMap<String, String>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
