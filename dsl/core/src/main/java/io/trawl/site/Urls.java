package io.trawl.site;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URLs as browsers read them (WHATWG URL), as far as http and https go: white space trimmed, backslashes as slashes,
 * hosts in lower case and Punycode, dot segments resolved, what must not stand raw percent-encoded, default ports
 * dropped. What comes out is a valid {@link URI}.
 */
public final class Urls {
    /** Longer URLs are refused: they are traps. */
    public static final int MAX_LENGTH = 8_192;

    private static final Pattern ABSOLUTE =
            Pattern.compile("(?i)(https?):[/\\\\]*([^/\\\\?#]*)([^?#]*)(\\?[^#]*)?(#.*)?", Pattern.DOTALL);
    private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");

    private Urls() {}

    /**
     * Reads an absolute http or https URL.
     *
     * @throws ScrapeException of kind INVALID_URL that says what to write instead
     */
    public static URI parse(String url) {
        String text = trim(url);
        if (text.isEmpty()) {
            throw invalid(url, "the URL is empty", "write one, as in https://example.com/");
        }
        if (text.length() > MAX_LENGTH) {
            throw invalid(text.substring(0, 80) + "…", "the URL is longer than 8 kB", "");
        }
        Matcher m = ABSOLUTE.matcher(text);
        if (!m.matches()) {
            throw invalid(url, complaint(text), advice(text));
        }
        try {
            return assemble(m);
        } catch (IllegalArgumentException | URISyntaxException e) {
            throw invalid(url, "not a URL: " + e.getMessage(), "check the host and port");
        }
    }

    /** An href of a page, absolute; empty where it leads to nothing that can be fetched. */
    public static Optional<String> resolve(URI base, String href) {
        String text = trim(href);
        if (text.length() > MAX_LENGTH
                || SCHEME.matcher(text).matches() && !ABSOLUTE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(absolute(base, text)).toString());
        } catch (ScrapeException e) {
            return Optional.empty();
        }
    }

    private static String absolute(URI base, String href) {
        String origin = base.getScheme() + "://" + base.getRawAuthority();
        String path = base.getRawPath();
        String flat = href.replace('\\', '/');
        if (ABSOLUTE.matcher(href).matches()) {
            return href;
        }
        if (flat.startsWith("//")) {
            return base.getScheme() + ":" + flat;
        }
        if (flat.startsWith("/")) {
            return origin + href;
        }
        if (href.startsWith("?")) {
            return origin + path + href;
        }
        String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        if (href.isEmpty() || href.startsWith("#")) {
            return origin + path + query + href;
        }
        return origin + path.substring(0, path.lastIndexOf('/') + 1) + href;
    }

    private static URI assemble(Matcher m) throws URISyntaxException {
        String scheme = m.group(1).toLowerCase(Locale.ROOT);
        String authority = m.group(2);
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? "" : encode(authority.substring(0, at), ":!$&'()*+,;=") + "@";
        String host = authority.substring(at + 1);
        String port = "";
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) {
            port = host.substring(colon + 1);
            host = host.substring(0, colon);
        }
        host = host(host);
        boolean usual = port.isEmpty() || port.equals(scheme.equals("http") ? "80" : "443");
        if (!usual && (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535)) {
            throw new IllegalArgumentException("port " + port);
        }
        String path = dots(encode(m.group(3).replace('\\', '/'), "/:@!$&'()*+,;=~"));
        String query = m.group(4) == null ? "" : "?" + encode(m.group(4).substring(1), "/?:@!$&'()*+,;=~");
        String fragment = m.group(5) == null ? "" : "#" + encode(m.group(5).substring(1), "/?:@!$&'()*+,;=~");
        var uri = new URI(
                scheme + "://" + user + host + (usual ? "" : ":" + Integer.parseInt(port)) + path + query + fragment);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("host " + host);
        }
        return uri;
    }

    private static String host(String raw) {
        if (raw.isEmpty()) {
            throw new IllegalArgumentException("no host");
        }
        String host = raw.startsWith("[") ? raw.toLowerCase(Locale.ROOT) : ascii(raw);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host " + raw);
        }
        return host;
    }

    private static String ascii(String host) {
        String plain = host.chars().allMatch(c -> c < 128 && c != '%')
                ? host
                : IDN.toASCII(decoded(host), IDN.ALLOW_UNASSIGNED);
        return plain.toLowerCase(Locale.ROOT);
    }

    private static String decoded(String text) {
        return text.indexOf('%') < 0
                ? text
                : java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Percent-encodes what may not stand raw; existing escapes stay, a stray percent sign becomes one. */
    private static String encode(String text, String allowed) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean escape =
                    c == '%' && i + 2 < text.length() && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2));
            if (escape
                    || c < 128 && (Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0 || allowed.indexOf(c) >= 0)) {
                out.append((char) c);
            } else if (c != '\t' && c != '\n' && c != '\r') {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format("%%%02X", b));
                }
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0;
    }

    private static String dots(String path) {
        if (!path.contains("/.") && !path.contains("/%2")) {
            return path.isEmpty() ? "/" : path;
        }
        var segments = new java.util.ArrayList<String>();
        String[] parts = path.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].replace("%2e", ".").replace("%2E", ".");
            boolean last = i == parts.length - 1;
            if (part.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.remove(segments.size() - 1);
                }
            } else if (!part.equals(".")) {
                segments.add(parts[i]);
                continue;
            }
            if (last) {
                segments.add("");
            }
        }
        return "/" + String.join("/", segments);
    }

    private static String trim(String url) {
        return url.strip().replaceAll("[\\t\\n\\r]", "");
    }

    /**
     * The key by which pages are told apart: the URL without fragment and user info. The query keeps its order and its
     * empty values, the path its case and trailing slash: each of these can name another page.
     */
    public static String key(URI url) {
        String user = url.getRawUserInfo();
        String text = withoutFragment(url);
        return user == null ? text : text.replace(user + "@", "");
    }

    private static String withoutFragment(URI url) {
        String text = url.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? text : text.substring(0, hash);
    }

    /** As {@link #key}, with http and https, www and bare, slash and index page folded into one. */
    public static String similarKey(URI url) {
        String path = url.getRawPath().replaceFirst("/(index\\.(html?|php))?$", "");
        String host = url.getHost().startsWith("www.") ? url.getHost().substring(4) : url.getHost();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return host + port + path + query;
    }

    /** Scheme, host and port: what robots.txt and cookies belong to. */
    public static String origin(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    /** The URL without its user info, for everything that is shown or written. */
    public static String shown(String url) {
        return url.replaceFirst("^((?i)https?://)[^/?#]*@", "$1***@");
    }

    private static String complaint(String text) {
        return SCHEME.matcher(text).matches() && !text.matches("(?i)[a-z0-9.-]+:\\d+.*")
                ? "only http and https can be fetched"
                : "the URL has no scheme";
    }

    private static String advice(String text) {
        return text.matches("(?i)[a-z0-9.-]+(:\\d+)?([/?#].*)?")
                ? "https://" + text
                : "an absolute URL, as in https://example.com/";
    }

    private static ScrapeException invalid(String url, String message, String advice) {
        return new ScrapeException(Failure.of(ErrorKind.INVALID_URL, shown(url), message, advice));
    }
}
