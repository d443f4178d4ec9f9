package io.trawl.engine;

import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.UrlProfile;
import io.trawl.View;
import io.trawl.site.Keys;
import io.trawl.site.Urls;
import io.trawl.store.Found;
import io.trawl.store.Secrets;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages of a list or of a crawl, and what a stage makes of them: what batch and crawl are beneath. */
final class PagesPlan<T> extends StreamBase<T, StreamPlan<T>> implements StreamPlan<T> {
    /** The pages: given ones or a crawl; exactly one of the two. */
    record Origin(List<String> urls, @Nullable CrawlSpec crawl) {
        String kind() {
            return crawl == null ? "Batch" : "Crawl";
        }

        String place() {
            if (crawl != null) {
                return PlanViews.place(crawl.seed());
            }
            var hosts = urls.stream().map(PlanViews::place).distinct().limit(2).toList();
            return urls.size()
                    + (urls.size() == 1 ? " page" : " pages")
                    + (hosts.size() == 1 ? " of " + hosts.get(0) : "");
        }

        /** What two URLs have in common that are one page. */
        String key(URI url) {
            return crawl == null
                    ? Keys.of(url, UrlProfile.SIMILAR, false)
                    : crawl.pages().key(url);
        }

        boolean gentle() {
            return crawl != null && !isLoopback(crawl.seedUri());
        }
    }

    private final Origin origin;
    private final Stage<T> stage;

    PagesPlan(LocalSession session, PlanOptions options, PaceChoice pace, Origin origin, Stage<T> stage) {
        super(session, options, pace);
        this.origin = origin;
        this.stage = stage;
    }

    @Override
    StreamPlan<T> with(PlanOptions changed, PaceChoice changedPace) {
        return new PagesPlan<>(session, changed, changedPace, origin, stage);
    }

    @Override
    <U> StreamPlan<U> staged(Stage<U> next) {
        return new PagesPlan<>(session, options, pace, origin, next);
    }

    @Override
    Stage<T> stage() {
        return stage;
    }

    private static boolean isLoopback(URI url) {
        return Urls.host(url).matches("localhost|127(\\.\\d+){3}|\\[::1]|.*\\.localhost")
                || OwnSites.include(Urls.origin(url));
    }

    private Pace chosen() {
        boolean gentle;
        try {
            gentle = origin.gentle();
        } catch (ScrapeException badSeed) {
            gentle = false;
        }
        return pace.of(gentle);
    }

    @Override
    public StreamJob<T> start() {
        return start(null);
    }

    private PagesJob<T> start(@Nullable Outlet<T> reader) {
        session.checkOpen();
        var history = History.of(session, subject());
        try {
            return session.launch(new PagesJob<>(
                    session, options, chosen(), name(), source(), stage, history, reader, this::seen, this::again));
        } catch (RuntimeException e) {
            history.close(JobState.FAILED, e.toString(), () -> {});
            throw e;
        }
    }

    @Override
    Feed<Outcome<T>> read(ReadingLimits limits) {
        var outlet = new Outlet<T>(!stage.asCompleted(), limits);
        var job = start(outlet);
        outlet.onEnough(job::cancel);
        var timer = limits.longest() == null
                ? (Clock.Cancellable) () -> {}
                : session.clock.schedule(limits.longest(), outlet::cancel);
        job.result.whenComplete((rows, error) -> timer.cancel());
        return outlet;
    }

    private Seen seen() {
        return Seen.load(session, options.keeping().seen(), origin::key);
    }

    private StreamPlan<T> again(List<String> urls) {
        return new PagesPlan<>(
                session, options.withKeeping(options.keeping().without()), pace, new Origin(urls, null), stage);
    }

    private String name() {
        return origin.kind() + " " + origin.place();
    }

    private History.Subject subject() {
        CrawlSpec crawl = origin.crawl();
        var secrets = secrets();
        return new History.Subject(
                options.name().isEmpty() ? name() : options.name(),
                FetchSpec.json(origin, options, secrets),
                options,
                secrets,
                crawl == null ? origin.urls().size() : crawl.limit());
    }

    private Secrets secrets() {
        return session.config.secrets(options.headers(), firstUrls());
    }

    private Source source() {
        CrawlSpec crawl = origin.crawl();
        if (crawl == null) {
            return new Source.Given(origin.urls());
        }
        try {
            boolean obeys = options.robots() && session.config.robots();
            var crawler =
                    new CrawlSource.Crawler(obeys ? session.config.product() : null, CrawlExplanation.year(session));
            return new CrawlSource(crawl, crawler, session.home.scratch());
        } catch (ScrapeException badSeed) {
            // The job fails at its seed, with the reason that the seed's own task finds.
            return new OnlySeed(crawl.seed());
        }
    }

