package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import io.trawl.page.Fetched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retry-After in both of its forms (RFC 9110 section 10.2.3), and what is none. */
@Row("B3")
class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503 | 120                           | PT2M",
                "429 | 0                             | PT0S",
                "429 | ' 7 '                         | PT7S",
                "503 | Sat, 21 Nov 2026 10:00:30 GMT | PT30S",
                "503 | Sat, 21 Nov 2026 09:00:00 GMT | PT0S",
                "503 | Sun, 22 Nov 2026 10:00:00 GMT | PT1H",
                "503 | 99999                         | PT1H",
                "503 | 99999999999999999999          | PT0S",
                "503 | -5                            | PT0S",
                "503 | soon                          | PT0S",
                "503 | ''                            | PT0S",
                "200 | 120                           | PT0S",
            })
    void secondsOrADateAtMostAnHour(int status, String value, Duration wait) {
        var fetched = new Fetched(
                "http://a.example/",
                "http://a.example/",
                status,
                Map.of("retry-after", List.of(value)),
                new byte[0],
                NOW,
                Duration.ZERO);
        assertThat(RetryAfter.of(fetched, NOW)).isEqualTo(wait);
    }
}
