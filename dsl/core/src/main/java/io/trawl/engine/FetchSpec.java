package io.trawl.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.Crawl;
import io.trawl.Document;
import io.trawl.Duplicates;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Format;
import io.trawl.OnChange;
import io.trawl.ScrapeException;
import io.trawl.StreamPlan;
import io.trawl.UrlProfile;
import io.trawl.page.PageOptions;
import io.trawl.site.Scope;
import io.trawl.store.Head;
import io.trawl.store.JournalException;
import io.trawl.store.JournalReader;
import io.trawl.store.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

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

    /**
     * The plan of a checkpoint, to be resumed by those who lost the code.
     *
     * @throws ScrapeException of kind CHECKPOINT where it is none, or needs secrets, which are not written
     */
    static StreamPlan<Document> plan(LocalSession session, Path file) {
        try {
            var reader = JournalReader.open(file, Secrets.UNKNOWN);
            JsonNode json = read(reader.head().plan());
            var urls = new ArrayList<String>();
            if (json.path("kind").asText().equals("crawl")) {
                urls.add(json.path("url").asText());
            } else {
                reader.pages((found, ended) -> urls.add(found.url()));
            }
            var options = options(file, json, urls)
                    .withName(reader.head().name())
                    .withKeeping(Keeping.NONE.at(file, OnChange.FAIL));
            return json.path("kind").asText().equals("crawl")
                    ? new CrawlPlan(session, crawl(json), options, PaceChoice.NONE)
                    : new BatchPlan(session, urls, options, PaceChoice.NONE);
        } catch (JournalException e) {
            throw new ScrapeException(Failure.of(ErrorKind.CHECKPOINT, "", e.getMessage(), e.advice()), e);
        }
    }

    /**
     * A plan of some pages of a recorded one, with its options.
     *
     * @throws ScrapeException of kind CHECKPOINT where it needs secrets, which are not written
     */
    static StreamPlan<Document> again(LocalSession session, Path file, Head head, List<String> urls) {
        return new BatchPlan(session, urls, options(file, read(head.plan()), urls), PaceChoice.NONE);
    }

    private static PlanOptions options(Path file, JsonNode json, List<String> urls) {
        if (!json.path("headers").isEmpty() || urls.stream().anyMatch(url -> url.contains("***"))) {
            throw needsSecrets(file, texts(json, "headers"));
        }
        int[] accepted =
                texts(json, "acceptStatus").stream().mapToInt(Integer::parseInt).toArray();
        var options = options(json).withRobots(json.path("robots").asBoolean(true));
        return accepted.length == 0 ? options : options.withAccepted(accepted);
    }

    private static ScrapeException needsSecrets(Path file, List<String> headers) {
        return new ScrapeException(Failure.of(
                ErrorKind.CHECKPOINT,
                "",
                file + " cannot go on without "
                        + (headers.isEmpty() ? "the secrets of its URLs" : "its headers " + headers)
                        + ", which are not written",
                "the plan as it was, with .checkpoint(path)"));
    }

    private static CrawlSpec crawl(JsonNode json) {
        JsonNode follow = json.path("follow");
        return new CrawlSpec(
                json.path("url").asText(),
                json.path("limit").asInt(),
                json.path("depth").asInt(),
                texts(json, "include"),
                texts(json, "exclude"),
                follow.isTextual() ? follow.asText() : null,
                new Scope.Reach(
                        json.path("entireDomain").asBoolean(),
                        json.path("subdomains").asBoolean(),
                        json.path("external").asBoolean()),
                Crawl.Sitemap.valueOf(json.path("sitemap").asText()),
                new CrawlSpec.Pages(
                        UrlProfile.valueOf(json.path("sameUrl").asText(UrlProfile.SIMILAR.name())),
                        json.path("ignoreQuery").asBoolean(),
                        json.path("avoidTraps").asBoolean(),
                        json.path("skipNoindex").asBoolean(),
                        Duplicates.valueOf(json.path("duplicates").asText(Duplicates.KEEP.name()))),
                List.of());
    }

    /** How the pages of a recorded plan are read. */
    static PageOptions pageOptions(String plan) {
        return options(read(plan)).page();
    }

    private static PlanOptions options(JsonNode json) {
        var formats = texts(json, "formats").stream().map(FetchSpec::format).toArray(Format[]::new);
        return (formats.length == 0 ? PlanOptions.DEFAULT : PlanOptions.DEFAULT.withFormats(formats))
                .withMainContent(json.path("onlyMainContent").asBoolean(true))
                .withTags(texts(json, "includeTags"), texts(json, "excludeTags"));
    }

    private static Format format(String name) {
        return Stream.of(Format.MARKDOWN, Format.HTML, Format.RAW_HTML, Format.LINKS, Format.IMAGES)
                .filter(f -> f.toString().equals(name))
                .findFirst()
                .orElse(Format.MARKDOWN);
    }

    private static JsonNode read(String plan) {
        try {
            return JSON.readTree(plan);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private static List<String> texts(JsonNode json, String name) {
        var all = new ArrayList<String>();
        json.path(name).forEach(value -> all.add(value.asText()));
        return all;
    }
}
