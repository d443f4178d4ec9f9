package io.trawl.site;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One pass over the lines of a robots.txt (RFC 9309 section 2.2). Forgiving as Google's reader is: any line ends, a byte
 * order mark, the usual misspellings, a missing colon.
 */
final class RobotsReader {
    /** The rules that concern one kind of reader. */
    private static final class Rules {
        final List<RobotsRule> list = new ArrayList<>();
        Optional<Duration> delay = Optional.empty();
        boolean open;
        String heading = "";
    }

    private final String product;
    private final Rules own = new Rules();
    private final Rules everyones = new Rules();
    private final Set<String> sitemaps = new LinkedHashSet<>();
    private boolean named;
    private boolean amongAgents;

    RobotsReader(String product) {
        this.product = product.toLowerCase(Locale.ROOT);
    }

    Robots read(byte[] body) {
        String text = decode(body);
        int number = 0;
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            line(text.substring(at, end), ++number);
            at = end + (text.startsWith("\r\n", end) ? 2 : 1);
        }
        Rules mine = named ? own : everyones;
        return new Robots(mine.list, mine.delay, List.copyOf(sitemaps), "");
    }

    /** UTF-8, or what a byte order mark says; of a file that is too long the last line is left out, it may be cut. */
    private static String decode(byte[] body) {
        int length = Math.min(body.length, Robots.MAX_BYTES);
        if (length < body.length) {
            while (length > 0 && body[length - 1] != '\n' && body[length - 1] != '\r') {
                length--;
            }
        }
        Charset charset = starts(body, 0xFE, 0xFF)
                ? StandardCharsets.UTF_16BE
                : starts(body, 0xFF, 0xFE) ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
        String text = new String(body, 0, length, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean starts(byte[] body, int one, int two) {
        return body.length > 1 && (body[0] & 255) == one && (body[1] & 255) == two;
    }

    private void line(String raw, int number) {
        int hash = raw.indexOf('#');
        String line =
                (hash < 0 ? raw : raw.substring(0, hash)).replace('\0', ' ').strip();
        int colon = line.indexOf(':');
        String[] words = colon < 0 ? line.split("\\s+") : new String[0];
        if (colon > 0) {
            field(line.substring(0, colon).strip(), line.substring(colon + 1).strip(), number);
        } else if (words.length == 2) {
            field(words[0], words[1], number);
        }
    }

    private void field(String name, String value, int line) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "user-agent", "useragent", "user agent" -> agent(value, line);
            case "allow" -> rule(true, value, line);
            case "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw", "desallow" ->
                rule(false, value, line);
            case "crawl-delay", "crawldelay", "crawl delay" -> delay(value);
            case "sitemap", "site-map", "site map" -> sitemap(value);
            default -> {
                // Section 2.2.4: other records are ignored and end no group.
            }
        }
    }

    private void agent(String value, int line) {
        if (!amongAgents) {
            own.open = false;
            everyones.open = false;
            amongAgents = true;
        }
        String token = value.split("[/\\s]", 2)[0].toLowerCase(Locale.ROOT);
        if (token.equals("*")) {
            open(everyones, value, line);
        } else if (token.equals(product)) {
            named = true;
            open(own, value, line);
        }
    }

    private static void open(Rules rules, String agent, int line) {
        rules.open = true;
        rules.heading = "\"User-agent: " + agent + "\" of line " + line;
    }

    private void rule(boolean allow, String path, int line) {
        amongAgents = false;
        if (!path.isEmpty()) {
            for (Rules rules : List.of(own, everyones)) {
                if (rules.open) {
                    rules.list.add(new RobotsRule(allow, path, line, rules.heading));
                }
            }
        }
    }

    private void delay(String value) {
        amongAgents = false;
        try {
            double seconds = Double.parseDouble(value);
            if (seconds >= 0) {
                double most = Robots.MAX_DELAY.toSeconds();
                var delay = Optional.of(Duration.ofMillis(Math.round(Math.min(seconds, most) * 1000)));
                own.delay = own.open ? delay : own.delay;
                everyones.delay = everyones.open ? delay : everyones.delay;
            }
        } catch (NumberFormatException e) {
            // Not a number: as if it were not there.
        }
    }

    private void sitemap(String value) {
        if (!value.isEmpty()) {
            sitemaps.add(value);
        }
    }
}
