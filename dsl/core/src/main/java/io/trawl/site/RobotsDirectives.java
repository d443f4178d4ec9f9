package io.trawl.site;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a page asks of crawlers, in {@code <meta name="robots">} or in the {@code X-Robots-Tag} header (<a
 * href="https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag">Google's description</a>, which is
 * the only one). What is addressed to another crawler does not count; of several, the strictest does. Immutable.
 *
 * @param noindex the page shall not be shown
 * @param nofollow its links shall not be followed
 */
public record RobotsDirectives(boolean noindex, boolean nofollow) {
    public static final RobotsDirectives NONE = new RobotsDirectives(false, false);

    /** Directives whose own value follows a colon: no crawler has such a name. */
    private static final Set<String> WITH_VALUE =
            Set.of("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview");

    /**
     * @param metas of the page, by lower-case name; several values joined by commas
     * @param headers the values of all X-Robots-Tag headers
     * @param product the crawler's product token, as in {@code Trawl}
     */
    public static RobotsDirectives of(Map<String, String> metas, List<String> headers, String product) {
        if (metas.isEmpty() && headers.isEmpty()) {
            return NONE;
        }
        String name = product.toLowerCase(Locale.ROOT);
        var found = NONE.with(metas.getOrDefault("robots", "")).with(metas.getOrDefault(name, ""));
        for (String header : headers) {
            found = found.withHeader(header.toLowerCase(Locale.ROOT), name);
        }
        return found;
    }

    /** {@code [crawler:] directive, directive}; a crawler's name stands for all that follows it. */
    private RobotsDirectives withHeader(String header, String product) {
        var found = this;
        boolean mine = true;
        for (String part : header.split(",")) {
            int colon = part.indexOf(':');
            String before = colon < 0 ? "" : part.substring(0, colon).strip();
            if (colon >= 0 && !WITH_VALUE.contains(before)) {
                mine = before.equals(product) || before.equals("*");
                part = part.substring(colon + 1);
            }
            found = mine ? found.with(part) : found;
        }
        return found;
    }

    private RobotsDirectives with(String list) {
        boolean index = noindex;
        boolean follow = nofollow;
        for (String directive : list.toLowerCase(Locale.ROOT).split(",")) {
            String word = directive.strip();
            index |= word.equals("noindex") || word.equals("none");
            follow |= word.equals("nofollow") || word.equals("none");
        }
        return new RobotsDirectives(index, follow);
    }

    /** As a page would say it: {@code noindex, nofollow}. */
    @Override
    public String toString() {
        return noindex ? nofollow ? "noindex, nofollow" : "noindex" : nofollow ? "nofollow" : "all";
    }
}
