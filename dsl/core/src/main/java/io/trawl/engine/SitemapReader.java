package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Outcome;
import io.trawl.site.Sitemaps;
import io.trawl.site.Urls;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The pages that a site's sitemaps name: those that robots.txt lists; where it lists none, where sitemaps usually lie.
 * Indexes are followed, a few files at once, until there is enough. A sitemap that cannot be had names nothing; it fails no
 * job.
 */
final class SitemapReader {
    /** Files of one site at most. */
    private static final int MOST = 1_000;

    private static final int AT_ONCE = 4;
    private static final List<String> USUAL = List.of("/sitemap.xml", "/sitemap_index.xml");

    private final JobBase<?> job;
    private final URI site;
    private final Predicate<URI> wanted;
    private final int enough;
    private final Set<String> asked = new HashSet<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final Deque<String> guesses = new ArrayDeque<>();
    private final Set<String> pages = new HashSet<>();
    /** By the order in which the files were asked for, whichever came first. */
    private final Map<Integer, List<Sitemaps.Entry>> byFile = new TreeMap<>();

    private final CompletableFuture<List<Sitemaps.Entry>> result = new CompletableFuture<>();
    private int open;

    private SitemapReader(JobBase<?> job, URI site, Predicate<URI> wanted, int enough) {
        this.job = job;
        this.site = site;
        this.wanted = wanted;
        this.enough = enough;
    }

    /**
     * Never fails.
     *
     * @param wanted which pages count; the others are left out
     * @param enough how many of them end the search
     */
    static CompletableFuture<List<Sitemaps.Entry>> read(JobBase<?> job, URI site, Predicate<URI> wanted, int enough) {
        var reader = new SitemapReader(job, site, wanted, enough);
        job.session.robots.of(site).whenComplete((robots, error) -> {
            synchronized (reader) {
                if (robots != null) {
                    robots.sitemaps().forEach(s -> Urls.resolve(site, s).ifPresent(reader.waiting::add));
                }
                if (reader.waiting.isEmpty()) {
                    USUAL.forEach(path -> reader.guesses.add(Urls.origin(site) + path));
                }
            }
            reader.next();
        });
        return reader.result;
    }

    /** Asks for what waits, as far as there is room; ends where nothing does. */
    private void next() {
        var more = new TreeMap<Integer, String>();
        List<Sitemaps.Entry> all = null;
        synchronized (this) {
            if (pages.size() >= enough) {
                waiting.clear();
            }
            if (waiting.isEmpty() && open == 0 && pages.isEmpty() && !guesses.isEmpty()) {
                waiting.add(guesses.removeFirst());
            }
            while (open < AT_ONCE && !waiting.isEmpty() && asked.size() < MOST) {
                String url = waiting.removeFirst();
                if (asked.add(url)) {
                    open++;
                    more.put(asked.size(), url);
                }
            }
            if (open == 0) {
                all = byFile.values().stream().flatMap(List::stream).toList();
            }
        }
        if (all != null) {
            result.complete(all);
        }
        more.forEach((file, url) ->
                job.asides.start(url, site, Sitemaps.MAX_BYTES, Sitemaps::parse, outcome -> read(file, outcome)));
    }

    private void read(int file, Outcome<Sitemaps> outcome) {
        synchronized (this) {
            open--;
            outcome.fold(
                    map -> {
                        map.pages().forEach(page -> take(file, page));
                        waiting.addAll(map.sitemaps());
                        return null;
                    },
                    failure -> {
                        if (failure.kind() == ErrorKind.CANCELLED) {
                            waiting.clear();
                            guesses.clear();
                        }
                        return null;
                    });
        }
        next();
    }

    private void take(int file, Sitemaps.Entry page) {
        if (pages.size() < enough && wanted.test(URI.create(page.url())) && pages.add(page.url())) {
            byFile.computeIfAbsent(file, f -> new ArrayList<>()).add(page);
        }
    }
}
