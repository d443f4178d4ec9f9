package io.trawl.site;

import crawlercommons.sitemaps.AbstractSiteMap;
import crawlercommons.sitemaps.SiteMap;
import crawlercommons.sitemaps.SiteMapIndex;
import crawlercommons.sitemaps.SiteMapParser;
import crawlercommons.sitemaps.UnknownFormatException;
import io.trawl.page.Fetched;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * What a sitemap names: pages, or further sitemaps. Reads the XML of sitemaps.org, indexes, gzip, plain text, RSS and
 * Atom; what is no sitemap names nothing.
 */
public record Sitemaps(List<String> pages, List<String> sitemaps) {
    private static final Sitemaps NOTHING = new Sitemaps(List.of(), List.of());

    public Sitemaps {
        pages = List.copyOf(pages);
        sitemaps = List.copyOf(sitemaps);
    }

    public static Sitemaps parse(Fetched fetched) {
        if (fetched.status() != 200 || fetched.body().length == 0) {
            return NOTHING;
        }
        try {
            // Lenient about location: who may name which URL is for the scope to decide.
            var parser = new SiteMapParser(false, true);
            return of(parser.parseSiteMap(
                    fetched.body(), URI.create(fetched.url()).toURL()));
        } catch (UnknownFormatException | IOException | IllegalArgumentException e) {
            return NOTHING;
        }
    }

    private static Sitemaps of(AbstractSiteMap map) {
        if (map instanceof SiteMapIndex index) {
            return new Sitemaps(
                    List.of(),
                    index.getSitemaps().stream().map(s -> s.getUrl().toString()).toList());
        }
        return new Sitemaps(
                ((SiteMap) map)
                        .getSiteMapUrls().stream()
                                .map(u -> u.getUrl().toString())
                                .toList(),
                List.of());
    }
}
