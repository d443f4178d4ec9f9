package io.trawl.engine;

import io.trawl.page.Fetched;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** How long a server asks to be left alone (RFC 9110 section 10.2.3). */
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** Seconds or a date; nothing where it is neither or is not asked for, at most an hour. */
    static Duration of(Fetched fetched, Instant now) {
        String value = fetched.header("retry-after").strip();
        if (value.isEmpty() || fetched.status() != 429 && fetched.status() != 503) {
            return Duration.ZERO;
        }
        try {
            Duration wait = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }
}
