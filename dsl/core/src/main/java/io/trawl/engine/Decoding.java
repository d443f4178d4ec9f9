package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.page.Fetched;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/** Undoes the content encodings of a body (RFC 9110 section 8.4), the last applied first, up to a cap. */
public final class Decoding {
    /** What is asked for. */
    static final String ACCEPTED = "gzip, deflate, br" + (knowsZstd() ? ", zstd" : "");

    private static final Set<String> KNOWN = Set.of(("x-gzip, " + ACCEPTED).split(", "));

    /** What servers write that encode nothing; some of it names a charset. */
    private static final Set<String> NOTHING =
            Set.of("", "identity", "none", "utf-8", "utf8", "binary", "7bit", "8bit", "text");

    /** More codings than this, one upon the other, are an attack. */
    private static final int MOST = 5;

    private Decoding() {}

    /** @throws ScrapeException of kind DECODE for a broken body, TOO_LARGE for one that grows over the cap */
    public static byte[] decode(Fetched fetched, long cap) {
        byte[] body = fetched.body();
        var named = fetched.headers().get("content-encoding");
        if (named == null) {
            return body;
        }
        String[] encodings = String.join(",", named).toLowerCase(Locale.ROOT).split(",");
        if (encodings.length > MOST) {
            throw BodyConsumer.tooLarge(
                    fetched.url(), fetched.status(), "the body is encoded " + encodings.length + " times");
        }
        for (int i = encodings.length - 1; i >= 0; i--) {
            String encoding = encodings[i].strip();
            if (body.length > 0 && !NOTHING.contains(encoding)) {
                body = undo(encoding, body, fetched, cap);
            }
        }
        return body;
    }

    private static byte[] undo(String encoding, byte[] body, Fetched fetched, long cap) {
        try (InputStream in = open(encoding, body)) {
            var out = new ByteArrayOutputStream(body.length * 4);
            byte[] chunk = new byte[16_384];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                out.write(chunk, 0, n);
                if (out.size() > cap) {
                    throw BodyConsumer.tooLarge(
                            fetched.url(),
                            fetched.status(),
                            "the body is over " + io.trawl.View.bytes(cap) + " when decompressed");
                }
            }
            return out.toByteArray();
        } catch (IOException | IllegalStateException e) {
            throw new ScrapeException(
                    new Failure(
                            ErrorKind.DECODE,
                            fetched.url(),
                            fetched.status(),
                            1,
                            "body",
                            KNOWN.contains(encoding)
                                    ? "the " + encoding + " body is damaged or cut short"
                                    : "the body is encoded as \"" + encoding + "\", which cannot be decoded",
                            KNOWN.contains(encoding)
                                    ? ".retry(r -> r.on(DECODE)), where it may come right"
                                    : "nothing: it was not asked for",
                            null),
                    e);
        }
    }

    private static InputStream open(String encoding, byte[] body) throws IOException {
        var in = new ByteArrayInputStream(body);
        return switch (encoding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in, new Inflater(!isZlib(body)));
            case "br" -> new BrotliInputStream(in);
            case "zstd" -> zstd(in);
            default -> throw new IOException("unknown encoding " + encoding);
        };
    }

    private static boolean knowsZstd() {
        try {
            Class.forName("com.github.luben.zstd.ZstdInputStream");
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static InputStream zstd(InputStream in) throws IOException {
        if (!knowsZstd()) {
            throw new IOException("zstd needs com.github.luben:zstd-jni");
        }
        return Zstd.open(in);
    }

    /** A class of its own, so that the optional library is only looked for where it is there. */
    private static final class Zstd {
        private static final int WINDOW = 23;

        /** RFC 9659: a window of at most 8 MB on the web. */
        static InputStream open(InputStream in) throws IOException {
            return new com.github.luben.zstd.ZstdInputStream(in).setLongMax(WINDOW);
        }
    }

    /** Some servers send raw deflate under that name (RFC 9110 section 8.4.1.2). */
    private static boolean isZlib(byte[] body) {
        byte[] head = Arrays.copyOf(body, 2);
        return (head[0] & 0x0F) == 8 && (((head[0] & 0xFF) << 8) + (head[1] & 0xFF)) % 31 == 0;
    }
}
