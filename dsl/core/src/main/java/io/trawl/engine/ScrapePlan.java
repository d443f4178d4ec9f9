package io.trawl.engine;

import io.trawl.Document;
import io.trawl.Format;
import io.trawl.Job;
import io.trawl.Scrape;
import io.trawl.View;
import io.trawl.site.Urls;
import java.util.List;
import java.util.Map;

final class ScrapePlan extends PlanBase<Document, Scrape> implements Scrape {
    private final String url;

    ScrapePlan(LocalSession session, String url, PlanOptions options) {
        super(session, options);
        this.url = url;
    }

    @Override
    Scrape with(PlanOptions changed) {
        return new ScrapePlan(session, url, changed);
    }

    @Override
    public Scrape formats(Format... formats) {
        return with(options.withFormats(formats));
    }

    @Override
    public Scrape onlyMainContent(boolean only) {
        return with(options.withMainContent(only));
    }

    @Override
    public Scrape includeTags(String... css) {
        return with(options.withTags(List.of(css), options.page().excludeTags()));
    }

    @Override
    public Scrape excludeTags(String... css) {
        return with(options.withTags(options.page().includeTags(), List.of(css)));
    }

    @Override
    public Scrape header(String name, String value) {
        return with(options.withHeader(name, value));
    }

    @Override
    public Scrape acceptStatus(int... statuses) {
        return with(options.withAccepted(statuses));
    }

    private Pace pace() {
        return PaceChoice.NONE.of(false);
    }

    @Override
    public Job<Document> start() {
        var job = new SingleJob<Document>(
                session,
                options,
                pace(),
                "Scrape " + PlanViews.place(url),
                url,
                j -> j.request(url, PageParsing.of(options), j::finish));
        return session.launch(job);
    }

    @Override
    Map<String, Object> spec() {
        return Map.of("kind", "scrape", "url", Urls.shown(url));
    }

    @Override
    public View view() {
        return PlanViews.card("Scrape", url, List.of(new View.Field("page", Urls.shown(url))), pace(), this);
    }

    @Override
    public View explain() {
        return PlanViews.explain(this, url, view(), List.of(url), null);
    }
}
