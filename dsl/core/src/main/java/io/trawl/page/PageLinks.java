package io.trawl.page;

import io.trawl.site.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The links and images of a page: absolute, distinct, in document order. */
final class PageLinks {
    private static final Pattern CSS_URL = Pattern.compile("url\\(\\s*['\"]?([^'\")]+)");

    private static final Pattern REFRESH = Pattern.compile(
            "\\s*[\\d.]+\\s*[;,\\s]\\s*(?:url\\s*=\\s*)?(?:\"([^\"]+)|'([^']+)|([^\"'\\s][^\"']*))",
            Pattern.CASE_INSENSITIVE);

    private PageLinks() {}

    /** The {@code links} format: what the cleaned page links to, {@code mailto:} included, its own fragments not. */
    static List<String> links(Element cleaned, URI base) {
        var links = new LinkedHashSet<String>();
        var page = Urls.resolver(base);
        for (Element a : cleaned.select("a[href]")) {
            String href = a.attr("href").strip();
            if (href.startsWith("mailto:")) {
                links.add(href);
            } else if (!href.startsWith("#")) {
                page.resolve(href).ifPresent(links::add);
            }
        }
        return List.copyOf(links);
    }

    /** Where a page sends its reader by itself (WHATWG HTML, section 4.2.5.3, "refresh"); to itself does not count. */
    static List<String> refresh(List<Element> metas) {
        var hrefs = new ArrayList<String>();
        for (Element meta : metas) {
            Matcher m = REFRESH.matcher(meta.attr("content"));
            if (meta.attr("http-equiv").equalsIgnoreCase("refresh") && m.lookingAt()) {
                hrefs.add(m.group(1) != null ? m.group(1) : m.group(2) != null ? m.group(2) : m.group(3));
            }
        }
        return hrefs;
    }

    /**
     * What a crawl may follow: {@code a} and {@code area}, without fragments.
     *
     * @param others hrefs that are no elements
     */
    static List<String> follow(List<Element> matches, List<String> others, URI base, boolean obey) {
        var hrefs = new LinkedHashSet<String>(others);
        for (Element match : matches) {
            for (Element a : match.hasAttr("href") ? List.of(match) : match.select("a[href]")) {
                if (!obey || !isNofollow(a)) {
                    hrefs.add(a.attr("href"));
                }
            }
        }
        var links = new LinkedHashSet<String>();
        var page = Urls.resolver(base);
        for (String href : hrefs) {
            page.resolve(href).map(PageLinks::withoutFragment).ifPresent(links::add);
        }
        return List.copyOf(links);
    }

    private static boolean isNofollow(Element a) {
        return a.hasAttr("rel")
                && List.of(a.attr("rel").toLowerCase(Locale.ROOT).split("\\s+")).contains("nofollow");
    }

    private static String withoutFragment(String url) {
        int hash = url.indexOf('#');
        return hash < 0 ? url : url.substring(0, hash);
    }

    static List<String> images(Document page, URI base) {
        var raw = new ArrayList<String>();
        for (Element img : page.select("img")) {
            raw.add(img.attr("src"));
            raw.add(img.attr("data-src"));
        }
        for (Element set : page.select("img[srcset], picture source[srcset]")) {
            Srcset.of(set.attr("srcset")).forEach(c -> raw.add(c.url()));
        }
        for (Element meta : page.select("meta[property^=og:image], meta[name^=twitter:image], meta[itemprop=image]")) {
            if (!meta.attr("property").matches("og:image:(width|height|type|alt)")) {
                raw.add(meta.attr("content"));
            }
        }
        page.select("link[rel*=icon], link[rel=image_src]").forEach(l -> raw.add(l.attr("href")));
        page.select("video[poster]").forEach(v -> raw.add(v.attr("poster")));
        for (Element styled : page.select("[style*=url]")) {
            Matcher m = CSS_URL.matcher(styled.attr("style"));
            while (m.find()) {
                raw.add(m.group(1));
            }
        }
        var images = new LinkedHashSet<String>();
        var resolver = Urls.resolver(base);
        for (String src : raw) {
            if (src.startsWith("data:") || src.startsWith("blob:")) {
                images.add(src);
            } else if (!src.isBlank()) {
                resolver.resolve(src).ifPresent(images::add);
            }
        }
        return List.copyOf(images);
    }
}
