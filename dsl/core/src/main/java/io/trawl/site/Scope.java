package io.trawl.site;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/**
 * Which of the links found a crawl follows. Checks in a fixed order, the first that fails gives the reason (as Firecrawl
 * v2 orders them). Patterns are RE2: linear time, found anywhere in the path. Immutable.
 */
public final class Scope {
    private static final Set<String> NOT_PAGES = Set.of(
            "png", "jpg", "jpeg", "gif", "css", "js", "ico", "svg", "tiff", "zip", "exe", "dmg", "mp4", "mp3", "wav",
            "pptx", "xlsx", "avi", "flv", "woff", "ttf", "woff2", "webp", "inc");

    /** @param reason in words, for {@code explain()} */
    public record Decision(boolean taken, String reason) {}

    /** Where a crawl may go beyond the seed's host and path. */
    public record Reach(boolean entireDomain, boolean subdomains, boolean external) {}

    private final URI seed;
    private final String folder;
    private final List<Pattern> include;
    private final List<Pattern> exclude;
    private final Reach reach;
    private final int maxDepth;
    private final @Nullable Traps traps;

    /** Without regard to traps. */
    public Scope(URI seed, List<String> include, List<String> exclude, Reach reach, int maxDepth) {
        this(seed, include, exclude, reach, maxDepth, 0);
    }

    /**
     * @param year the present one, from which calendars are told; 0 where no traps are avoided
     * @throws IllegalArgumentException for a bad pattern, saying which
     */
    public Scope(URI seed, List<String> include, List<String> exclude, Reach reach, int maxDepth, int year) {
        this.seed = seed;
        this.folder = folder(seed.getRawPath());
        this.include = include.stream().map(Scope::pattern).toList();
        this.exclude = exclude.stream().map(Scope::pattern).toList();
        this.reach = reach;
        this.maxDepth = maxDepth;
        this.traps = year == 0 ? null : new Traps(year);
    }

    /**
     * A pattern of the kind that is looked for in paths.
     *
     * @throws IllegalArgumentException for a bad one, saying which
     */
    public static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not a pattern: " + regex + " (" + e.getDescription() + ")", e);
        }
    }

    /** The part of the site that a seed stands for: its folder, or its path and what lies below it. */
    private static String folder(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return path.endsWith("/") ? path : last.contains(".") ? path.substring(0, path.lastIndexOf('/') + 1) : path;
    }

    /** Whether a link, found at that depth (the seed has depth 0), is followed. */
    public Decision decide(URI url, int depth) {
        if (depth > maxDepth) {
            return no("deeper than " + maxDepth);
        }
        String path = url.getRawPath();
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (NOT_PAGES.contains(extension)) {
            return no("not a page (." + extension + ")");
        }
        if (!sameSite(url)) {
            return elsewhere(url);
        }
        if (!reach.entireDomain && !inFolder(path)) {
            return no("outside of " + folder);
        }
        return paths(url, "in scope");
    }

    private Decision elsewhere(URI url) {
        if (reach.subdomains && sameDomain(url)) {
            return paths(url, "a subdomain");
        }
        return reach.external ? paths(url, "external") : no("another host (" + Urls.host(url) + ")");
    }

    private Decision paths(URI url, String reason) {
        String trap = traps == null ? null : traps.objection(url);
        if (trap != null) {
            return no(trap);
        }
        String path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        for (Pattern p : exclude) {
            if (p.matcher(path).find()) {
                return no("excluded by " + p.pattern());
            }
        }
        for (Pattern p : include) {
            if (p.matcher(path).find()) {
                return new Decision(true, "included by " + p.pattern());
            }
        }
        return include.isEmpty() ? new Decision(true, reason) : no("matches none of the included paths");
    }

    private boolean inFolder(String path) {
        return folder.endsWith("/") ? path.startsWith(folder) : path.equals(folder) || path.startsWith(folder + "/");
    }

    private boolean sameSite(URI url) {
        return bare(Urls.host(url)).equals(bare(Urls.host(seed))) && Urls.port(url) == Urls.port(seed);
    }

    private static String bare(String host) {
        return host.startsWith("www.") ? host.substring(4) : host;
    }

    private boolean sameDomain(URI url) {
        return domain(Urls.host(url)).equals(domain(Urls.host(seed)));
    }

    /** By the public suffix list, private suffixes included: two projects on github.io are two sites. */
    private static String domain(String host) {
        boolean address = host.startsWith("[") || host.matches("[0-9.]+");
        String domain = address ? null : PublicSuffixMatcherLoader.getDefault().getDomainRoot(host);
        return domain == null ? host : domain;
    }

    private static Decision no(String reason) {
        return new Decision(false, reason);
    }
}
