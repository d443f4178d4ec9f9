package io.trawl.engine;

import io.trawl.Crawl;
import io.trawl.Document;
import io.trawl.Job;
import io.trawl.Links;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.SiteMap;
import io.trawl.UrlProfile;
import io.trawl.View;
import io.trawl.page.Pages;
import io.trawl.site.FoundLinks;
import io.trawl.site.Keys;
import io.trawl.site.Ranking;
import io.trawl.site.Scope;
import io.trawl.site.Sitemaps;
import io.trawl.site.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The links of a site, from its sitemaps and the page itself. */
final class MapPlan extends PlanBase<Links, SiteMap> implements SiteMap {
    /** Where words rank the links, so many are looked at, whatever the limit. */
    private static final int RANKED = 100_000;

    /** Which links count. */
    private record Choice(
            String words,
            int limit,
            Crawl.Sitemap sitemap,
            boolean subdomains,
            UrlProfile profile,
            boolean ignoreQuery) {
        static final Choice DEFAULT = new Choice("", 5_000, Crawl.Sitemap.INCLUDE, true, UrlProfile.NORMAL, false);
    }

    private final String url;
    private final Choice choice;

    private MapPlan(LocalSession session, String url, Choice choice, PlanOptions options) {
        super(session, options);
        this.url = url;
        this.choice = choice;
    }

    static MapPlan of(LocalSession session, String url) {
        return new MapPlan(session, url, Choice.DEFAULT, PlanOptions.DEFAULT);
    }

    @Override
    SiteMap with(PlanOptions changed) {
        return new MapPlan(session, url, choice, changed);
    }

    private SiteMap to(Choice changed) {
        return new MapPlan(session, url, changed, options);
    }

    @Override
    public SiteMap search(String words) {
        return to(
                new Choice(words, choice.limit, choice.sitemap, choice.subdomains, choice.profile, choice.ignoreQuery));
    }

    @Override
    public SiteMap limit(int links) {
        int most = Check.positive(links, "limit");
        return to(
                new Choice(choice.words, most, choice.sitemap, choice.subdomains, choice.profile, choice.ignoreQuery));
    }

    @Override
    public SiteMap sitemap(Crawl.Sitemap use) {
        return to(new Choice(choice.words, choice.limit, use, choice.subdomains, choice.profile, choice.ignoreQuery));
    }

    @Override
    public SiteMap subdomains(boolean allow) {
        return to(new Choice(choice.words, choice.limit, choice.sitemap, allow, choice.profile, choice.ignoreQuery));
    }

    @Override
    public SiteMap ignoreQuery(boolean ignore) {
        return to(new Choice(choice.words, choice.limit, choice.sitemap, choice.subdomains, choice.profile, ignore));
    }

    @Override
    public Job<Links> start() {
        return session.launch(new SingleJob<Links>(
                session, options, PaceChoice.NONE.of(false), "Map " + PlanViews.place(url), url, this::run));
    }

    /** The page and the sitemaps together; without sitemaps, the page alone will do, and the other way round. */
    private void run(SingleJob<Links> job) {
        if (choice.sitemap == Crawl.Sitemap.ONLY) {
            try {
                URI site = Urls.parse(url);
                listed(job, site)
                        .thenAccept(listed -> session.cpu.execute(() -> job.finish(Outcome.ok(
                                new Found(scope(site), choice).with(listed).links()))));
            } catch (ScrapeException e) {
                job.finish(Outcome.failed(e.failure()));
            }
            return;
        }
        job.request(url, PageParsing.of(options), page -> {
            try {
                URI site = Urls.parse(page.isOk() ? page.orThrow().url() : url);
                listed(job, site).thenAccept(listed -> {
                    if (!page.isOk() && listed.isEmpty()) {
                        job.finish(page.fold(d -> null, Outcome::<Links>failed));
                        return;
                    }
                    session.cpu.execute(() -> {
                        var found = new Found(scope(site), choice);
                        if (page.isOk()) {
                            found.with(page.orThrow());
                        }
                        job.finish(Outcome.ok(found.with(listed).links()));
                    });
                });
            } catch (ScrapeException e) {
                job.finish(Outcome.failed(e.failure()));
            }
        });
    }

    private CompletableFuture<List<Sitemaps.Entry>> listed(SingleJob<Links> job, URI site) {
        if (choice.sitemap == Crawl.Sitemap.SKIP) {
            return CompletableFuture.completedFuture(List.of());
        }
        Scope scope = scope(site);
        int enough = choice.words.isEmpty() ? choice.limit : RANKED;
        return SitemapReader.read(job, site, page -> scope.decide(page, 1).taken(), enough);
    }

    private Scope scope(URI site) {
        var reach = new Scope.Reach(true, choice.subdomains, false);
        return new Scope(site, List.of(), List.of(), reach, Integer.MAX_VALUE);
    }

    /** The links found so far, each page once. */
    private record Found(Scope scope, Choice choice, Map<String, Links.Link> byKey) {
        Found(Scope scope, Choice choice) {
            this(scope, choice, new LinkedHashMap<>());
        }

        Found with(Document page) {
            var titles = new LinkedHashMap<String, String>();
            for (var a : page.select("a[href]")) {
                titles.merge(
                        a.absUrl("href").replaceFirst("#.*", ""),
                        a.text(),
                        (one, two) -> one.length() >= two.length() ? one : two);
            }
            for (String link : Pages.outlinks(page, null, false)) {
                add(link, titles.getOrDefault(link, ""), "");
            }
            return this;
        }

        Found with(List<Sitemaps.Entry> listed) {
            listed.forEach(entry -> add(entry.url(), entry.title(), entry.description()));
            return this;
        }

        private void add(String url, String title, String description) {
            URI uri = URI.create(url);
            if (scope.decide(uri, 1).taken()) {
                byKey.merge(
                        Keys.of(uri, choice.profile, choice.ignoreQuery),
                        new Links.Link(url, title, description),
                        (one, two) -> new Links.Link(
                                one.url(),
                                one.title().isEmpty() ? two.title() : one.title(),
                                one.description().isEmpty() ? two.description() : one.description()));
            }
        }

        Links links() {
            var ranked = Ranking.rank(new ArrayList<>(byKey.values()), choice.words);
            return new FoundLinks(ranked.stream().limit(choice.limit).toList());
        }
    }

    @Override
    Map<String, Object> spec() {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", "map");
        json.put("url", Urls.shown(url));
        json.put("search", choice.words);
        json.put("limit", choice.limit);
        json.put("sitemap", choice.sitemap.name().toLowerCase(java.util.Locale.ROOT));
        json.put("includeSubdomains", choice.subdomains);
        json.put("ignoreQueryParameters", choice.ignoreQuery);
        return json;
    }

    @Override
    public View view() {
        var fields = new ArrayList<View.Field>();
        fields.add(new View.Field("site", Urls.shown(url) + (choice.subdomains ? " and its subdomains" : "")));
        fields.add(new View.Field(
                "limit",
                choice.limit + " links" + (choice.words.isEmpty() ? "" : ", ranked by \"" + choice.words + "\"")));
        return PlanViews.card("Map", url, fields, PaceChoice.NONE.of(false), this);
    }

    @Override
    public View explain() {
        return PlanViews.explain(this, url, view(), List.of(url), null);
    }
}
