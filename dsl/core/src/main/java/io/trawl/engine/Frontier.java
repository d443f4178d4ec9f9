package io.trawl.engine;

import io.trawl.Document;
import io.trawl.ScrapeException;
import io.trawl.page.Pages;
import io.trawl.site.Scope;
import io.trawl.site.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pages of a crawl: breadth first, each once, within scope and limit. A failed page counts against the limit. */
final class Frontier implements Source {
    private final CrawlSpec spec;
    private final Set<String> seen = new HashSet<>();
    private Scope scope;
    private int accepted;

    Frontier(CrawlSpec spec) {
        this.spec = spec;
        this.scope = spec.scope(spec.seedUri());
    }

    @Override
    public List<Input> first(List<String> extra) {
        var inputs = new ArrayList<Input>();
        seen.add(key(spec.seedUri()));
        inputs.add(new Input(accepted++, spec.seed(), 0));
        for (String url : extra) {
            offer(url, 0, inputs);
        }
        return inputs;
    }

    @Override
    public List<String> links(Input from, Document page) {
        return from.depth() < spec.depth() && spec.sitemap() != io.trawl.Crawl.Sitemap.ONLY
                ? Pages.outlinks(page, spec.follow())
                : List.of();
    }

    @Override
    public List<Input> next(Input from, String landed, List<String> links) {
        var inputs = new ArrayList<Input>();
        URI at = URI.create(landed);
        seen.add(key(at));
        if (isSeed(from) && !Urls.host(at).equals(Urls.host(spec.seedUri()))) {
            // The seed moved to another host: that is where the crawl is now.
            scope = spec.scope(at);
        }
        for (String link : links) {
            offer(link, from.depth() + 1, inputs);
        }
        return inputs;
    }

    /** The seed may move; any other page must stay in scope wherever it moves. */
    @Override
    public @Nullable String objection(Input input, URI redirect) {
        var decision = scope.decide(redirect, input.depth());
        return isSeed(input) || decision.taken() ? null : decision.reason();
    }

    /** The headers were given for the seed's host. */
    @Override
    public boolean trusts(Input input) {
        try {
            return Urls.host(Urls.parse(input.url())).equals(Urls.host(spec.seedUri()));
        } catch (ScrapeException e) {
            return false;
        }
    }

    @Override
    public String written(Input input) {
        return spec.seed();
    }

    private void offer(String url, int depth, List<Input> inputs) {
        if (accepted >= spec.limit()) {
            return;
        }
        try {
            URI uri = Urls.parse(url);
            if (scope.decide(uri, depth).taken() && seen.add(key(uri))) {
                inputs.add(new Input(accepted++, url, depth));
            }
        } catch (ScrapeException e) {
            // A link that is no URL is no page.
        }
    }

    private String key(URI url) {
        return io.trawl.site.Keys.of(
                url, spec.foldSimilar() ? io.trawl.UrlProfile.SIMILAR : io.trawl.UrlProfile.NORMAL, false);
    }

    @Override
    public int known() {
        return accepted;
    }

    @Override
    public boolean keepsUnfinished() {
        return false;
    }

    @Override
    public java.util.Optional<URI> sitemapsOf() {
        return spec.sitemap() == io.trawl.Crawl.Sitemap.SKIP
                ? java.util.Optional.empty()
                : java.util.Optional.of(spec.seedUri());
    }

    @Override
    public boolean wants(URI listed) {
        return scope.decide(listed, 0).taken();
    }

    @Override
    public int room() {
        return spec.limit();
    }

    @Override
    public boolean isSeed(Input input) {
        return input.index() == 0;
    }
}