    /** A seed that is no URL. */
    private record OnlySeed(String seed) implements Source {
        @Override
        public List<Found> first(List<String> extra) {
            return List.of(new Found(0, seed, 0));
        }

        @Override
        public int known() {
            return 1;
        }

        @Override
        public boolean keepsUnfinished() {
            return true;
        }

        @Override
        public boolean isSeed(Found input) {
            return true;
        }
    }

    @Override
    Map<String, Object> spec() {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", origin.kind().toLowerCase(java.util.Locale.ROOT));
        CrawlSpec crawl = origin.crawl();
        if (crawl == null) {
            json.put("urls", origin.urls().stream().map(Urls::shown).toList());
        } else {
            json.put("url", Urls.shown(crawl.seed()));
            json.put("limit", crawl.limit());
            if (crawl.depth() < Integer.MAX_VALUE) {
                json.put("maxDiscoveryDepth", crawl.depth());
            }
            json.put("includePaths", crawl.include());
            json.put("excludePaths", crawl.exclude());
            if (!crawl.prefer().isEmpty()) {
                json.put("prefer", crawl.prefer());
            }
            json.put("crawlEntireDomain", crawl.reach().entireDomain());
            json.put("allowSubdomains", crawl.reach().subdomains());
            json.put("allowExternalLinks", crawl.reach().external());
            json.put("sitemap", crawl.sitemap().name().toLowerCase(java.util.Locale.ROOT));
            json.put("sameUrl", crawl.pages().profile().name().toLowerCase(java.util.Locale.ROOT));
            json.put("ignoreQueryParameters", crawl.pages().ignoreQuery());
            json.put("avoidTraps", crawl.pages().avoidTraps());
            json.put("skipNoindex", crawl.pages().skipNoindex());
            json.put("duplicates", crawl.pages().duplicates().name().toLowerCase(java.util.Locale.ROOT));
        }
        if (!stage.names().isEmpty()) {
            json.put("stages", stage.names());
        }
        return json;
    }

    @Override
    public View view() {
        var fields = new ArrayList<View.Field>();
        CrawlSpec crawl = origin.crawl();
        if (crawl == null) {
            fields.add(new View.Field("pages", origin.place()));
        } else {
            fields.add(new View.Field("scope", scope(crawl)));
            fields.add(new View.Field(
                    "limit",
                    crawl.limit() + " pages" + (crawl.depth() < Integer.MAX_VALUE ? ", depth " + crawl.depth() : "")));
        }
        String first =
                crawl == null ? origin.urls().isEmpty() ? "" : origin.urls().get(0) : crawl.seed();
        return PlanViews.card(origin.kind(), first, fields, chosen(), this);
    }

    private static String scope(CrawlSpec crawl) {
        var parts = new ArrayList<String>();
        parts.add(PlanViews.place(crawl.seed())
                + (crawl.reach().entireDomain() ? ", the whole host" : "")
                + (crawl.reach().subdomains() ? ", subdomains" : "")
                + (crawl.reach().external() ? ", external links" : ""));
        parts.addAll(crawl.include());
        crawl.exclude().forEach(x -> parts.add("not " + x));
        crawl.prefer().forEach(x -> parts.add("first " + x));
        if (crawl.follow() != null) {
            parts.add("following " + crawl.follow());
        }
        return String.join(", ", parts);
    }

    List<String> firstUrls() {
        CrawlSpec crawl = origin.crawl();
        return crawl == null ? origin.urls() : List.of(crawl.seed());
    }

    @Override
    public View explain() {
        CrawlSpec crawl = origin.crawl();
        String first =
                crawl == null ? origin.urls().isEmpty() ? "" : origin.urls().get(0) : crawl.seed();
        View all = PlanViews.explain(this, first, view(), firstUrls(), crawl);
        return options.keeping().seen().isEmpty() ? all : new View.Stack(List.of(all, leftOut()));
    }

    private View leftOut() {
        try (Seen seen = seen()) {
            var rows = new ArrayList<List<@Nullable Object>>();
            for (String url : origin.urls()) {
                Failure why = seen.of(url);
                if (why != null) {
                    rows.add(Arrays.asList(Urls.shown(url), why.message()));
                }
            }
            return new View.Grid(
                    "left out, " + seen,
                    List.of("url", "why"),
                    rows.subList(0, Math.min(20, rows.size())),
                    rows.size(),
                    List.of());
        } catch (ScrapeException e) {
            return e.failure().view();
        }
    }

    @Override
    public String toString() {
        return origin.kind() + " plan, not started: .start() or .await()";
    }
}
