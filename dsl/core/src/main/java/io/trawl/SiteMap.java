package io.trawl;

import java.time.Duration;

/** The links of a site: from its sitemaps and the page itself. */
public interface SiteMap extends Plan<Links> {

    /** Ranks by these words, best first. */
    SiteMap search(String words);

    /** At most this many; 5,000. Cut after ranking. */
    SiteMap limit(int links);

    /** Whether sitemaps count, and whether the page itself does; {@link Crawl.Sitemap#INCLUDE}: both. */
    SiteMap sitemap(Crawl.Sitemap use);

    /** Also links to other hosts of the same registrable domain; true. */
    SiteMap subdomains(boolean allow);

    /** Whether URLs that differ only in their query are one; false. */
    SiteMap ignoreQuery(boolean ignore);

    /** Whether robots.txt is obeyed; true. */
    SiteMap robots(boolean obey);

    @Override
    SiteMap name(String name);

    @Override
    SiteMap timeout(Duration timeout);

    @Override
    SiteMap deadline(Duration deadline);

    @Override
    SiteMap retry(int attempts);

    @Override
    SiteMap retry(Fn<? super Retry, ? extends Retry> options);

    @Override
    SiteMap breaker(int failures, Duration open, int successes);
}
