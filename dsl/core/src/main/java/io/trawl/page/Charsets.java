package io.trawl.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * How the bytes of a page become characters, as browsers do it (WHATWG HTML, encoding sniffing): byte order mark, then
 * Content-Type, then a meta element in the first 1024 bytes; failing these, UTF-8 where the bytes are valid UTF-8, then
 * a guess, then windows-1252. Never throws: an unknown label counts as none.
 */
final class Charsets {
    private static final Pattern HEADER =
            Pattern.compile("charset\\s*=\\s*[\"']?([^\\s;\"']+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern META =
            Pattern.compile("<meta[^>]+?charset\\s*=\\s*[\"']?([^\\s;\"'/>]+)", Pattern.CASE_INSENSITIVE);
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private Charsets() {}

    static String decode(byte[] body, String contentType) {
        int bom = bomLength(body);
        Charset charset = bom > 0 ? bomCharset(body) : sniff(body, contentType);
        return new String(body, bom, body.length - bom, charset);
    }

    private static Charset sniff(byte[] body, String contentType) {
        return label(HEADER.matcher(contentType))
                .or(() -> meta(body))
                .or(() -> isUtf8(body) ? Optional.of(StandardCharsets.UTF_8) : Optional.empty())
                .or(() -> guess(body))
                .orElse(WINDOWS_1252);
    }

    private static Optional<Charset> meta(byte[] body) {
        String head = new String(body, 0, Math.min(body.length, 1024), StandardCharsets.ISO_8859_1);
        // A page that can be read to find its meta element is not in UTF-16, whatever it says.
        return label(META.matcher(head)).map(c -> c.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : c);
    }

    private static Optional<Charset> label(Matcher m) {
        return m.find() ? byLabel(m.group(1)) : Optional.empty();
    }

    /** Some labels mean more than they say (WHATWG Encoding, section 4.2). */
    private static Optional<Charset> byLabel(String label) {
        String name = switch (label.toLowerCase(Locale.ROOT)) {
            case "latin1", "latin-1", "iso-8859-1", "iso8859-1", "ascii", "us-ascii", "l1", "cp1252" -> "windows-1252";
            case "gb2312", "gbk", "x-gbk", "chinese", "gb_2312-80" -> "GB18030";
            case "shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji" -> "windows-31j";
            case "ks_c_5601-1987", "euc-kr", "korean" -> "x-windows-949";
            case "iso-8859-9", "latin5" -> "windows-1254";
            case "tis-620", "iso-8859-11" -> "x-windows-874";
            case "utf8", "unicode-1-1-utf-8" -> "UTF-8";
            default -> label;
        };
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
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
        return found == null ? Optional.empty() : byLabel(found);
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
