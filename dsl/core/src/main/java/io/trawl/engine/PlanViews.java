package io.trawl.engine;

import io.trawl.Crawl;
import io.trawl.OnChange;
import io.trawl.View;
import io.trawl.page.PageOptions;
import io.trawl.site.Robots;
import io.trawl.site.Scope;
import io.trawl.site.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How plans show themselves: the card, the JSON, the dry run. Values of headers are secrets and stand as ***. */
final class PlanViews {
    private PlanViews() {}

    /** The host of a URL, or the URL itself where it has none. */
    static String place(String url) {
        try {
            URI uri = Urls.parse(url);
            return Urls.host(uri) + (Urls.port(uri) < 0 ? "" : ":" + Urls.port(uri));
        } catch (io.trawl.ScrapeException e) {
            return Urls.shown(url);
        }
    }

    /** Path and query of a URL, or the URL itself where it is none. */
    static String path(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        } catch (IllegalArgumentException e) {
            return url;
        }
    }

    static View.Card card(String kind, String url, List<View.Field> scope, Pace pace, PlanBase<?, ?> plan) {
        PlanOptions o = plan.options;
        var fields = new ArrayList<>(scope);
        fields.add(new View.Field("pace", pace.shown()));
        fields.add(new View.Field(
                "robots", o.robots() && plan.session.config.robots() ? "obeyed" : "NOT obeyed: you said so"));
        fields.add(new View.Field("formats", formats(o.page())));
        fields.add(new View.Field(
                "limits",
                "timeout " + View.seconds(o.timeout(plan.session.config)) + ", "
                        + tries(o.retry().attempts())
                        + (o.deadline() == null ? "" : ", deadline " + View.seconds(o.deadline()))));
        if (o.keeping().checkpoint() != null) {
            fields.add(new View.Field(
                    "checkpoint",
                    o.keeping().checkpoint() + (o.keeping().onChange() == OnChange.RESTART ? ", begun again" : "")));
        }
        if (!o.keeping().budget().toString().isEmpty()) {
            fields.add(new View.Field("budget", o.keeping().budget().toString()));
        }
        if (!o.keeping().seen().isEmpty()) {
            fields.add(new View.Field("left out", "what was scraped before: " + seen(o)));
        }
        if (!o.headers().isEmpty()) {
            fields.add(new View.Field(
                    "headers",
                    o.headers().keySet().stream().map(h -> h + ": ***").collect(Collectors.joining(", "))));
        }
        return new View.Card(
                kind + " plan · " + (o.name().isEmpty() ? place(url) : o.name()) + " · not started",
                "start it: .start()   or   .await()",
                fields,
                List.of(new View.Fold("as JSON", new View.Source("json", plan.toJson()))));
    }

    private static String seen(PlanOptions o) {
        return o.keeping().seen().stream().map(Before::shown).collect(Collectors.joining("; "));
    }

    private static String tries(int attempts) {
        return attempts + (attempts == 1 ? " try" : " tries");
    }

    private static String formats(PageOptions page) {
        return page.formats().stream().map(Object::toString).sorted().collect(Collectors.joining(", "))
                + (page.onlyMainContent() ? " of the main content" : "");
    }

    static Map<String, Object> json(PlanOptions o) {
        var json = new LinkedHashMap<String, Object>();
        if (!o.name().isEmpty()) {
            json.put("name", o.name());
        }
        json.put(
                "formats",
                o.page().formats().stream().map(Object::toString).sorted().toList());
        json.put("onlyMainContent", o.page().onlyMainContent());
        if (!o.page().includeTags().isEmpty()) {
            json.put("includeTags", o.page().includeTags());
        }
        if (!o.page().excludeTags().isEmpty()) {
            json.put("excludeTags", o.page().excludeTags());
        }
        if (!o.headers().isEmpty()) {
            json.put("headers", o.headers().keySet().stream().sorted().collect(Collectors.toMap(h -> h, h -> "***")));
        }
        json.put("robots", o.robots());
        if (!o.keeping().seen().isEmpty()) {
            json.put("seen", seen(o));
        }
        if (o.timeout() != null) {
            json.put("timeout", o.timeout().toMillis());
        }
        json.put("attempts", o.retry().attempts());
        return json;
    }

    /** The card, what robots.txt says, and the first URLs with the reason why each is taken. */
    static View explain(PlanBase<?, ?> plan, String first, View card, List<String> urls, @Nullable CrawlSpec crawl) {
        var parts = new ArrayList<View>();
        parts.add(card);
        try {
            Robots robots = CrawlExplanation.robots(plan, Urls.parse(first));
            String delay = robots.crawlDelay()
                    .map(Duration::toMillis)
                    .map(ms -> ms + " ms")
                    .orElse("none");
            parts.add(View.Note.of(
                    "robots.txt of " + place(first),
                    "crawl-delay " + delay,
                    robots.sitemaps().isEmpty()
                            ? "names no sitemap"
                            : "sitemaps: " + String.join(", ", robots.sitemaps())));
            parts.add(firstUrls(plan.session, robots, urls, crawl));
            if (crawl != null && crawl.sitemap() != Crawl.Sitemap.SKIP) {
                parts.add(CrawlExplanation.listed(plan, crawl, robots));
            }
        } catch (Exception e) {
            parts.add(Failures.of(e, Urls.shown(first)).view());
        }
        return new View.Stack(parts);
    }

    private static View firstUrls(LocalSession session, Robots robots, List<String> urls, @Nullable CrawlSpec crawl) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (String url : urls.stream().limit(20).toList()) {
            URI uri = Urls.parse(url);
            String why = crawl == null ? "given" : "the seed";
            if (crawl != null) {
                Scope.Decision decision =
                        crawl.scope(uri, CrawlExplanation.year(session)).decide(uri, 0);
                why = decision.taken() ? why : why + " (its links must be " + decision.reason() + ")";
            }
            rows.add(Arrays.asList(Urls.shown(url), robots.explain(uri), why));
        }
        return new View.Grid("first URLs", List.of("url", "robots.txt", "why"), rows, urls.size(), List.of());
    }
}
