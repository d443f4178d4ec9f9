package io.trawl.mock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * What a server can do wrong, byte by byte on a real socket: {@code s.fault("/slow", Fault.DRIPS)}. Each of them has been
 * met on the open web. All but the last three groups break HTTP/1.1; a site with a certificate does not offer them.
 */
public enum Fault {
    // It keeps its client waiting

    /** The request is read, and nothing is answered. */
    NEVER_ANSWERS(End.HANG),
    /** Half of a header, then nothing. */
    SILENT_IN_HEAD(End.HANG, text("HTTP/1.1 200 OK\r\nContent-Ty")),
    /** The head and some of the body, then nothing. */
    SILENT_IN_BODY(End.HANG, text(head("Content-Length: 1000") + "<title>Half a pa")),
    /** One byte of the body each 100 ms, for ever. */
    DRIPS(End.HANG, () -> endless(head("Content-Length: 100000"), "x", Duration.ofMillis(100))),
    /** One byte of the head each 100 ms, for ever. */
    DRIPS_HEAD(End.HANG, () -> endless("HTTP/1.1 200 OK\r\nX-Slow: ", "x", Duration.ofMillis(100))),
    /** Interim answers (103), and never the real one. */
    ENDLESS_INTERIM(
            End.HANG, () -> endless("", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", Duration.ofMillis(20))),

    // It hangs up

    /** Connection reset instead of an answer. */
    RESET_BEFORE_HEAD(End.RESET),
    /** Connection reset in the middle of a header. */
    RESET_IN_HEAD(End.RESET, seen("HTTP/1.1 200 OK\r\nContent-Ty")),
    /** Connection reset in the middle of the body. */
    RESET_IN_BODY(End.RESET, seen(head("Content-Length: 1000") + "<title>Half a pa")),
    /** Connection closed instead of an answer. */
    CLOSED_BEFORE_HEAD(End.CLOSE),
    /** Connection closed in the middle of a header. */
    CLOSED_IN_HEAD(End.CLOSE, text("HTTP/1.1 200 OK\r\nContent-Ty")),
    /** Less than Content-Length says. */
    SHORTER_THAN_SAID(End.CLOSE, text(head("Content-Length: 1000") + "<title>Half a page</title>")),
    /** Closed inside of a chunk. */
    CHUNK_CUT(End.CLOSE, text(head("Transfer-Encoding: chunked") + "400\r\n<title>Half a page</title>")),
    /** Closed after a chunk, without the last one. */
    CHUNKS_WITHOUT_END(End.CLOSE, text(head("Transfer-Encoding: chunked") + "5\r\n<p>ab\r\n")),

    // It does not speak HTTP

    /** A chunk whose size is no number. */
    CHUNK_MALFORMED(End.CLOSE, text(head("Transfer-Encoding: chunked") + "zz\r\n<p>\r\n0\r\n\r\n")),
    /** Another protocol. */
    NO_HTTP(End.CLOSE, text("SSH-2.0-OpenSSH_9.6\r\n")),
    /** Only the body, as before HTTP/1.0. */
    NO_HEAD(End.CLOSE, text("<html><title>Old</title></html>")),
    /** A status that is no number. */
    STATUS_MALFORMED(End.CLOSE, text("HTTP/1.1 OK 200\r\nContent-Length: 0\r\n\r\n")),
    /** A negative length. */
    LENGTH_NEGATIVE(End.CLOSE, text(head("Content-Length: -5") + "<p>")),
    /** A length that is no number. */
    LENGTH_MALFORMED(End.CLOSE, text(head("Content-Length: many") + "<p>")),
    /** Two lengths that differ (RFC 9112 section 6.3). */
    LENGTHS_DIFFER(End.CLOSE, text(head("Content-Length: 3", "Content-Length: 30") + "<p>")),
    /** A transfer coding that nobody knows. */
    TRANSFER_UNKNOWN(End.CLOSE, text(head("Transfer-Encoding: rot13") + "<c>")),

    // It is too much

    /** 10 GB by its length. */
    HUGE_LENGTH(End.CLOSE, () -> endless(head("Content-Length: 10000000000"), "x".repeat(16_384), Duration.ZERO)),
    /** A body without length that does not end. */
    ENDLESS_BODY(End.CLOSE, () -> endless(head("Connection: close"), "x".repeat(16_384), Duration.ZERO)),
    /** Chunks without end. */
    ENDLESS_CHUNKS(
            End.CLOSE,
            () -> endless(head("Transfer-Encoding: chunked"), "1000\r\n" + "x".repeat(4096) + "\r\n", Duration.ZERO)),
    /** A header of 1 MB. */
    HUGE_HEADER(End.CLOSE, text(head("X-Huge: " + "x".repeat(1_000_000), "Content-Length: 3") + "<p>")),
    /** A head that does not end. */
    ENDLESS_HEADERS(End.CLOSE, () -> endless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n", Duration.ZERO)),
    /** 100 MB of zeros in 100 kB of gzip. */
    BOMB_GZIP(End.CLOSE, () -> body("gzip", gzip(new byte[100_000_000]))),
    /** A gzip bomb inside of gzip. */
    BOMB_NESTED(End.CLOSE, () -> body("gzip, gzip", gzip(gzip(new byte[100_000_000])))),
    /** 100 MB of zeros in 152 bytes of Brotli. */
    BOMB_BROTLI(End.CLOSE, () -> body("br", resource("bomb.br"))),
    /** 100 MB of zeros in 3 kB of Zstandard. */
    BOMB_ZSTD(End.CLOSE, () -> body("zstd", resource("bomb.zst"))),

    // Its body is damaged

    /** gzip, cut in the middle; the length fits. */
    GZIP_CUT(End.CLOSE, () -> {
        byte[] whole = gzip(page().getBytes(StandardCharsets.UTF_8));
        return body("gzip", Arrays.copyOf(whole, whole.length / 2));
    }),
    /** gzip with a wrong checksum. */
    GZIP_DAMAGED(End.CLOSE, () -> {
        byte[] whole = gzip(page().getBytes(StandardCharsets.UTF_8));
        whole[whole.length - 6] ^= 0x55;
        return body("gzip", whole);
    }),
    /** Plain text that says it is gzip. */
    GZIP_NOT(End.CLOSE, () -> body("gzip", page().getBytes(StandardCharsets.UTF_8))),
    /** Brotli, cut in the middle. */
    BROTLI_CUT(End.CLOSE, () -> body("br", Arrays.copyOf(resource("page.br"), 40))),
    /** Zstandard, cut in the middle. */
    ZSTD_CUT(End.CLOSE, () -> body("zstd", Arrays.copyOf(resource("page.zst"), 40))),
    /** A content coding that nobody knows. */
    ENCODING_UNKNOWN(End.CLOSE, () -> body("rot13", page().getBytes(StandardCharsets.UTF_8))),

    // It is odd, and still a page

    /** More than Content-Length says: what follows belongs to nobody. */
    LONGER_THAN_SAID(End.CLOSE, text(head("Content-Length: 18") + "<title>One</title><title>Two</title>")),
    /** A charset that nobody knows. */
    CHARSET_UNKNOWN(
            End.CLOSE,
            text("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html; charset=klingon\r\n\r\n" + page())),
    /** NUL bytes in the page. */
    NULS(End.CLOSE, text(head("Connection: close") + "<title>N\0U\0L</title><p>\0\0</p>")),
    /** Zstandard, sound. */
    ZSTD(End.CLOSE, () -> body("zstd", resource("page.zst"))),
    /** Brotli, sound. */
    BROTLI(End.CLOSE, () -> body("br", resource("page.br"))),
    /** HTTP/1.0 without a length, ended by closing. */
    HTTP_1_0(End.CLOSE, text("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page())),

    // It leads astray

    /** Each page redirects to the next, for ever. */
    ENDLESS_REDIRECT(End.CLOSE),
    /** Redirects to itself. */
    CIRCULAR_REDIRECT(End.CLOSE),
    /** Redirects to a file of the client. */
    REDIRECT_TO_FILE(End.CLOSE, text(redirect("file:///etc/passwd"))),
    /** Redirects to a URL of 100 kB. */
    REDIRECT_TO_LONG_URL(End.CLOSE, text(redirect("/" + "x".repeat(60_000)))),
    /** Redirects to nothing. */
    REDIRECT_TO_NOTHING(End.CLOSE, text(redirect("http://")));

    /** What happens after the last byte. */
    enum End {
        HANG,
        CLOSE,
        RESET
    }

    /** Some bytes, after a pause. */
    record Step(Duration pause, byte[] bytes) {}

    final End end;
    private final Supplier<Iterator<Step>> steps;

    Fault(End end) {
        this(end, text(""));
    }

    Fault(End end, Supplier<Iterator<Step>> steps) {
        this.end = end;
        this.steps = steps;
    }

    /** What is sent in answer to a request of {@code path}. */
    Iterator<Step> steps(String path) {
        return switch (this) {
            case ENDLESS_REDIRECT -> one(redirect(withoutQuery(path) + "?n=" + (number(path) + 1)));
            case CIRCULAR_REDIRECT -> one(redirect(path));
            default -> steps.get();
        };
    }

    private static String withoutQuery(String path) {
        int at = path.indexOf('?');
        return at < 0 ? path : path.substring(0, at);
    }

    private static int number(String path) {
        int at = path.indexOf("?n=");
        return at < 0 ? 0 : Integer.parseInt(path.substring(at + 3));
    }

    private static String head(String... headers) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + String.join("\r\n", headers)
                + "\r\n\r\n";
    }

    private static String redirect(String to) {
        return "HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: " + to + "\r\n\r\n";
    }

    private static String page() {
        return "<!doctype html><title>Wörter</title><p>"
                + IntStream.range(0, 200).mapToObj(Integer::toString).reduce("", String::concat);
    }

    private static Supplier<Iterator<Step>> text(String text) {
        return () -> one(text);
    }

    /** A reset overtakes what the client has not read yet. */
    private static Supplier<Iterator<Step>> seen(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return () -> List.of(new Step(Duration.ZERO, bytes), new Step(Duration.ofMillis(50), new byte[0]))
                .iterator();
    }

    private static Iterator<Step> one(String text) {
        return List.of(new Step(Duration.ZERO, text.getBytes(StandardCharsets.UTF_8)))
                .iterator();
    }

    private static Iterator<Step> endless(String first, String then, Duration pause) {
        var again = new Step(pause, then.getBytes(StandardCharsets.UTF_8));
        return Stream.concat(
                        Stream.of(new Step(Duration.ZERO, first.getBytes(StandardCharsets.UTF_8))),
                        Collections.nCopies(Integer.MAX_VALUE, again).stream())
                .iterator();
    }

    private static Iterator<Step> body(String encoding, byte[] bytes) {
        byte[] head = head("Connection: close", "Content-Encoding: " + encoding, "Content-Length: " + bytes.length)
                .getBytes(StandardCharsets.US_ASCII);
        return List.of(new Step(Duration.ZERO, head), new Step(Duration.ZERO, bytes))
                .iterator();
    }

    private static byte[] gzip(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] resource(String name) {
        try (InputStream in = Fault.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
