package io.trawl.site;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An http or https URL as the WHATWG URL standard parses and serialises it (<a
 * href="https://url.spec.whatwg.org/#url-parsing">section 4.4</a>, cut down to the two schemes that can be fetched; the
 * states of the standard are the methods here). Credentials, path, query and fragment are percent-encoded already.
 *
 * @param host a domain in ASCII, an IPv4 address in four parts, or an IPv6 address in brackets
 * @param port -1 for the scheme's own
 * @param path begins with a slash
 * @param query without its question mark; null where there is none
 * @param fragment without its hash; null where there is none
 */
record Url(
        String scheme,
        String user,
        String password,
        String host,
        int port,
        String path,
        @Nullable String query,
        @Nullable String fragment) {

    /** What is no URL, or none that can be fetched; the message says why. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1;

        Invalid(String message) {
            super(message, null, false, false);
        }
    }

    /** @param base what a relative reference is relative to */
    static Url parse(String input, @Nullable Url base) throws Invalid {
        String text = trimmed(input);
        int colon = schemeEnd(text);
        if (colon < 0) {
            if (base == null) {
                throw new Invalid("the URL has no scheme");
            }
            return new Parser(text, 0, base.scheme).relative(base);
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Invalid("only http and https can be fetched");
        }
        var parser = new Parser(text, colon + 1, scheme);
        boolean special = base != null && base.scheme.equals(scheme) && !text.startsWith("//", colon + 1);
        return special ? parser.relative(base) : parser.absolute();
    }

    String href() {
        var out = new StringBuilder(scheme.length() + host.length() + path.length() + 32);
        out.append(scheme).append("://");
        if (!user.isEmpty() || !password.isEmpty()) {
            out.append(user);
            if (!password.isEmpty()) {
                out.append(':').append(password);
            }
            out.append('@');
        }
        out.append(host);
        if (port >= 0) {
            out.append(':').append(port);
        }
        out.append(path);
        if (query != null) {
            out.append('?').append(query);
        }
        if (fragment != null) {
            out.append('#').append(fragment);
        }
        return out.toString();
    }

    /** Without C0 controls and spaces at its ends, nor tabs and line ends anywhere. */
    private static String trimmed(String input) {
        int from = 0;
        int to = input.length();
        while (from < to && input.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && input.charAt(to - 1) <= ' ') {
            to--;
        }
        String text = input.substring(from, to);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t' || c == '\n' || c == '\r') {
                return text.replaceAll("[\\t\\n\\r]", "");
            }
        }
        return text;
    }

    /** Where the colon of a leading scheme is, or -1. */
    private static int schemeEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':' && i > 0) {
                return i;
            }
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (i == 0 || !(c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'))) {
                return -1;
            }
        }
        return -1;
    }

    /** One pass over the text after the scheme. */
    private static final class Parser {
        private final String text;
        private final String scheme;
        private int at;

        Parser(String text, int at, String scheme) {
            this.text = text;
            this.at = at;
            this.scheme = scheme;
        }

        private boolean isSlash(int i) {
            return i < text.length() && (text.charAt(i) == '/' || text.charAt(i) == '\\');
        }

        /** The states "relative" and "relative slash". */
        Url relative(Url base) throws Invalid {
            if (isSlash(at)) {
                if (isSlash(at + 1)) {
                    return absolute();
                }
                return rest(base.user, base.password, base.host, base.port, new ArrayList<>());
            }
            if (at == text.length() || text.charAt(at) == '#') {
                return new Url(
                        scheme, base.user, base.password, base.host, base.port, base.path, base.query, fragment());
            }
            if (text.charAt(at) == '?') {
                return new Url(scheme, base.user, base.password, base.host, base.port, base.path, query(), fragment());
            }
            var segments = new ArrayList<>(List.of(base.path.substring(1).split("/", -1)));
            segments.remove(segments.size() - 1);
            return rest(base.user, base.password, base.host, base.port, segments);
        }

        /** The states from "special authority ignore slashes" to "port". */
        Url absolute() throws Invalid {
            while (isSlash(at)) {
                at++;
            }
            int end = at;
            while (end < text.length() && !isSlash(end) && text.charAt(end) != '?' && text.charAt(end) != '#') {
                end++;
            }
            int sign = text.lastIndexOf('@', end - 1);
            String user = "";
            String password = "";
            if (sign >= at) {
                int colon = text.indexOf(':', at);
                boolean named = colon >= 0 && colon < sign;
                user = encoded(text, at, named ? colon : sign, PercentSet.USERINFO);
                password = named ? encoded(text, colon + 1, sign, PercentSet.USERINFO) : "";
                at = sign + 1;
            }
            int colon = portColon(end);
            String host = Hosts.parse(text.substring(at, colon));
            int port = port(colon, end);
            at = end;
            return rest(user, password, host, port, new ArrayList<>());
        }

        /** The first colon outside of brackets, or the end. */
        private int portColon(int end) {
            boolean inBrackets = false;
            for (int i = at; i < end; i++) {
                char c = text.charAt(i);
                if (c == ':' && !inBrackets) {
                    return i;
                }
                inBrackets = c == '[' || inBrackets && c != ']';
            }
            return end;
        }

        private int port(int colon, int end) throws Invalid {
            int port = 0;
            for (int i = colon + 1; i < end; i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9 || (port = 10 * port + digit) > 65_535) {
                    throw new Invalid("the port \"" + text.substring(colon + 1, end) + "\" is not one of 0 to 65535");
                }
            }
            return colon + 1 >= end || port == (scheme.equals("http") ? 80 : 443) ? -1 : port;
        }

        private Url rest(String user, String password, String host, int port, List<String> segments) {
            String path = path(segments);
            String query = at < text.length() && text.charAt(at) == '?' ? query() : null;
            return new Url(scheme, user, password, host, port, path, query, fragment());
        }

        /** The states "path start" and "path": dot segments are resolved, backslashes are slashes. */
        private String path(List<String> segments) {
            if (isSlash(at)) {
                at++;
            }
            while (true) {
                int from = at;
                while (at < text.length() && !isSlash(at) && text.charAt(at) != '?' && text.charAt(at) != '#') {
                    at++;
                }
                boolean more = isSlash(at);
                int dots = dots(from, at);
                if (dots == 0) {
                    segments.add(encoded(text, from, at, PercentSet.PATH));
                } else {
                    if (dots == 2 && !segments.isEmpty()) {
                        segments.remove(segments.size() - 1);
                    }
                    if (!more) {
                        segments.add("");
                    }
                }
                if (!more) {
                    return "/" + String.join("/", segments);
                }
                at++;
            }
        }

        /** 1 for a single-dot segment, 2 for a double-dot segment, {@code %2e} being a dot; else 0. */
        private int dots(int from, int to) {
            int dots = 0;
            for (int i = from; i < to; dots++) {
                if (text.charAt(i) == '.') {
                    i++;
                } else if (text.regionMatches(true, i, "%2e", 0, 3)) {
                    i += 3;
                } else {
                    return 0;
                }
            }
            return dots > 2 ? 0 : dots;
        }

        private String query() {
            int hash = text.indexOf('#', at);
            int from = at + 1;
            at = hash < 0 ? text.length() : hash;
            return encoded(text, from, at, PercentSet.QUERY);
        }

        private @Nullable String fragment() {
            return at < text.length() ? encoded(text, at + 1, text.length(), PercentSet.FRAGMENT) : null;
        }
    }

    /** The ASCII characters that each part of a URL must encode; beyond ASCII, all do (section 1.3). */
    enum PercentSet {
        FRAGMENT(" \"<>`"),
        QUERY(" \"#<>'"),
        PATH(" \"#<>?^`{}"),
        USERINFO(" \"#<>?^`{}/:;=@[\\]|"),
        /** Of the path, what RFC 3986 and {@link java.net.URI} do not take raw. */
        RFC_PATH(" \"#<>?^`{}[\\]|"),
        /** The same of the query; brackets, though not in the RFC, are what PHP's forms send. */
        RFC_QUERY(" \"#<>^`{}\\|");

        private final boolean[] encodes = new boolean[128];

        PercentSet(String characters) {
            for (int i = 0; i < ' '; i++) {
                encodes[i] = true;
            }
            encodes[127] = true;
            characters.chars().forEach(c -> encodes[c] = true);
        }

        boolean encodes(char c) {
            return c > 127 || encodes[c];
        }
    }

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /** UTF-8 percent-encode a part of a text; lone surrogates become U+FFFD. */
    static String encoded(String text, int from, int to, PercentSet set) {
        int i = from;
        while (i < to && !set.encodes(text.charAt(i))) {
            i++;
        }
        if (i == to) {
            return text.substring(from, to);
        }
        var out = new StringBuilder(to - from + 16).append(text, from, i);
        while (i < to) {
            char c = text.charAt(i);
            if (!set.encodes(c)) {
                out.append(c);
                i++;
                continue;
            }
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            for (byte b : Character.toString(lone ? 0xFFFD : point).getBytes(StandardCharsets.UTF_8)) {
                out.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
            }
        }
        return out.toString();
    }
}
