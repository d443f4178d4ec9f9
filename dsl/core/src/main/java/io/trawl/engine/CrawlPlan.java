package io.trawl.engine;

import io.trawl.Crawl;
import io.trawl.Duplicates;
import io.trawl.UrlProfile;
import io.trawl.View;
import io.trawl.site.Scope;
import java.util.List;

final class CrawlPlan extends DocumentsBase<Crawl> implements Crawl {
    private final CrawlSpec spec;

    CrawlPlan(LocalSession session, CrawlSpec spec, PlanOptions options, PaceChoice pace) {
        super(session, options, pace);
        this.spec = spec;
    }

    @Override
    Crawl with(PlanOptions changed, PaceChoice changedPace) {
        return new CrawlPlan(session, spec, changed, changedPace);
    }

    private Crawl to(CrawlSpec changed) {
        return new CrawlPlan(session, changed, options, pace);
    }

    @Override
    PagesPlan.Origin origin() {
        return new PagesPlan.Origin(List.of(), spec);
    }

    @Override
    public Crawl limit(int pages) {
        return to(spec.limit(pages));
    }

    @Override
    public Crawl depth(int links) {
        return to(spec.depth(links));
    }

    @Override
    public Crawl include(String... paths) {
        return to(spec.paths(List.of(paths), spec.exclude()));
    }

    @Override
    public Crawl exclude(String... paths) {
        return to(spec.paths(spec.include(), List.of(paths)));
    }

    @Override
    public Crawl follow(String css) {
        return to(spec.follow(css));
    }

    @Override
    public Crawl entireDomain(boolean whole) {
        return to(spec.reach(
                new Scope.Reach(whole, spec.reach().subdomains(), spec.reach().external())));
    }

    @Override
    public Crawl subdomains(boolean allow) {
        return to(spec.reach(
                new Scope.Reach(spec.reach().entireDomain(), allow, spec.reach().external())));
    }

    @Override
    public Crawl external(boolean allow) {
        return to(spec.reach(
                new Scope.Reach(spec.reach().entireDomain(), spec.reach().subdomains(), allow)));
    }

    @Override
    public Crawl sitemap(Sitemap use) {
        return to(spec.sitemap(use));
    }

    @Override
    public Crawl sameUrl(UrlProfile profile) {
        return to(spec.pages(spec.pages().profile(profile)));
    }

    @Override
    public Crawl ignoreQuery(boolean ignore) {
        return to(spec.pages(spec.pages().ignoreQuery(ignore)));
    }

    @Override
    public Crawl avoidTraps(boolean avoid) {
        return to(spec.pages(spec.pages().avoidTraps(avoid)));
    }

    @Override
    public Crawl skipNoindex(boolean skip) {
        return to(spec.pages(spec.pages().skipNoindex(skip)));
    }

    @Override
    public Crawl duplicates(Duplicates leftOut) {
        return to(spec.pages(spec.pages().duplicates(leftOut)));
    }

    @Override
    public View explain(String url) {
        return CrawlExplanation.of(this, spec, url);
    }

    @Override
    public Crawl prefer(String... paths) {
        return to(spec.prefer(List.of(paths)));
    }
}
