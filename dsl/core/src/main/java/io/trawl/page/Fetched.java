package io.trawl.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A response as it came off the wire, decompressed.
 *
 * @param requestedUrl as it was asked for, un-normalised
 * @param url after redirects
 * @param headers by lower-case name
 */
public record Fetched(
        String requestedUrl,
        String url,
        int status,
        Map<String, List<String>> headers,
        byte[] body,
        Instant at,
        Duration elapsed) {

    /** The first value of a header, or the empty string. */
    public String header(String name) {
        var values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }
}
