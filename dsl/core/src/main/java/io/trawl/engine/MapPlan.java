package io.trawl.engine;

import io.trawl.Job;
import io.trawl.Links;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.SiteMap;
import io.trawl.View;
import io.trawl.page.Pages;
import io.trawl.site.FoundLinks;
import io.trawl.site.Ranking;
import io.trawl.site.Scope;
import io.trawl.site.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class MapPlan extends PlanBase<Links, SiteMap> implements SiteMap {
    private final String url;
    private final String words;
    private final int limit;

    MapPlan(LocalSession session, String url, String words, int limit, PlanOptions options) {
        super(session, options);
        this.url = url;
        this.words = words;
        this.limit = limit;
    }

    @Override
    SiteMap with(PlanOptions changed) {
        return new MapPlan(session, url, words, limit, changed);
    }

    @Override
    public SiteMap search(String text) {
        return new MapPlan(session, url, text, limit, options);
    }

    @Override
    public SiteMap limit(int links) {
        return new MapPlan(session, url, words, Check.positive(links, "limit"), options);
    }

    @Override
    public Job<Links> start() {
        return session.launch(new SingleJob<Links>(
                session, options, PaceChoice.NONE.of(false), "Map " + PlanViews.place(url), url, this::run));
    }

    /** The page and the sitemaps together; without sitemaps, the page alone will do, and the other way round. */
    private void run(SingleJob<Links> job) {
        job.request(url, PageParsing.of(options), page -> {
            try {
                URI site = Urls.parse(page.isOk() ? page.orThrow().url() : url);
                SitemapReader.read(job, site).thenAccept(listed -> {
                    if (!page.isOk() && listed.isEmpty()) {
                        job.finish(page.fold(d -> null, Outcome::<Links>failed));
                    } else {
                        session.cpu.execute(() -> job.finish(Outcome.ok(links(site, page, listed))));
                    }
                });
            } catch (ScrapeException e) {
                job.finish(Outcome.failed(e.failure()));
            }
        });
    }

    private Links links(URI site, Outcome<io.trawl.Document> page, List<String> listed) {
        var scope = new Scope(site, List.of(), List.of(), new Scope.Reach(true, true, false), Integer.MAX_VALUE);
        var found = new LinkedHashMap<String, Links.Link>();
        if (page.isOk()) {
            var document = page.orThrow();
            var titles = new LinkedHashMap<String, String>();
            for (var a : document.select("a[href]")) {
                titles.merge(
                        a.absUrl("href").replaceFirst("#.*", ""),
                        a.text(),
                        (one, two) -> one.length() >= two.length() ? one : two);
            }
            for (String link : Pages.outlinks(document, null)) {
                add(found, scope, link, titles.getOrDefault(link, ""));
            }
        }
        listed.forEach(link -> add(found, scope, link, ""));
        var ranked = Ranking.rank(new ArrayList<>(found.values()), words);
        return new FoundLinks(ranked.stream().limit(limit).toList());
    }

    private static void add(Map<String, Links.Link> found, Scope scope, String url, String title) {
        URI uri = URI.create(url);
        if (scope.decide(uri, 1).taken()) {
            found.putIfAbsent(Urls.key(uri), new Links.Link(url, title, ""));
        }
    }

    @Override
    Map<String, Object> spec() {
        return Map.of("kind", "map", "url", Urls.shown(url), "search", words, "limit", limit);
    }

    @Override
    public View view() {
        var fields = new ArrayList<View.Field>();
        fields.add(new View.Field("site", Urls.shown(url)));
        fields.add(
                new View.Field("limit", limit + " links" + (words.isEmpty() ? "" : ", ranked by \"" + words + "\"")));
        return PlanViews.card("Map", url, fields, PaceChoice.NONE.of(false), this);
    }

    @Override
    public View explain() {
        return PlanViews.explain(this, url, view(), List.of(url), null);
    }
}
