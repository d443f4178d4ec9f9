package io.trawl.site;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A robots.txt as one crawler reads it (RFC 9309): the groups that name it are merged, else those of {@code *}; the
 * longest rule wins, Allow at a tie. Immutable.
 */
public final class Robots {
    /** RFC 9309 section 2.5: at least 500 KiB are read; what follows is ignored. */
    public static final int MAX_BYTES = 512_000;

    /** No restriction: there is no robots.txt (section 2.3.1.3). */
    public static final Robots ALLOW_ALL = new Robots(List.of(), Optional.empty(), List.of(), "there is no robots.txt");

    /** Complete disallow: robots.txt could not be read (section 2.3.1.4). */
    public static final Robots DISALLOW_ALL =
            new Robots(List.of(new Rule(false, "/", 0)), Optional.empty(), List.of(), "robots.txt could not be read");

    private record Rule(boolean allow, String pattern, int line) {
        String shown() {
            return (allow ? "Allow: " : "Disallow: ") + pattern;
        }
    }

    private final List<Rule> rules;
    private final Optional<Duration> crawlDelay;
    private final List<String> sitemaps;
    private final String note;

    private Robots(List<Rule> rules, Optional<Duration> crawlDelay, List<String> sitemaps, String note) {
        this.rules = List.copyOf(rules);
        this.crawlDelay = crawlDelay;
        this.sitemaps = List.copyOf(sitemaps);
        this.note = note;
    }

    /** @param product the crawler's product token, as in {@code Trawl}; compared without case */
    public static Robots parse(byte[] body, String product) {
        int length = Math.min(body.length, MAX_BYTES);
        String text = new String(body, 0, length, StandardCharsets.UTF_8);
        return new Reader(product.toLowerCase(Locale.ROOT)).read(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    public boolean allows(URI url) {
        Rule rule = match(url);
        return rule == null || rule.allow;
    }

    /** The rule that decides, with its line: {@code disallowed by "Disallow: /admin/" (line 3)}. */
    public String explain(URI url) {
        Rule rule = match(url);
        if (rule == null) {
            return "allowed: " + (note.isEmpty() ? "no rule matches" : note);
        }
        return (rule.allow ? "allowed" : "disallowed") + " by "
                + (note.isEmpty() ? "\"" + rule.shown() + "\" (robots.txt line " + rule.line + ")" : note);
    }

    /** What the group asks for between two requests; not part of RFC 9309, but widely used. At most 300 s. */
    public Optional<Duration> crawlDelay() {
        return crawlDelay;
    }

    public List<String> sitemaps() {
        return sitemaps;
    }

    private @org.jspecify.annotations.Nullable Rule match(URI url) {
        String path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        if (path.equals("/robots.txt")) {
            return null;
        }
        String normal = normal(path);
        Rule best = null;
        for (Rule rule : rules) {
            if (matches(rule.pattern, normal)
                    && (best == null
                            || rule.pattern.length() > best.pattern.length()
                            || rule.pattern.length() == best.pattern.length() && rule.allow)) {
                best = rule;
            }
        }
        return best;
    }

    /** Linear in the path for each star: after a star the first place that fits is as good as any later one. */
    private static boolean matches(String pattern, String path) {
        boolean end = pattern.endsWith("$");
        String[] parts = (end ? pattern.substring(0, pattern.length() - 1) : pattern).split("\\*", -1);
        if (!path.startsWith(parts[0])) {
            return false;
        }
        int at = parts[0].length();
        for (int i = 1; i < parts.length; i++) {
            boolean last = end && i == parts.length - 1;
            int found = last ? path.length() - parts[i].length() : path.indexOf(parts[i], at);
            if (found < at || last && !path.endsWith(parts[i])) {
                return false;
            }
            at = found + parts[i].length();
        }
        return !end || at == path.length();
    }

    /** Percent-encoding made comparable (section 2.2.2): unreserved characters raw, the rest in upper-case hex. */
    private static String normal(String path) {
        var out = new StringBuilder(path.length());
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xFF;
            if (c == '%' && i + 2 < bytes.length) {
                int high = Character.digit(bytes[i + 1], 16);
                int low = Character.digit(bytes[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    int decoded = high * 16 + low;
                    i += 2;
                    if (decoded < 128 && (Character.isLetterOrDigit(decoded) || "-._~".indexOf(decoded) >= 0)) {
                        out.append((char) decoded);
                    } else {
                        out.append(String.format("%%%02X", decoded));
                    }
                    continue;
                }
            }
            out.append(c < 128 ? String.valueOf((char) c) : String.format("%%%02X", c));
        }
        return out.toString();
    }

    /** One pass over the lines. */
    private static final class Reader {
        private final String product;
        private final List<Rule> own = new ArrayList<>();
        private final List<Rule> everyone = new ArrayList<>();
        private final List<String> sitemaps = new ArrayList<>();
        private Optional<Duration> ownDelay = Optional.empty();
        private Optional<Duration> everyonesDelay = Optional.empty();
        private boolean named;
        private boolean forMe;
        private boolean forAll;
        private boolean inAgents;

        Reader(String product) {
            this.product = product;
        }

        Robots read(String text) {
            int number = 0;
            for (String raw : text.split("\r\n|\r|\n", -1)) {
                number++;
                int hash = raw.indexOf('#');
                String line = (hash < 0 ? raw : raw.substring(0, hash)).strip();
                int colon = line.indexOf(':');
                if (colon > 0) {
                    field(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip(),
                            number);
                }
            }
            return named ? new Robots(own, ownDelay, sitemaps, "") : new Robots(everyone, everyonesDelay, sitemaps, "");
        }

        private void field(String name, String value, int line) {
            switch (name) {
                case "user-agent", "useragent", "user agent" -> agent(value.toLowerCase(Locale.ROOT));
                case "allow", "disallow" -> rule(new Rule(name.equals("allow"), pattern(value), line), value.isEmpty());
                case "crawl-delay", "crawldelay" -> delay(value);
                case "sitemap" -> sitemaps.add(value);
                default -> {
                    // RFC 9309 section 2.2.4: other records are ignored and end no group.
                }
            }
        }

        private void agent(String value) {
            if (!inAgents) {
                forMe = false;
                forAll = false;
                inAgents = true;
            }
            String token = value.split("[/\\s]", 2)[0];
            forAll |= token.equals("*");
            boolean me = token.equals(product);
            forMe |= me;
            named |= me;
        }

        private void rule(Rule rule, boolean empty) {
            inAgents = false;
            if (!empty) {
                if (forMe) {
                    own.add(rule);
                }
                if (forAll) {
                    everyone.add(rule);
                }
            }
        }

        private void delay(String value) {
            inAgents = false;
            try {
                double seconds = Double.parseDouble(value);
                if (seconds >= 0 && seconds <= 300) {
                    var delay = Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
                    ownDelay = forMe ? delay : ownDelay;
                    everyonesDelay = forAll ? delay : everyonesDelay;
                }
            } catch (NumberFormatException e) {
                // Not a number: as if it were not there.
            }
        }

        private static String pattern(String value) {
            return normal(value.startsWith("/") || value.startsWith("*") ? value : "/" + value);
        }
    }
}
