package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import io.trawl.page.Fetched;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a redirect leads, whatever octets it is written in. */
@Row("A2")
class HopsTest {
    private static String location(String header) {
        var headers = Map.of("location", List.of(header));
        return Hops.location(new Fetched(
                "http://a.example/", "http://a.example/", 301, headers, new byte[0], Instant.EPOCH, Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain?a=b#c", "/straße", "/Käyttäjä", "/日本"})
    void utf8IsReadAsItIsMeant(String path) {
        String octets = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(location(octets)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stra\u00dfe", "/日本"})
    void whatIsNotUtf8StaysAsItIs(String header) {
        assertThat(location(header)).isEqualTo(header);
    }
}
