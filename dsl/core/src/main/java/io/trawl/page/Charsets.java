package io.trawl.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * How the bytes of a page become characters, as browsers do it (WHATWG HTML, encoding sniffing): byte order mark, then
 * Content-Type, then what the page names inside ({@link Prescan}); failing these, UTF-8 where the bytes are valid UTF-8, then
 * a guess, then windows-1252. Never throws: an unknown label counts as none.
 */
final class Charsets {
    private static final Pattern HEADER =
            Pattern.compile("charset\\s*=\\s*[\"']?([^\\s;\"']+)", Pattern.CASE_INSENSITIVE);
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private Charsets() {}

    static String decode(byte[] body, String contentType) {
        int bom = bomLength(body);
        return new String(body, bom, body.length - bom, of(body, contentType));
    }

    static Charset of(byte[] body, String contentType) {
        return bomLength(body) > 0 ? bomCharset(body) : sniff(body, contentType);
    }

    private static Charset sniff(byte[] body, String contentType) {
        return header(contentType)
                .or(() -> Prescan.of(body))
                .or(() -> isUtf8(body) ? Optional.of(StandardCharsets.UTF_8) : Optional.empty())
                .or(() -> guess(body))
                .orElse(WINDOWS_1252);
    }

    private static Optional<Charset> header(String contentType) {
        Matcher m = HEADER.matcher(contentType);
        return m.find() ? Encodings.labelled(m.group(1)) : Optional.empty();
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Optional<Charset> guess(byte[] body) {
        var detector = new UniversalDetector();
        detector.handleData(body, 0, Math.min(body.length, 64 * 1024));
        detector.dataEnd();
        String found = detector.getDetectedCharset();
        return found == null
                ? Optional.empty()
                : Encodings.labelled(found)
                        .or(() ->
                                Optional.of(found).filter(Charset::isSupported).map(Charset::forName));
    }

    private static int bomLength(byte[] b) {
        if (b.length >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF) {
            return 3;
        }
        boolean utf16 = b.length >= 2
                && (b[0] == (byte) 0xFE && b[1] == (byte) 0xFF || b[0] == (byte) 0xFF && b[1] == (byte) 0xFE);
        return utf16 ? 2 : 0;
    }

    private static Charset bomCharset(byte[] b) {
        return switch (b[0]) {
            case (byte) 0xEF -> StandardCharsets.UTF_8;
            case (byte) 0xFE -> StandardCharsets.UTF_16BE;
            default -> StandardCharsets.UTF_16LE;
        };
    }
}
