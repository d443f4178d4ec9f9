package io.trawl.engine;

import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.View;
import io.trawl.site.Robots;
import io.trawl.site.Scope;
import io.trawl.site.Sitemaps;
import io.trawl.site.Urls;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a crawl would do, and why: of one URL, and of what the sitemaps list. No page is fetched for it. */
final class CrawlExplanation {
    private static final int SHOWN = 20;

    private CrawlExplanation() {}

    /** By which calendars are told from traps. */
    static int year(LocalSession session) {
        return session.clock.now().atZone(ZoneOffset.UTC).getYear();
    }

    /** The way of a link, step by step, up to the one that decides. */
    static View of(PlanBase<?, ?> plan, CrawlSpec crawl, String url) {
        var steps = new ArrayList<List<@Nullable Object>>();
        URI seed = crawl.seedUri();
        String read = Urls.resolve(seed, url).orElse("");
        steps.add(step("read as", read.isEmpty() ? "no URL that can be fetched" : Urls.shown(read), !read.isEmpty()));
        boolean taken = !read.isEmpty();
        if (taken) {
            URI uri = URI.create(read);
            String key = crawl.pages().key(uri);
            boolean same = key.equals(crawl.pages().key(seed));
            steps.add(step("counts as", key + (same ? ", the seed itself" : ""), true));
            Scope.Decision decision = crawl.scope(seed, year(plan.session)).decide(uri, same ? 0 : 1);
            steps.add(step("scope", decision.reason(), decision.taken()));
            taken = decision.taken();
            if (taken && !same && !plan.options.keeping().seen().isEmpty()) {
                Failure before = before(plan, crawl, read);
                steps.add(step("seen", before == null ? "not before" : before.message(), before == null));
                taken = before == null;
            }
            if (taken && plan.options.robots() && plan.session.config.robots()) {
                Robots robots = robots(plan, uri);
                steps.add(step("robots.txt", robots.explain(uri), robots.allows(uri)));
                taken = robots.allows(uri);
            } else if (taken) {
                steps.add(step("robots.txt", "NOT obeyed: you said so", true));
            }
        }
        return View.Grid.of(
                Urls.shown(url) + (taken ? " would be taken" : " would not be taken"),
                List.of("step", "", "why"),
                steps);
    }

    private static @Nullable Failure before(PlanBase<?, ?> plan, CrawlSpec crawl, String url) {
        try (Seen seen = Seen.load(plan.session, plan.options.keeping().seen(), crawl.pages()::key)) {
            return seen.of(url);
        }
    }

    private static List<@Nullable Object> step(String name, String why, boolean passed) {
        return Arrays.asList(name, passed ? "✓" : "✗", why);
    }

    static Robots robots(PlanBase<?, ?> plan, URI uri) {
        Clock clock = plan.session.clock;
        return Waiting.await(
                clock,
                clock.enter(() -> plan.session.robots.of(uri)),
                Urls.origin(uri) + "/robots.txt",
                plan.session.config.totalTimeout(),
                () -> Results.of(List.of()),
                () -> "it is still being read");
    }

    /** The first pages that the sitemaps list, and whether the crawl takes them. */
    static View listed(PlanBase<?, ?> plan, CrawlSpec crawl, Robots robots) {
        URI seed = crawl.seedUri();
        var job = plan.session.launch(new SingleJob<List<Sitemaps.Entry>>(
                plan.session,
                plan.options,
                PaceChoice.NONE.of(false),
                "Sitemaps of " + PlanViews.place(crawl.seed()),
                crawl.seed(),
                self -> SitemapReader.read(self, seed, page -> true, 10 * SHOWN)
                        .thenAccept(pages -> self.finish(Outcome.ok(pages)))));
        try {
            var pages = job.await(plan.session.config.totalTimeout());
            Scope scope = crawl.scope(seed, year(plan.session));
            var rows = new ArrayList<List<@Nullable Object>>();
            for (Sitemaps.Entry page : pages.subList(0, Math.min(SHOWN, pages.size()))) {
                URI uri = URI.create(page.url());
                Scope.Decision decision = scope.decide(uri, 0);
                boolean same = Urls.origin(uri).equals(Urls.origin(seed));
                rows.add(Arrays.asList(
                        Urls.shown(page.url()),
                        same ? robots.explain(uri) : "its own host's",
                        (decision.taken() ? "taken: " : "dropped: ") + decision.reason()));
            }
            return new View.Grid(
                    "listed in sitemaps", List.of("url", "robots.txt", "why"), rows, pages.size(), List.of());
        } catch (ScrapeException e) {
            job.cancel();
            return e.failure().view();
        }
    }
}
