package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111, as a private cache. Responses came at noon, and left a second before. */
@Row("B22")
class FreshnessTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** @param headers as in "Age: 5 | Cache-Control: max-age=60" */
    private static Freshness response(int status, String headers) {
        Map<String, List<String>> map = Arrays.stream(headers.split("\\s*\\|\\s*"))
                .filter(h -> !h.isBlank())
                .map(h -> h.split(":\\s*", 2))
                .collect(Collectors.groupingBy(
                        h -> h[0].toLowerCase(Locale.ROOT), Collectors.mapping(h -> h[1], Collectors.toList())));
        return new Freshness(status, map, NOON.minusSeconds(1), NOON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // status; headers; for how many seconds it is fresh
                "200; Cache-Control: max-age=60; 59",
                "200; Cache-Control: public, MAX-AGE = 60; 59",
                "200; Cache-Control: max-age=60 | Age: 20; 39",
                "200; Cache-Control: max-age=60 | Date: Sat, 21 Nov 2026 11:59:30 GMT; 30",
                "200; Cache-Control: max-age=60 | Expires: Sat, 21 Nov 2026 13:00:00 GMT; 59",
                "200; Cache-Control: s-maxage=60; 0",
                "200; Cache-Control: no-cache, max-age=60; 0",
                "200; Cache-Control: no-cache=\"set-cookie, x\", max-age=60; 0",
                "200; Cache-Control: private=\"no-store, x\", max-age=60; 59",
                "200; Cache-Control: max-age=minus; 0",
                "200; Cache-Control: max-age=9999999999; 9999999998",
                "200; Cache-Control: max-age=99999999999999999999; 9999999998",
                "200; Cache-Control: max-age=\"60\"; 59",
                "200; Cache-Control: max-age=60 | Age: 20, 0; 39",
                "200; Date: Sat, 21 Nov 2026 12:00:00 GMT | Expires: Saturday, 21-Nov-26 12:10:00 GMT; 599",
                "200; Date: Sat, 21 Nov 2026 12:00:00 GMT | Expires: Sat, 21 Nov 2026 1:10:00 GMT; 0",
                "200; Expires: Sat, 21 Nov 2026 13:00:00 GMT | Expires: Sat, 21 Nov 2026 14:00:00 GMT; 0",
                "200; Pragma: no-cache | Expires: Sat, 21 Nov 2026 13:00:00 GMT; 0",
                "200; Date: Sat, 21 Nov 2026 12:00:00 GMT | Expires: Sat, 21 Nov 2026 12:10:00 GMT; 599",
                "200; Expires: 0; 0",
                "200; Date: Sat, 21 Nov 2026 12:00:00 GMT | Last-Modified: Sat, 21 Nov 2026 10:20:00 GMT; 599",
                "200; Last-Modified: Sat, 21 Nov 1998 12:00:00 GMT; 86399",
                "200; Last-Modified: Sat, 21 Nov 2099 12:00:00 GMT; 0",
                "302; Last-Modified: Sat, 21 Nov 1998 12:00:00 GMT; 0",
                "302; Cache-Control: max-age=60; 59",
                "200; ETag: \"1\"; 0",
                "200; ; 0",
            })
    void isFreshForSoLong(int status, String headers, long seconds) {
        var response = response(status, headers == null ? "" : headers);
        assertThat(response.isFresh(NOON.plusSeconds(seconds).plusMillis(1))).isFalse();
        if (seconds > 0) {
            assertThat(response.isFresh(NOON.plusSeconds(seconds).minus(Duration.ofMillis(1))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "200; ; true",
                "404; ; true",
                "301; ; true",
                "302; ; false",
                "302; Cache-Control: max-age=60; true",
                "500; ; false",
                "206; Cache-Control: max-age=60; false",
                "200; Cache-Control: no-store; false",
                "200; Cache-Control: max-age=60, no-store; false",
                "200; Cache-Control: private; true",
                "200; Vary: *; false",
                "200; Vary: Accept, Cookie; false",
                "200; Vary: Accept-Language; true",
            })
    void mayBeStored(int status, String headers, boolean stored) {
        assertThat(response(status, headers == null ? "" : headers).mayBeStored())
                .isEqualTo(stored);
    }

    @Test
    void staleStandsInOnlyWhereTheServerSaidSo() {
        var allowed = response(200, "Cache-Control: max-age=10, stale-if-error=60");
        assertThat(allowed.mayStandIn(NOON.plusSeconds(60))).isTrue();
        assertThat(allowed.mayStandIn(NOON.plusSeconds(80))).isFalse();
        assertThat(response(200, "Cache-Control: max-age=10").mayStandIn(NOON.plusSeconds(11)))
                .isFalse();
        assertThat(response(200, "Cache-Control: must-revalidate, stale-if-error=60")
                        .mayStandIn(NOON))
                .isFalse();
    }

    @Test
    void validatorsAreWhatTheServerGave() {
        assertThat(response(200, "ETag: W/\"1\" | Last-Modified: yesterday").validators())
                .isEqualTo(Map.of("If-None-Match", "W/\"1\"", "If-Modified-Since", "yesterday"));
        assertThat(response(200, "").validators()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // what the request wants of an answer that is fresh for 60 s and 31 s old; whether it will do
                "max-age=60; max-age=40; true",
                "max-age=60; max-age=20; false",
                "max-age=60; max-age=0; false",
                "max-age=60; min-fresh=20; true",
                "max-age=60; min-fresh=40; false",
                "max-age=20; max-stale; true",
                "max-age=20; max-stale=20; true",
                "max-age=20; max-stale=5; false",
                "max-age=20, must-revalidate; max-stale; false",
                "max-age=20; x; false"
            })
    void aRequestMayWantMoreOrLess(String said, String wishes, boolean fresh) {
        var response = response(200, "Cache-Control: " + said);
        assertThat(response.isFresh(NOON.plusSeconds(30), Freshness.directives(List.of(wishes))))
                .isEqualTo(fresh);
    }
}
