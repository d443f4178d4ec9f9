package io.trawl.page;

import io.trawl.site.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** What a page says about itself, named and shaped as Firecrawl v2 does; every {@code meta} element also verbatim. */
final class Metadata {
    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("og:title", "ogTitle"),
            Map.entry("og:description", "ogDescription"),
            Map.entry("og:url", "ogUrl"),
            Map.entry("og:image", "ogImage"),
            Map.entry("og:audio", "ogAudio"),
            Map.entry("og:determiner", "ogDeterminer"),
            Map.entry("og:locale", "ogLocale"),
            Map.entry("og:site_name", "ogSiteName"),
            Map.entry("og:video", "ogVideo"),
            Map.entry("article:published_time", "publishedTime"),
            Map.entry("article:modified_time", "modifiedTime"),
            Map.entry("article:section", "articleSection"),
            Map.entry("article:tag", "articleTag"),
            Map.entry("dc.description", "dcDescription"),
            Map.entry("dc.subject", "dcSubject"),
            Map.entry("dc.type", "dcType"),
            Map.entry("dc.date", "dcDate"),
            Map.entry("dc.date.created", "dcDateCreated"),
            Map.entry("dcterms.created", "dcTermsCreated"),
            Map.entry("dcterms.keywords", "dcTermsKeywords"),
            Map.entry("dcterms.subject", "dcTermsSubject"),
            Map.entry("dcterms.audience", "dcTermsAudience"),
            Map.entry("dcterms.type", "dcTermsType"));
    private static final Set<String> OWN = Set.of("title", "description", "keywords", "robots");

    private Metadata() {}

    static Map<String, Object> of(Document page, String title, Fetched fetched, URI base) {
        var all = new LinkedHashMap<String, Object>();
        put(all, "title", title);
        put(all, "description", String.join(", ", contents(page, "description")));
        put(all, "language", language(page));
        put(all, "keywords", String.join(", ", contents(page, "keywords")));
        put(all, "robots", String.join(", ", contents(page, "robots")));
        put(all, "favicon", favicon(page, base));
        for (Element meta : page.select("meta[content]")) {
            String name = NAMED.get(key(meta));
            if (name != null && !meta.attr("content").isEmpty()) {
                all.putIfAbsent(name, meta.attr("content"));
            }
        }
        var alternates = contents(page, "og:locale:alternate");
        if (!alternates.isEmpty()) {
            all.put("ogLocaleAlternate", alternates);
        }
        page.select("meta[content]").forEach(meta -> verbatim(all, key(meta), meta.attr("content")));
        all.put("url", fetched.url());
        all.put("sourceURL", fetched.requestedUrl());
        all.put("statusCode", fetched.status());
        put(all, "contentType", fetched.header("content-type"));
        return all;
    }

    static String title(Document page, @Nullable Element title) {
        String text = title == null ? "" : title.text();
        if (text.isEmpty()) {
            Element meta = page.selectFirst("meta[property=og:title], meta[name=twitter:title]");
            text = meta == null ? "" : meta.attr("content");
        }
        return text;
    }

    private static String language(Document page) {
        Element html = page.selectFirst("html");
        return html == null ? "" : html.attr("lang");
    }

    private static String favicon(Document page, URI base) {
        Element icon = page.selectFirst("link[rel=icon]");
        icon = icon != null ? icon : page.selectFirst("link[rel*=icon]");
        return icon == null ? "" : Urls.resolve(base, icon.attr("href")).orElse("");
    }

    private static List<String> contents(Document page, String key) {
        return page.select("meta[content]").stream()
                .filter(m -> key(m).equalsIgnoreCase(key))
                .map(m -> m.attr("content"))
                .filter(c -> !c.isEmpty())
                .toList();
    }

    /** A key that stands more than once becomes a list. */
    private static void verbatim(Map<String, Object> all, String key, String content) {
        if (key.isEmpty() || OWN.contains(key)) {
            return;
        }
        @Nullable Object before = all.get(key);
        if (before == null) {
            all.put(key, content);
        } else {
            var list = new ArrayList<Object>(before instanceof List<?> many ? many : List.of(before));
            list.add(content);
            all.put(key, List.copyOf(list));
        }
    }

    private static String key(Element meta) {
        for (String attribute : List.of("name", "property", "itemprop")) {
            if (meta.hasAttr(attribute)) {
                return meta.attr(attribute);
            }
        }
        return "";
    }

    private static void put(Map<String, Object> all, String key, String value) {
        if (!value.isEmpty()) {
            all.put(key, value);
        }
    }
}
