package io.trawl.engine;

import com.google.re2j.Pattern;
import io.trawl.Document;
import io.trawl.Duplicates;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.page.Pages;
import io.trawl.site.ContentIndex;
import io.trawl.site.RobotsDirectives;
import io.trawl.site.Scope;
import io.trawl.site.Urls;
import io.trawl.store.Found;
import io.trawl.store.SeenSet;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of a crawl: breadth first, each once, within scope and limit. A failed page counts against the limit. */
final class CrawlSource implements Source {
    /** 16 bytes each, more or less. */
    private static final int SEEN_IN_HEAP = 2_000_000;

    /**
     * Who crawls.
     *
     * @param product the name by which pages may address us; null where what they ask is not obeyed
     * @param year the present one
     */
    record Crawler(@Nullable String product, int year) {}

    /** Links remembered beyond the limit. */
    private static final int SPARE = 1_000;

    private final CrawlSpec spec;
    private final URI seed;
    private final String seedFolder;
    private final Crawler crawler;
    private final SeenSet seen;
    private final SeenSet landed;
    private final Deque<Found> spare = new ArrayDeque<>();
    private final BitSet isThere = new BitSet();
    private final ContentIndex contents;
    private final List<Pattern> preferred;
    private final Lately offered = new Lately();
    private Scope scope;
    private int accepted;
    private int next;

    /** @param scratch where the URLs seen go that are too many for the heap */
    CrawlSource(CrawlSpec spec, Crawler crawler, Path scratch) {
        this.spec = spec;
        this.seed = spec.seedUri();
        this.seedFolder = Urls.origin(seed) + "/";
        this.crawler = crawler;
        this.landed = new SeenSet(scratch, SEEN_IN_HEAP);
        this.contents = new ContentIndex(spec.pages().duplicates());
        this.seen = new SeenSet(scratch, SEEN_IN_HEAP);
        this.preferred = spec.prefer().stream().map(Scope::pattern).toList();
        this.scope = spec.scope(seed, crawler.year);
    }

    @Override
    public List<Found> first(List<String> extra) {
        var inputs = new ArrayList<Found>();
        saw(seed);
        inputs.add(accept(spec.seed(), seed, 0));
        for (String url : extra) {
            offer(url, 0, inputs);
        }
        return inputs;
    }

    @Override
    public List<String> links(Found from, Document page) {
        boolean follow = from.depth() < spec.depth()
                && spec.sitemap() != io.trawl.Crawl.Sitemap.ONLY
                && !directives(page).nofollow();
        return follow ? Pages.outlinks(page, spec.follow(), crawler.product != null) : List.of();
    }

    private RobotsDirectives directives(Document page) {
        return crawler.product == null ? RobotsDirectives.NONE : Pages.directives(page, crawler.product);
    }

    @Override
    public @Nullable Failure refusal(Document page) {
        return spec.pages().skipNoindex() && directives(page).noindex()
                ? Failure.of(
                        ErrorKind.ROBOTS, page.url(), "the page asks not to be shown: noindex", ".skipNoindex(false)")
                : null;
    }

    @Override
    public ContentIndex.@Nullable Print print(Document page) {
        return spec.pages().duplicates() == Duplicates.KEEP ? null : ContentIndex.Print.of(page.markdown());
    }

    @Override
    public @Nullable String duplicate(Found from, String at, ContentIndex.@Nullable Print print) {
        if (isThere.get(from.index())) {
            // It is tried once more.
            return null;
        }
        isThere.set(from.index());
        if (!landed.add(SeenSet.fingerprint(key(URI.create(at))))) {
            return "leads to " + Urls.shown(at) + ", which is there already";
        }
        var twin = print == null ? null : contents.add(print, at);
        return twin == null ? null : twin.shown();
    }

    @Override
    public void remember(String at, ContentIndex.@Nullable Print print) {
        if (print != null) {
            contents.add(print, at);
        }
    }

    @Override
    public List<Found> leftOut() {
        accepted--;
        var inputs = new ArrayList<Found>(1);
        while (inputs.isEmpty() && !spare.isEmpty()) {
            Found next = spare.removeFirst();
            consider(next.url(), next.depth(), inputs);
        }
        return inputs;
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
        if (input.url().startsWith(seedFolder)) {
            return true;
        }
        try {
            return Urls.host(Urls.parse(input.url())).equals(Urls.host(seed));
        } catch (ScrapeException e) {
            return false;
        }
    }

    @Override
    public URI written(Found input) {
        return seed;
    }

    /** @param url as {@link Urls#resolve} gives it; nothing is decided twice on one that was just decided on */
    private void offer(String url, int depth, List<Found> inputs) {
        if (offered.add(url)) {
            consider(url, depth, inputs);
        }
    }

    private void consider(String url, int depth, List<Found> inputs) {
        boolean full = accepted >= spec.limit();
        if (full && spare.size() >= SPARE) {
            return;
        }
        URI uri = URI.create(url);
        if (!scope.decide(uri, depth).taken()) {
            return;
        }
        if (full) {
            spare.add(new Found(-1, url, depth));
        } else if (saw(uri)) {
            inputs.add(accept(url, uri, depth));
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
        return spec.pages().key(url);
    }

    @Override
    public void known(Found page, String landed) {
        accepted++;
        next = Math.max(next, page.index() + 1);
        saw(Urls.parse(page.url()));
        if (!landed.isEmpty()) {
            land(page, Urls.parse(landed));
            isThere.set(page.index());
            this.landed.add(SeenSet.fingerprint(key(Urls.parse(landed))));
        }
    }

    private void land(Found from, URI at) {
        saw(at);
        if (isSeed(from) && !Urls.host(at).equals(Urls.host(seed))) {
            // The seed moved to another host: that is where the crawl is now.
            scope = spec.scope(at, crawler.year);
            offered.clear();
        }
    }

    @Override
    public void close() {
        seen.close();
        landed.close();
    }

    @Override
    public int known() {
        return accepted;
    }

    @Override
    public boolean growing() {
        return accepted < spec.limit();
    }

    @Override
    public boolean keepsUnfinished() {
        return false;
    }

    @Override
    public java.util.Optional<URI> sitemapsOf() {
        return spec.sitemap() == io.trawl.Crawl.Sitemap.SKIP ? java.util.Optional.empty() : java.util.Optional.of(seed);
    }

    @Override
    public boolean isSeed(Found input) {
        return input.index() == 0;
    }
}
