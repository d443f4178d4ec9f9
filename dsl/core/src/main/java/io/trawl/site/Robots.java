package io.trawl.site;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A robots.txt as one crawler reads it (<a href="https://www.rfc-editor.org/rfc/rfc9309">RFC 9309</a>): the groups that
 * name it are merged, else those of {@code *}; the longest rule wins, Allow at a tie. Immutable.
 */
public final class Robots {
    /** Section 2.5: at least 500 KiB are read; what follows is ignored. */
    public static final int MAX_BYTES = 512_000;

    /** Longer crawl-delays are taken for this one: whoever asks for more wants no crawler. */
    public static final Duration MAX_DELAY = Duration.ofSeconds(300);

    private final List<RobotsRule> rules;
    private final Optional<Duration> crawlDelay;
    private final List<String> sitemaps;
    private final String note;
    private final boolean readable;

    Robots(List<RobotsRule> rules, Optional<Duration> crawlDelay, List<String> sitemaps, String note) {
        this(rules, crawlDelay, sitemaps, note, true);
    }

    private Robots(
            List<RobotsRule> rules,
            Optional<Duration> crawlDelay,
            List<String> sitemaps,
            String note,
            boolean readable) {
        this.rules = List.copyOf(rules);
        this.crawlDelay = crawlDelay;
        this.sitemaps = List.copyOf(sitemaps);
        this.note = note;
        this.readable = readable;
    }

    /** @param product the crawler's product token, as in {@code Trawl}; compared without case */
    public static Robots parse(byte[] body, String product) {
        return new RobotsReader(product).read(body);
    }

    /**
     * No restriction (section 2.3.1.3): there is no robots.txt.
     *
     * @param why as in {@code it answered 404}
     */
    public static Robots unavailable(String why) {
        return new Robots(List.of(), Optional.empty(), List.of(), "there is no robots.txt (" + why + ")", true);
    }

    /**
     * Complete disallow (section 2.3.1.4): there may be a robots.txt, and it cannot be read now.
     *
     * @param why as in {@code it answered 503}
     */
    public static Robots unreachable(String why) {
        return new Robots(
                List.of(new RobotsRule(false, "/", 0, "")),
                Optional.empty(),
                List.of(),
                "robots.txt could not be read (" + why + "), which means complete disallow",
                false);
    }

    /** Whether it is known what the site says; else to be asked again soon. */
    public boolean isReadable() {
        return readable;
    }

    /**
     * The verdict on a URL.
     *
     * @param rule the line that decides, as in {@code Disallow: /admin/}; empty where none does
     * @param line its number, from 1; 0 where none does
     * @param group whose rule it is, as in {@code "User-agent: *" of line 3}
     */
    public record Decision(boolean allowed, String rule, int line, String group) {
        static final Decision NO_RULE = new Decision(true, "", 0, "");
    }

    public boolean allows(URI url) {
        RobotsRule rule = match(url);
        return rule == null || rule.allow;
    }

    /** As {@link #allows}, with the rule that decides. */
    public Decision decide(URI url) {
        RobotsRule rule = match(url);
        return rule == null ? Decision.NO_RULE : readable ? rule.decision() : new Decision(false, "", 0, "");
    }

    /**
     * What decides, with its line and group: {@code disallowed by "Disallow: /admin/" (line 3 of robots.txt, under
     * "User-agent: *" of line 1)}.
     */
    public String explain(URI url) {
        Decision decision = decide(url);
        String verdict = decision.allowed ? "allowed" : "disallowed";
        return decision.line > 0
                ? verdict + " by \"" + decision.rule + "\" (line " + decision.line + " of robots.txt, under "
                        + decision.group + ")"
                : verdict + ": "
                        + (isItself(url) ? "robots.txt itself always is" : note.isEmpty() ? "no rule matches" : note);
    }

    /** What the group asks for between two requests; not part of RFC 9309, but widely used. At most 300 s. */
    public Optional<Duration> crawlDelay() {
        return crawlDelay;
    }

    /** As they are written: some are relative. */
    public List<String> sitemaps() {
        return sitemaps;
    }

    /** In one line, for a card: how many rules there are, or why there are none. */
    public String summary() {
        return note.isEmpty() ? rules.size() + (rules.size() == 1 ? " rule" : " rules") + " for this crawler" : note;
    }

    private static boolean isItself(URI url) {
        return url.getRawPath().equals("/robots.txt");
    }

    private @Nullable RobotsRule match(URI url) {
        if (isItself(url)) {
            return null;
        }
        String path =
                RobotsRule.comparable(url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
        RobotsRule best = null;
        for (RobotsRule rule : rules) {
            if ((best == null || rule.beats(best)) && rule.matches(path)) {
                best = rule;
            }
        }
        return best;
    }
}
