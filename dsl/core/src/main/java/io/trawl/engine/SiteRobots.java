package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Results;
import io.trawl.RobotsTxt;
import io.trawl.ScrapeException;
import io.trawl.View;
import io.trawl.site.Robots;
import io.trawl.site.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The questions that a user may ask of the session's {@link RobotsCache}. */
final class SiteRobots implements RobotsTxt {
    private final LocalSession session;
    private final URI site;

    SiteRobots(LocalSession session, URI site) {
        this.session = session;
        this.site = site;
    }

    private Robots read() {
        return Waiting.await(
                session.clock,
                session.clock.enter(() -> session.robots.of(site)),
                url(),
                session.config.totalTimeout(),
                () -> Results.of(List.of()),
                () -> "it is still being read");
    }

    /** A path or a URL; of another site it is none of this file's business. */
    private URI here(String path) {
        URI target = Urls.resolve(site, path)
                .map(URI::create)
                .orElseThrow(() -> new ScrapeException(Failure.of(
                        ErrorKind.INVALID_URL,
                        path,
                        "\"" + path + "\" is no path of " + Urls.origin(site),
                        "as in /guide/")));
        if (!Urls.origin(target).equals(Urls.origin(site))) {
            throw new IllegalArgumentException(url() + " says nothing about " + Urls.shown(path) + ": ask robots(\""
                    + Urls.origin(target) + "/\")");
        }
        return target;
    }

    @Override
    public String url() {
        return Urls.origin(site) + "/robots.txt";
    }

    @Override
    public boolean allows(String path) {
        URI target = here(path);
        return read().allows(target);
    }

    @Override
    public View explain(String... paths) {
        var targets = Arrays.stream(paths).map(this::here).toList();
        Robots robots = read();
        if (paths.length == 0) {
            return general(robots);
        }
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int i = 0; i < paths.length; i++) {
            URI target = targets.get(i);
            Robots.Decision why = robots.decide(target);
            rows.add(Arrays.asList(
                    Urls.shown(paths[i]),
                    why.allowed() ? "allowed" : "disallowed",
                    why.line() == 0 ? robots.explain(target).replaceFirst("^\\w+: ", "") : why.rule(),
                    why.line() == 0 ? null : why.line(),
                    why.group()));
        }
        return View.Grid.of(
                url() + ", as " + session.config.product() + " reads it",
                List.of("path", "verdict", "by", "line", "group"),
                rows);
    }

    private View general(Robots robots) {
        var sitemaps = sitemaps(robots);
        return View.Note.of(
                url() + ", as " + session.config.product() + " reads it",
                robots.summary(),
                "crawl-delay " + robots.crawlDelay().map(View::seconds).orElse("none"),
                sitemaps.isEmpty() ? "names no sitemap" : "sitemaps: " + String.join(", ", sitemaps));
    }

    @Override
    public Optional<Duration> crawlDelay() {
        return read().crawlDelay();
    }

    @Override
    public List<String> sitemaps() {
        return sitemaps(read());
    }

    private List<String> sitemaps(Robots robots) {
        return robots.sitemaps().stream()
                .flatMap(s -> Urls.resolve(site, s).stream())
                .toList();
    }

    /** Never waits: what is not known yet is not asked for. */
    @Override
    public View view() {
        Robots known = session.robots.known(site);
        return known == null ? View.Note.of(url(), "not read yet: .explain(\"/\") reads it") : general(known);
    }

    @Override
    public String toString() {
        return view().text();
    }
}
