package io.trawl.site;

import io.trawl.page.Fetched;
import java.net.URI;
import java.util.List;

/**
 * What a sitemap names: pages, or further sitemaps. Reads the XML of <a
 * href="https://www.sitemaps.org/protocol.html">sitemaps.org</a> with its news, video and hreflang extensions, indexes,
 * RSS, Atom, plain text, each also gzipped. What is no sitemap names nothing; of a damaged one, what could be read counts.
 * Immutable.
 */
public record Sitemaps(List<Entry> pages, List<String> sitemaps) {
    /** The protocol's own limits: of URLs in a file, and of bytes once unpacked. The rest is left out. */
    public static final int MAX_URLS = 50_000;

    public static final int MAX_BYTES = 52_428_800;

    /** A page; title and description are empty where the sitemap, as most, does not say. */
    public record Entry(String url, String title, String description) {}

    public Sitemaps {
        pages = List.copyOf(pages);
        sitemaps = List.copyOf(sitemaps);
    }

    public static Sitemaps parse(Fetched fetched) {
        return fetched.status() == 200
                ? new SitemapParser(URI.create(fetched.url())).parse(fetched.body())
                : new Sitemaps(List.of(), List.of());
    }
}
