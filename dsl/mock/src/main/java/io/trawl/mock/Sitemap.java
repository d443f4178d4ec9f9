package io.trawl.mock;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * sitemap.xml as an index over those of each part of the site, and the robots.txt that names it (sitemaps.org protocol
 * 0.9, RFC 9309).
 */
final class Sitemap {
    static final String XML = "application/xml; charset=UTF-8";

    private Sitemap() {}

    static void addTo(Map<String, Page> pages) {
        Predicate<String> isGuide = path -> path.startsWith("/guide/");
        var listed = pages.entrySet().stream()
                .filter(e -> e.getValue().listed())
                .map(Map.Entry::getKey)
                .toList();
        var guide = listed.stream().filter(isGuide).toList();
        Predicate<String> isNews = path -> path.startsWith("/news/");
        var shop = listed.stream().filter(isGuide.or(isNews).negate()).toList();
        var files = new LinkedHashSet<String>();
        if (!shop.isEmpty()) {
            files.add("/sitemap-shop.xml");
        }
        if (!guide.isEmpty()) {
            files.add("/sitemap-guide.xml");
        }
        pages.keySet().stream().filter(path -> path.startsWith("/sitemap-")).forEach(files::add);
        pages.putIfAbsent("/sitemap.xml", Page.absolute(XML, origin -> index(origin, files)));
        pages.putIfAbsent("/sitemap-shop.xml", Page.absolute(XML, origin -> urls(origin, shop)));
        pages.putIfAbsent("/sitemap-guide.xml", Page.absolute(XML, origin -> urls(origin, guide)));
        pages.putIfAbsent("/robots.txt", Page.absolute("text/plain; charset=UTF-8", origin -> """
                # You are welcome here. Please leave the back office alone.
                User-agent: *
                Disallow: /admin/
                Disallow: /basket
                Allow: /admin/opening-hours

                Sitemap: %s/sitemap.xml
                """.formatted(origin)));
    }

    private static String index(String origin, Collection<String> files) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        files.forEach(file -> xml.append("<sitemap><loc>" + origin + file + "</loc></sitemap>\n"));
        return xml.append("</sitemapindex>\n").toString();
    }

    static String urls(String origin, List<String> paths) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for (String path : paths) {
            int day = Math.floorMod(path.hashCode(), 28) + 1;
            xml.append("<url><loc>" + origin + Layout.esc(path) + "</loc><lastmod>2026-10-" + (day < 10 ? "0" : "")
                    + day + "</lastmod></url>\n");
        }
        return xml.append("</urlset>\n").toString();
    }
}
