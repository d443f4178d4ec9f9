package io.trawl.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.cookie.Cookie;
import org.apache.hc.client5.http.cookie.CookieOrigin;
import org.apache.hc.client5.http.cookie.CookieSpec;
import org.apache.hc.client5.http.cookie.MalformedCookieException;
import org.apache.hc.client5.http.impl.cookie.BasicClientCookie;
import org.apache.hc.client5.http.impl.cookie.LaxExpiresHandler;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * Cookies as browsers take them (RFC 6265 section 5; of its revision, draft-ietf-httpbis-rfc6265bis, the prefixes
 * {@code __Host-} and {@code __Secure-}, control characters, the longest lives, and that Secure needs https). The client's own rules
 * take the quotes off a value and put some round others, which a server does not know again. What must not be set is left
 * out without a word. Immutable.
 */
final class CookieRules implements CookieSpec {
    private static final int LONGEST_ATTRIBUTE = 1_024;
    private static final Duration LONGEST_LIFE = Duration.ofDays(400);
    private static final Comparator<Cookie> ORDER =
            Comparator.comparing((Cookie c) -> -c.getPath().length()).thenComparing(Cookie::getCreationInstant);

    private final Clock clock;

    CookieRules(Clock clock) {
        this.clock = clock;
    }

    /** Section 5.2. */
    @Override
    public List<Cookie> parse(Header header, CookieOrigin origin) {
        String text = String.valueOf(header.getValue());
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127)) {
            return List.of();
        }
        String[] parts = text.split(";", -1);
        int equals = parts[0].indexOf('=');
        String name = equals < 0 ? "" : trimmed(parts[0].substring(0, equals));
        if (name.isEmpty()) {
            return List.of();
        }
        var cookie = new BasicClientCookie(name, trimmed(parts[0].substring(equals + 1)));
        cookie.setCreationDate(clock.now());
        var attributes = new HashMap<String, String>();
        for (int i = 1; i < parts.length; i++) {
            attribute(parts[i], attributes);
        }
        return mayBeSet(cookie, attributes, origin) ? List.of(cookie) : List.of();
    }

    /** The last one of a name counts; an unreadable time counts as none. */
    private static void attribute(String part, Map<String, String> into) {
        int equals = part.indexOf('=');
        String name = trimmed(equals < 0 ? part : part.substring(0, equals)).toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "" : trimmed(part.substring(equals + 1));
        boolean readable = switch (name) {
            case "max-age" -> value.matches("-?[0-9]+");
            case "expires" -> expiry(value) != null;
            default -> true;
        };
        if (readable && value.length() <= LONGEST_ATTRIBUTE) {
            into.put(name, value);
        }
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static @Nullable Instant expiry(String value) {
        try {
            var dated = new BasicClientCookie("", "");
            LaxExpiresHandler.INSTANCE.parse(dated, value);
            return dated.getExpiryInstant();
        } catch (MalformedCookieException e) {
            return null;
        }
    }

    /** Section 5.3. */
    private static boolean mayBeSet(BasicClientCookie cookie, Map<String, String> attributes, CookieOrigin origin) {
        Instant now = cookie.getCreationInstant();
        Instant latest = now.plus(LONGEST_LIFE);
        Instant expires = attributes.containsKey("max-age")
                ? aged(attributes.get("max-age"), now, latest)
                : attributes.containsKey("expires") ? expiry(attributes.get("expires")) : null;
        if (expires != null) {
            cookie.setExpiryDate(expires.isAfter(latest) ? latest : expires);
        }
        String host = origin.getHost().toLowerCase(Locale.ROOT);
        String domain = attributes.getOrDefault("domain", "").toLowerCase(Locale.ROOT);
        domain = domain.startsWith(".") ? domain.substring(1) : domain;
        boolean hostOnly = domain.isEmpty() || domain.equals(host) && !Cookies.mayBeShared(domain);
        if (!hostOnly) {
            if (!Cookies.mayBeShared(domain) || !isWithin(host, domain)) {
                return false;
            }
            cookie.setAttribute(Cookie.DOMAIN_ATTR, domain);
        }
        cookie.setDomain(hostOnly ? host : domain);
        String path = attributes.getOrDefault("path", "");
        cookie.setPath(path.startsWith("/") ? path : folder(path(origin)));
        cookie.setSecure(attributes.containsKey("secure"));
        cookie.setHttpOnly(attributes.containsKey("httponly"));
        String name = cookie.getName().toLowerCase(Locale.ROOT);
        boolean bound = !name.startsWith("__host-") || hostOnly && path.equals("/");
        return cookie.isSecure()
                ? origin.isSecure() && bound
                : !name.startsWith("__host-") && !name.startsWith("__secure-");
    }

    private static Instant aged(String seconds, Instant now, Instant latest) {
        return seconds.startsWith("-") || seconds.matches("0+")
                ? Instant.EPOCH
                : seconds.length() > 9 ? latest : now.plusSeconds(Long.parseLong(seconds));
    }

    /** Section 5.1.3. */
    private static boolean isWithin(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain) && Names.literal(host) == null;
    }

    private static String path(CookieOrigin origin) {
        String path = origin.getPath();
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** Section 5.1.4. */
    private static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** {@link #parse} has left out what must not be set. */
    @Override
    public void validate(Cookie cookie, CookieOrigin origin) {}

    /** Section 5.4, but for the time, which the client looks at. */
    @Override
    public boolean match(Cookie cookie, CookieOrigin origin) {
        String host = origin.getHost().toLowerCase(Locale.ROOT);
        String path = path(origin);
        boolean below = path.startsWith(cookie.getPath())
                && (path.length() == cookie.getPath().length()
                        || cookie.getPath().endsWith("/")
                        || path.charAt(cookie.getPath().length()) == '/');
        boolean here = cookie.containsAttribute(Cookie.DOMAIN_ATTR)
                ? isWithin(host, cookie.getDomain())
                : host.equals(cookie.getDomain());
        return here && below && (!cookie.isSecure() || origin.isSecure());
    }

    @Override
    public List<Header> formatCookies(List<Cookie> cookies) {
        var line = new StringBuilder();
        cookies.stream()
                .sorted(ORDER)
                .forEach(c -> line.append(line.isEmpty() ? "" : "; ")
                        .append(c.getName())
                        .append('=')
                        .append(c.getValue()));
        return List.of(new BasicHeader("Cookie", line.toString()));
    }
}
