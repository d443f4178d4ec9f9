package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.matrix.Row;
import io.trawl.page.Fetched;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content encodings, as servers have them and browsers take them. */
@Row("A2")
class DecodingTest {
    private static final byte[] PAGE = "<p>one two three</p>".repeat(50).getBytes(StandardCharsets.UTF_8);

    private static byte[] decoded(String encoding, byte[]... parts) {
        var body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        var headers = Map.of("content-encoding", List.of(encoding));
        return Decoding.decode(
                new Fetched(
                        "http://a.example/",
                        "http://a.example/",
                        200,
                        headers,
                        body.toByteArray(),
                        Instant.EPOCH,
                        Duration.ZERO),
                1_000_000);
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(boolean raw) {
        var out = new ByteArrayOutputStream();
        try (var zip = new DeflaterOutputStream(out, new Deflater(9, raw))) {
            zip.write(PAGE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    @Test
    void membersFollowOneAnotherAndWhatFollowsThemIsNothing() {
        byte[] half = "<p>one two three</p>".repeat(25).getBytes(StandardCharsets.UTF_8);
        assertThat(decoded("gzip", gzip(half), gzip(half))).isEqualTo(PAGE);
        assertThat(decoded("X-GZIP", gzip(PAGE), "\r\n and more".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(PAGE);
    }

    @Test
    void deflateIsReadWithAndWithoutItsFrame() {
        assertThat(decoded("deflate", deflate(false))).isEqualTo(PAGE);
        assertThat(decoded("deflate", deflate(true))).isEqualTo(PAGE);
        assertThat(decoded("deflate, gzip", gzip(deflate(true)))).isEqualTo(PAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "none", "UTF-8", "binary", "identity, none", ","})
    void whatNamesNoEncodingChangesNothing(String encoding) {
        assertThat(decoded(encoding, PAGE)).isEqualTo(PAGE);
    }

    @Test
    void whatIsNotWhatItSaysIsRefused() {
        assertThatThrownBy(() -> decoded("gzip", PAGE)).hasMessageContaining("damaged or cut short");
        assertThatThrownBy(() -> decoded("rot13", PAGE)).hasMessageContaining("cannot be decoded");
    }
}
