package io.trawl.engine;

import com.google.re2j.Pattern;
import io.trawl.Document;
import io.trawl.ScrapeException;
import io.trawl.UrlProfile;
import io.trawl.page.Pages;
import io.trawl.site.Keys;
import io.trawl.site.Scope;
import io.trawl.site.Urls;
import io.trawl.store.Found;
import io.trawl.store.SeenSet;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of a crawl: breadth first, each once, within scope and limit. A failed page counts against the limit. */
final class CrawlSource implements Source {
    /** 16 bytes each, more or less. */
    private static final int SEEN_IN_HEAP = 2_000_000;

    private final CrawlSpec spec;
    private final SeenSet seen;
    private final List<Pattern> preferred;
    private Scope scope;
    private int accepted;
    private int next;

    /** @param scratch where the URLs seen go that are too many for the heap */
    CrawlSource(CrawlSpec spec, Path scratch) {
        this.spec = spec;
        this.seen = new SeenSet(scratch, SEEN_IN_HEAP);
        this.preferred = spec.prefer().stream().map(Scope::pattern).toList();
        this.scope = spec.scope(spec.seedUri());
    }

    @Override
    public List<Found> first(List<String> extra) {
        var inputs = new ArrayList<Found>();
        saw(spec.seedUri());
        inputs.add(accept(spec.seed(), spec.seedUri(), 0));
        for (String url : extra) {
            offer(url, 0, inputs);
        }
        return inputs;
    }

    @Override
    public List<String> links(Found from, Document page) {
        return from.depth() < spec.depth() && spec.sitemap() != io.trawl.Crawl.Sitemap.ONLY
                ? Pages.outlinks(page, spec.follow())
                : List.of();
    }

    @Override
    public List<Found> next(Found from, String landed, List<String> links) {
        var inputs = new ArrayList<Found>();
        land(from, URI.create(landed));
        for (String link : links) {
            offer(link, from.depth() + 1, inputs);
        }
        return inputs;
    }

    /** The seed may move; any other page must stay in scope wherever it moves. */
    @Override
    public @Nullable String objection(Found input, URI redirect) {
        var decision = scope.decide(redirect, input.depth());
        return isSeed(input) || decision.taken() ? null : decision.reason();
    }

    /** The headers were given for the seed's host. */
    @Override
    public boolean trusts(Found input) {
        try {
            return Urls.host(Urls.parse(input.url())).equals(Urls.host(spec.seedUri()));
        } catch (ScrapeException e) {
            return false;
        }
    }

    @Override
    public String written(Found input) {
        return spec.seed();
    }

    private void offer(String url, int depth, List<Found> inputs) {
        if (accepted >= spec.limit()) {
            return;
        }
        try {
            URI uri = Urls.parse(url);
            if (scope.decide(uri, depth).taken() && saw(uri)) {
                inputs.add(accept(url, uri, depth));
            }
        } catch (ScrapeException e) {
            // A link that is no URL is no page.
        }
    }

    private Found accept(String url, URI uri, int depth) {
        accepted++;
        boolean first =
                preferred.stream().anyMatch(p -> p.matcher(uri.getRawPath()).find());
        return new Found(next++, url, depth, first);
    }

    private boolean saw(URI url) {
        return seen.add(SeenSet.fingerprint(key(url)));
    }

    private String key(URI url) {
        return Keys.of(url, spec.foldSimilar() ? UrlProfile.SIMILAR : UrlProfile.NORMAL, false);
    }

    @Override
    public void known(Found page, String landed) {
        accepted++;
        next = Math.max(next, page.index() + 1);
        saw(Urls.parse(page.url()));
        if (!landed.isEmpty()) {
            land(page, Urls.parse(landed));
        }
    }

    private void land(Found from, URI at) {
        saw(at);
        if (isSeed(from) && !Urls.host(at).equals(Urls.host(spec.seedUri()))) {
            // The seed moved to another host: that is where the crawl is now.
            scope = spec.scope(at);
        }
    }

    @Override
    public void close() {
        seen.close();
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
    public boolean isSeed(Found input) {
        return input.index() == 0;
    }
}
