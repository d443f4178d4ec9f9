package io.trawl.site;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.UrlProfile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * URLs as browsers read them (WHATWG URL), as far as http and https go. What comes out is a valid {@link URI}: the few
 * characters that the standard leaves raw and RFC 3986 does not allow ({@code | ^ \ ` { } [ ]}, a percent sign that escapes
 * nothing) are percent-encoded, which names the same page; and a host that no DNS can hold is refused.
 */
public final class Urls {
    /** Longer URLs are refused: they are traps. */
    public static final int MAX_LENGTH = 8_192;

    /** Of ASCII, as far as a path or a query goes. */
    private static final String NOT_IN_URIS = " \"<>[]\\^`{|}";

    private static final Pattern USER = Pattern.compile("^((?i)https?:[/\\\\]*)[^/\\\\?#]*@");

    private Urls() {}

    /**
     * Reads an absolute http or https URL.
     *
     * @throws ScrapeException of kind INVALID_URL that says what to write instead
     */
    public static URI parse(String url) {
        if (url.isBlank()) {
            throw invalid(url, "the URL is empty", "write one, as in https://example.com/");
        }
        if (url.length() > MAX_LENGTH) {
            throw invalid(url.substring(0, 80) + "…", "the URL is longer than 8 kB", "");
        }
        try {
            return URI.create(strict(Url.parse(url, null)));
        } catch (Url.Invalid e) {
            throw invalid(url, "not a URL that can be fetched: " + e.getMessage(), advice(url.strip(), e));
        }
    }

    /** An href of a page, absolute; empty where it leads to nothing that can be fetched. */
    public static Optional<String> resolve(URI base, String href) {
        return resolver(base).resolve(href);
    }

    /** Reads the base once for all hrefs of a page. */
    public static Resolver resolver(URI base) {
        try {
            return Resolver.of(Url.parse(base.toString(), null));
        } catch (Url.Invalid e) {
            return Resolver.of(null);
        }
    }

    /** What {@link URI} accepts: the standard allows more. */
    static String strict(Url url) throws Url.Invalid {
        if (!url.host().startsWith("[") && !url.host().chars().allMatch(Urls::isNameChar)) {
            throw new Url.Invalid("no DNS name looks like \"" + url.host() + "\"");
        }
        return new Url(
                        url.scheme(),
                        rfc(url.user(), Url.PercentSet.USERINFO),
                        rfc(url.password(), Url.PercentSet.USERINFO),
                        url.host(),
                        url.port(),
                        rfc(url.path(), Url.PercentSet.RFC_PATH),
                        url.query() == null ? null : rfc(url.query(), Url.PercentSet.RFC_QUERY),
                        url.fragment() == null ? null : rfc(url.fragment(), Url.PercentSet.RFC_PATH))
                .href();
    }

    private static boolean isNameChar(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_';
    }

    private static String rfc(String part, Url.PercentSet set) {
        String encoded = Url.encoded(part, 0, part.length(), set);
        for (int i = encoded.indexOf('%'); i >= 0; i = encoded.indexOf('%', i + 1)) {
            if (escaped(encoded, i) < 0) {
                encoded = encoded.substring(0, i) + "%25" + encoded.substring(i + 1);
            }
        }
        return encoded;
    }

    /** The octet that the escape at a percent sign stands for, or -1 where it is none. */
    private static int escaped(String text, int at) {
        if (at + 2 >= text.length()) {
            return -1;
        }
        int high = hex(text.charAt(at + 1));
        int low = hex(text.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    /**
     * Escapes made comparable (RFC 3986 section 6.2.2, RFC 9309 section 2.2.2): unreserved characters raw, all other
     * escapes in upper case, what no URI holds escaped.
     */
    static String normalEscapes(String text) {
        boolean normal = true;
        for (int i = 0; normal && i < text.length(); i++) {
            char c = text.charAt(i);
            normal = c != '%' && c < 128 && NOT_IN_URIS.indexOf(c) < 0;
        }
        if (normal) {
            return text;
        }
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int octet = c == '%' ? escaped(text, i) : -1;
            if (octet >= 0) {
                i += 2;
                if (isUnreserved(octet)) {
                    out.append((char) octet);
                } else {
                    escape(out, octet);
                }
            } else if (c < 128 && NOT_IN_URIS.indexOf(c) < 0) {
                out.append(c);
            } else {
                int point = text.codePointAt(i);
                i += Character.charCount(point) - 1;
                for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    escape(out, b & 255);
                }
            }
        }
        return out.toString();
    }

    private static boolean isUnreserved(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
    }

    static void escape(StringBuilder out, int octet) {
        out.append('%')
                .append(Character.toUpperCase(Character.forDigit(octet >> 4, 16)))
                .append(Character.toUpperCase(Character.forDigit(octet & 15, 16)));
    }

    /** {@link UrlProfile#STRICT}: the URL without fragment and user info. */
    public static String key(URI url) {
        return Keys.of(url, UrlProfile.STRICT, false);
    }

    /** The host of a URL, also where {@link URI#getHost()} gives none: {@code my_shop.example}. */
    public static String host(URI url) {
        String host = url.getHost();
        if (host != null) {
            return host;
        }
        String authority = url.getRawAuthority();
        String place = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = place.lastIndexOf(':');
        return colon < 0 ? place : place.substring(0, colon);
    }

    /** The port that a URL names, or -1; also where {@link URI#getPort()} does not know it. */
    public static int port(URI url) {
        if (url.getHost() != null) {
            return url.getPort();
        }
        String authority = url.getRawAuthority();
        int colon = authority.lastIndexOf(':');
        return colon < authority.lastIndexOf('@') + 1 ? -1 : Integer.parseInt(authority.substring(colon + 1));
    }

    /** Scheme, host and port: what robots.txt and cookies belong to. */
    public static String origin(URI url) {
        return url.getScheme() + "://" + host(url) + (port(url) < 0 ? "" : ":" + port(url));
    }

    /** The URL without its user info, for everything that is shown or written. */
    public static String shown(String url) {
        return url.indexOf('@') < 0 ? url : USER.matcher(url).replaceFirst("$1***@");
    }

    private static String advice(String text, Url.Invalid why) {
        if (String.valueOf(why.getMessage()).contains("port")) {
            return "check the host and port";
        }
        return text.matches("(?i)[a-z0-9-]+(\\.[a-z0-9-]+)*(:\\d+)?([/?#].*)?")
                ? "https://" + text
                : "an absolute URL, as in https://example.com/";
    }

    private static ScrapeException invalid(String url, String message, String advice) {
        return new ScrapeException(Failure.of(ErrorKind.INVALID_URL, shown(url), message, advice));
    }
}
