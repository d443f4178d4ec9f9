package io.trawl.engine;

import io.trawl.Crawl;
import io.trawl.site.Scope;
import io.trawl.site.Urls;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a crawl goes. */
record CrawlSpec(
        String seed,
        int limit,
        int depth,
        List<String> include,
        List<String> exclude,
        @Nullable String follow,
        Scope.Reach reach,
        Crawl.Sitemap sitemap,
        boolean foldSimilar,
        List<String> prefer) {

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
                true,
                List.of());
    }

    URI seedUri() {
        return Urls.parse(seed);
    }

    /** The scope around a seed, which itself always belongs to it. */
    Scope scope(URI around) {
        return new Scope(around, include, exclude, reach, depth);
    }

    CrawlSpec limit(int pages) {
        return new CrawlSpec(
                seed,
                Check.positive(pages, "limit"),
                depth,
                include,
                exclude,
                follow,
                reach,
                sitemap,
                foldSimilar,
                prefer);
    }

    CrawlSpec depth(int links) {
        if (links < 0) {
            throw new IllegalArgumentException("depth must be at least 0 (the seed alone), and is " + links);
        }
        return new CrawlSpec(seed, limit, links, include, exclude, follow, reach, sitemap, foldSimilar, prefer);
    }

    CrawlSpec paths(List<String> in, List<String> out) {
        var spec = new CrawlSpec(seed, limit, depth, in, out, follow, reach, sitemap, foldSimilar, prefer);
        spec.scope(URI.create("http://any.example/"));
        return spec;
    }

    CrawlSpec follow(String css) {
        return new CrawlSpec(
                seed, limit, depth, include, exclude, PlanOptions.selector(css), reach, sitemap, foldSimilar, prefer);
    }

    CrawlSpec reach(Scope.Reach far) {
        return new CrawlSpec(seed, limit, depth, include, exclude, follow, far, sitemap, foldSimilar, prefer);
    }

    CrawlSpec sitemap(Crawl.Sitemap use) {
        return new CrawlSpec(seed, limit, depth, include, exclude, follow, reach, use, foldSimilar, prefer);
    }

    CrawlSpec foldSimilar(boolean fold) {
        return new CrawlSpec(seed, limit, depth, include, exclude, follow, reach, sitemap, fold, prefer);
    }

    CrawlSpec prefer(List<String> paths) {
        paths.forEach(Scope::pattern);
        return new CrawlSpec(
                seed, limit, depth, include, exclude, follow, reach, sitemap, foldSimilar, List.copyOf(paths));
    }
}
