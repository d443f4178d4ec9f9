package io.trawl.engine;

import io.trawl.Outcome;
import io.trawl.site.Sitemaps;
import io.trawl.site.Urls;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The pages that a site's sitemaps name: those that robots.txt lists and /sitemap.xml, indexes followed, at most 20 of
 * them. A sitemap that cannot be had names nothing; it fails no job.
 */
final class SitemapReader {
    private static final int MOST = 20;

    private final JobBase<?> job;
    private final URI site;
    private final Set<String> asked = new HashSet<>();
    private final Set<String> pages = new LinkedHashSet<>();
    private final CompletableFuture<List<String>> result = new CompletableFuture<>();
    private int open = 1;

    private SitemapReader(JobBase<?> job, URI site) {
        this.job = job;
        this.site = site;
    }

    /** Never fails. */
    static CompletableFuture<List<String>> read(JobBase<?> job, URI site) {
        var reader = new SitemapReader(job, site);
        job.session.robots.of(site).whenComplete((robots, error) -> {
            if (robots != null) {
                robots.sitemaps().forEach(s -> Urls.resolve(site, s).ifPresent(reader::ask));
            }
            reader.ask(Urls.origin(site) + "/sitemap.xml");
            reader.closed();
        });
        return reader.result;
    }

    private void ask(String url) {
        synchronized (this) {
            if (asked.size() >= MOST || !asked.add(url)) {
                return;
            }
            open++;
        }
        job.aside(url, site, Sitemaps::parse, this::read);
    }

    private void read(Outcome<Sitemaps> outcome) {
        if (outcome.isOk()) {
            Sitemaps map = outcome.orThrow();
            synchronized (this) {
                pages.addAll(map.pages());
            }
            map.sitemaps().forEach(this::ask);
        }
        closed();
    }

    private void closed() {
        boolean last;
        List<String> found;
        synchronized (this) {
            last = --open == 0;
            found = List.copyOf(pages);
        }
        if (last) {
            result.complete(found);
        }
    }
}
