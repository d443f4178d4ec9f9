package io.trawl.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.Format;
import io.trawl.store.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * What a plan fetches, as JSON: what a checkpoint compares, and from which it makes the plan again. Neither pace nor what
 * is made of the pages belongs to it; of headers only the names; of a batch the list's length and hash.
 */
final class FetchSpec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FetchSpec() {}

    static String json(PagesPlan.Origin origin, PlanOptions options, Secrets secrets) {
        var json = JSON.createObjectNode();
        CrawlSpec crawl = origin.crawl();
        if (crawl == null) {
            json.put("kind", "batch");
            json.put("urls", origin.urls().size());
            json.put("urlsHash", hash(origin.urls(), secrets));
        } else {
            json.put("kind", "crawl");
            crawl(json, crawl);
        }
        var page = options.page();
        list(
                json,
                "formats",
                page.formats().stream().map(Format::toString).sorted().toList());
        json.put("onlyMainContent", page.onlyMainContent());
        list(json, "includeTags", page.includeTags());
        list(json, "excludeTags", page.excludeTags());
        list(json, "headers", options.headers().keySet().stream().sorted().toList());
        list(
                json,
                "acceptStatus",
                options.accepted().stream().sorted().map(String::valueOf).toList());
        json.put("robots", options.robots());
        return json.toString();
    }

    private static void crawl(ObjectNode json, CrawlSpec crawl) {
        json.put("url", crawl.seed());
        json.put("limit", crawl.limit());
        json.put("depth", crawl.depth());
        list(json, "include", crawl.include());
        list(json, "exclude", crawl.exclude());
        json.put("follow", crawl.follow());
        json.put("entireDomain", crawl.reach().entireDomain());
        json.put("subdomains", crawl.reach().subdomains());
        json.put("external", crawl.reach().external());
        json.put("sitemap", crawl.sitemap().name());
        json.put("sameUrl", crawl.pages().profile().name());
        json.put("ignoreQuery", crawl.pages().ignoreQuery());
        json.put("avoidTraps", crawl.pages().avoidTraps());
        json.put("skipNoindex", crawl.pages().skipNoindex());
        json.put("duplicates", crawl.pages().duplicates().name());
    }

    private static void list(ObjectNode json, String name, Collection<String> values) {
        var array = json.putArray(name);
        values.forEach(array::add);
    }

    private static String hash(List<String> urls, Secrets secrets) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            for (String url : urls) {
                hash.update(secrets.hide(url).getBytes(StandardCharsets.UTF_8));
                hash.update((byte) '\n');
            }
            return HexFormat.of().formatHex(hash.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
