package io.trawl;

import java.nio.file.Path;
import java.time.Duration;

/** A seed and what it links to, breadth first, within a scope: by default the seed's host and path. */
public interface Crawl extends StreamPlan<Document> {
    /** What to keep of the page; markdown without it. */
    Crawl formats(Format... formats);

    /** Markdown, HTML and links of the main content only; true. */
    Crawl onlyMainContent(boolean only);

    /** Keep only what these CSS selectors match. */
    Crawl includeTags(String... css);

    /** Drop what these CSS selectors match. */
    Crawl excludeTags(String... css);

    /** A request header; its value is treated as a secret: shown as *** everywhere. */
    Crawl header(String name, String value);

    /** Statuses of 400 and above that make the page Ok. */
    Crawl acceptStatus(int... statuses);

    /** Whether robots.txt is obeyed; true. The plan says so where it is not. */
    Crawl robots(boolean obey);

    /** At most this many pages; 100. */
    Crawl limit(int pages);

    /** How many links from the seed at most; unlimited. The seed has depth 0. */
    Crawl depth(int links);

    /** Only paths where one of these regular expressions is found (RE2 syntax, linear time). */
    Crawl include(String... paths);

    /** No path where one of these is found. */
    Crawl exclude(String... paths);

    /** Of pages equally far from the seed, those where one of these is found in the path are taken first. */
    Crawl prefer(String... paths);

    /** Only the links that this CSS selector matches (an {@code a}, or something that holds one). */
    @Override
    Crawl follow(String css);

    /** The whole host and not only what lies under the seed's path; false. */
    Crawl entireDomain(boolean whole);

    /** Also other hosts of the same registrable domain; false. */
    Crawl subdomains(boolean allow);

    /** Also links to other hosts, one step; false. */
    Crawl external(boolean allow);

    /** Whether sitemaps give further seeds; {@link Sitemap#SKIP} by default: a crawl shows the links it followed. */
    Crawl sitemap(Sitemap use);

    /** When two URLs count as one page; {@link UrlProfile#SIMILAR}. */
    Crawl sameUrl(UrlProfile profile);

    /** Whether URLs that differ only in their query count as one; false. */
    Crawl ignoreQuery(boolean ignore);

    /**
     * Whether URLs are left out that a site can make without end: folders that repeat or are more than 20 deep, parameters
     * that pile up, calendars far from now; true. {@link #explain(String)} says which.
     */
    Crawl avoidTraps(boolean avoid);

    /**
     * Whether pages that ask not to be shown (noindex in meta robots or X-Robots-Tag) fail with ROBOTS; false: they are
     * results like all others. Their links are followed either way, unless they say nofollow, which is obeyed with
     * robots.txt.
     */
    Crawl skipNoindex(boolean skip);

    /**
     * Leaves out the pages that this checkpoint has, of whatever plan: a nightly run asks only for what is new. Two URLs
     * are one page as {@link #sameUrl} says; pages that failed there are asked again. What is left out is not fetched; so its links are not followed either, costs no budget and stands in {@link StreamJob#leftOut()} with the reason. The seed is
     * always fetched. Several calls add up. The job is FAILED, kind CHECKPOINT, where the file cannot be read.
     */
    Crawl seen(Path checkpoint);

    /** The same for pages that are there and not older than that; older ones are fetched anew. */
    Crawl seen(Path checkpoint, Duration maxAge);

    /** Leaves out these URLs. A collection is copied now, anything else read when the job begins. */
    Crawl seen(Iterable<String> urls);

    /** Leaves out the URLs in the first column of this query, asked when the job begins. */
    Crawl seen(String jdbcUrl, String query);

    /** Leaves out the URLs for which it is true. What it throws fails the job, kind PARSE. */
    Crawl seen(Fn<? super String, Boolean> isSeen);

    /** Which pages are left out because another said the same; none. {@link StreamJob#leftOut()} names them. */
    Crawl duplicates(Duplicates leftOut);

    /**
     * Whether a link to this URL would be followed, and which rule decides: how it is read, what it counts as, the scope, the
     * traps, robots.txt. Fetches nothing but robots.txt.
     */
    View explain(String url);

    /** What a crawl takes from sitemaps. */
    enum Sitemap {
        SKIP,
        INCLUDE,
        ONLY
    }

    @Override
    Crawl name(String name);

    @Override
    Crawl timeout(Duration timeout);

    @Override
    Crawl deadline(Duration deadline);

    @Override
    Crawl retry(int attempts);

    @Override
    Crawl retry(Fn<? super Retry, ? extends Retry> options);

    @Override
    Crawl breaker(int failures, Duration open, int successes);

    @Override
    Crawl maxConcurrency(int requests);

    @Override
    Crawl perHost(int requests);

    @Override
    Crawl rate(int starts, Duration per);

    @Override
    Crawl spacing(Duration spacing);

    @Override
    Crawl jitter(Duration lo, Duration hi);

    @Override
    Crawl polite();

    @Override
    Crawl budget(Fn<? super Budget, ? extends Budget> options);

    @Override
    Crawl priority(int priority);

    @Override
    Crawl checkpoint(Path file);

    @Override
    Crawl checkpoint(Path file, OnChange change);

    @Override
    Crawl adaptive(boolean on);
}
