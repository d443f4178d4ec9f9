package io.trawl.engine;

import io.trawl.Crawl;
import io.trawl.Duplicates;
import io.trawl.UrlProfile;
import io.trawl.site.Keys;
import io.trawl.site.Scope;
import io.trawl.site.Urls;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a crawl goes, and what it takes for a page of its own. */
record CrawlSpec(
        String seed,
        int limit,
        int depth,
        List<String> include,
        List<String> exclude,
        @Nullable String follow,
        Scope.Reach reach,
        Crawl.Sitemap sitemap,
        Pages pages,
        List<String> prefer) {

    /**
     * What counts as a page.
     *
     * @param profile when two URLs are one page
     * @param ignoreQuery whether pages that differ only in their query are one
     * @param avoidTraps whether URLs that a site can make without end are left out
     * @param skipNoindex whether pages that ask not to be shown are left out
     * @param duplicates which pages are left out for what they say
     */
    record Pages(
            UrlProfile profile, boolean ignoreQuery, boolean avoidTraps, boolean skipNoindex, Duplicates duplicates) {
        static final Pages DEFAULT = new Pages(UrlProfile.SIMILAR, false, true, false, Duplicates.KEEP);

        String key(URI url) {
            return Keys.of(url, profile, ignoreQuery);
        }

        Pages profile(UrlProfile same) {
            return new Pages(same, ignoreQuery, avoidTraps, skipNoindex, duplicates);
        }

        Pages ignoreQuery(boolean ignore) {
            return new Pages(profile, ignore, avoidTraps, skipNoindex, duplicates);
        }

        Pages avoidTraps(boolean avoid) {
            return new Pages(profile, ignoreQuery, avoid, skipNoindex, duplicates);
        }

        Pages skipNoindex(boolean skip) {
            return new Pages(profile, ignoreQuery, avoidTraps, skip, duplicates);
        }

        Pages duplicates(Duplicates leftOut) {
            return new Pages(profile, ignoreQuery, avoidTraps, skipNoindex, leftOut);
        }
    }

    static CrawlSpec of(String seed) {
        return new CrawlSpec(
                seed,
                100,
                Integer.MAX_VALUE,
                List.of(),
                List.of(),
                null,
                new Scope.Reach(false, false, false),
                Crawl.Sitemap.SKIP,
                Pages.DEFAULT,
                List.of());
    }

    URI seedUri() {
        return Urls.parse(seed);
    }

    /**
     * The scope around a seed, which itself always belongs to it.
     *
     * @param year the present one
     */
    Scope scope(URI around, int year) {
        return new Scope(around, include, exclude, reach, depth, pages.avoidTraps ? year : 0);
    }

    CrawlSpec limit(int most) {
        return new CrawlSpec(
                seed, Check.positive(most, "limit"), depth, include, exclude, follow, reach, sitemap, pages, prefer);
    }

    CrawlSpec depth(int links) {
        if (links < 0) {
            throw new IllegalArgumentException("depth must be at least 0 (the seed alone), and is " + links);
        }
        return new CrawlSpec(seed, limit, links, include, exclude, follow, reach, sitemap, pages, prefer);
    }

    CrawlSpec paths(List<String> in, List<String> out) {
        var spec = new CrawlSpec(seed, limit, depth, in, out, follow, reach, sitemap, pages, prefer);
        spec.scope(URI.create("http://any.example/"), 0);
        return spec;
    }

    CrawlSpec follow(String css) {
        return new CrawlSpec(
                seed, limit, depth, include, exclude, PlanOptions.selector(css), reach, sitemap, pages, prefer);
    }

    CrawlSpec reach(Scope.Reach far) {
        return new CrawlSpec(seed, limit, depth, include, exclude, follow, far, sitemap, pages, prefer);
    }

    CrawlSpec sitemap(Crawl.Sitemap use) {
        return new CrawlSpec(seed, limit, depth, include, exclude, follow, reach, use, pages, prefer);
    }

    CrawlSpec pages(Pages what) {
        return new CrawlSpec(seed, limit, depth, include, exclude, follow, reach, sitemap, what, prefer);
    }

    CrawlSpec prefer(List<String> paths) {
        paths.forEach(Scope::pattern);
        return new CrawlSpec(seed, limit, depth, include, exclude, follow, reach, sitemap, pages, List.copyOf(paths));
    }
}
