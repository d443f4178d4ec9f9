package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Crawl;
import io.trawl.Document;
import io.trawl.Duplicates;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Links;
import io.trawl.StreamJob;
import io.trawl.UrlProfile;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which pages a crawl takes, and which of them are results. */
@Row("A4")
class CrawlInVirtualTimeTest {
    private static final String SITE = "http://a.example";

    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final LocalSession session = LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);

    private CrawlInVirtualTimeTest page(String path, String html, String... links) {
        return page(path, Map.of(), html, links);
    }

    private CrawlInVirtualTimeTest page(String path, Map<String, List<String>> headers, String html, String... links) {
        String anchors = Arrays.stream(links)
                .map(l -> "<a href=\"" + l + "\">to " + l + "</a>")
                .collect(Collectors.joining(" "));
        net.on(SITE + path, 200, headers, "<body>" + html + anchors + "</body>", Duration.ZERO);
        return this;
    }

    private void redirect(String path, String to) {
        net.on(SITE + path, 302, Map.of("location", List.of(to)), "", Duration.ZERO);
    }

    private StreamJob<Document> run(Crawl crawl) {
        var job = crawl.start();
        clock.advance(Duration.ofHours(1));
        assertThat(job.state().isFinal()).isTrue();
        return job;
    }

    private Crawl crawl() {
        return session.crawl(SITE + "/");
    }

    private List<String> paths(StreamJob<Document> job) {
        return job.partial().ok().stream()
                .map(d -> d.url().substring(SITE.length()))
                .toList();
    }

    @Test
    void twoLinksToOnePageAreOneResult() {
        page("/", "", "/a", "/old", "/older");
        page("/a", "the page");
        redirect("/old", "/a");
        redirect("/older", "/old");
        var job = run(crawl());
        assertThat(paths(job)).containsExactly("/", "/a");
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.errors()).isEmpty();
        assertThat(job.progress().total()).hasValue(2);
        assertThat(job.leftOut())
                .extracting(Failure::kind, Failure::message)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                ErrorKind.DUPLICATE, SITE + "/old leads to " + SITE + "/a, which is there already"),
                        org.assertj.core.groups.Tuple.tuple(
                                ErrorKind.DUPLICATE, SITE + "/older leads to " + SITE + "/a, which is there already"));
    }

    @Test
    void whatIsLeftOutMakesRoomForAnother() {
        page("/", "", "/old1", "/old2", "/b");
        redirect("/old1", "/");
        redirect("/old2", "/");
        page("/b", "", "/c", "/d");
        var job = run(crawl().limit(4).maxConcurrency(1));
        assertThat(paths(job)).containsExactly("/", "/b", "/c", "/d");
    }

    @Test
    void aPageThatIsTriedAgainIsNotItsOwnDuplicate() {
        page("/", "", "/a");
        net.on(SITE + "/a", 503, "busy", Duration.ZERO).on(SITE + "/a", 200, "fine", Duration.ZERO);
        assertThat(paths(run(crawl()))).containsExactly("/", "/a");
    }

    @Test
    void theSameTextIsLeftOutOnlyWhereThatIsAsked() {
        String text =
                IntStream.range(0, 300).mapToObj(i -> "word" + i * 7 % 1_000).collect(Collectors.joining(" "));
        page("/", "home", "/a", "/b", "/c");
        page("/a", "<p>" + text + "</p>");
        page("/b", "<p>" + text + "</p>");
        page("/c", "<p>" + text + " today</p>");
        assertThat(paths(run(crawl()))).containsExactly("/", "/a", "/b", "/c");
        assertThat(paths(run(crawl().duplicates(Duplicates.EXACT)))).containsExactly("/", "/a", "/c");
        var near = run(crawl().duplicates(Duplicates.NEAR));
        assertThat(paths(near)).containsExactly("/", "/a");
        assertThat(near.leftOut())
                .extracting(Failure::message)
                .satisfiesExactly(
                        b -> assertThat(b).contains("/b has the same text as " + SITE + "/a"),
                        c -> assertThat(c).contains("/c has almost the same text as " + SITE + "/a", "of 64 bits"));
    }

    @Test
    @Row("B15")
    void whatAPageAsksOfCrawlersIsObeyedLikeRobotsTxt() {
        page("/", "", "/meta", "/header", "/link", "/other");
        page("/meta", "<meta name=robots content='nofollow'>", "/1");
        page("/header", Map.of("x-robots-tag", List.of("trawl: nofollow")), "", "/2");
        page("/other", Map.of("x-robots-tag", List.of("otherbot: nofollow")), "", "/3");
        net.on(SITE + "/link", 200, "<a rel='external NoFollow' href='/4'>x</a>", Duration.ZERO);
        assertThat(paths(run(crawl()))).containsExactly("/", "/meta", "/header", "/link", "/other", "/3");
        assertThat(paths(run(crawl().robots(false)))).contains("/1", "/2", "/3", "/4");
    }

    @Test
    void aPageThatAsksNotToBeShownIsOneUnlessThatIsAsked() {
        page("/", "", "/hidden");
        page("/hidden", "<meta name=robots content='noindex'>", "/found");
        assertThat(paths(run(crawl()))).containsExactly("/", "/hidden", "/found");
        var job = run(crawl().skipNoindex(true));
        assertThat(paths(job)).containsExactly("/", "/found");
        assertThat(job.errors()).extracting(Failure::kind).containsExactly(ErrorKind.ROBOTS);
    }

    @Test
    void trapsAreAvoidedUnlessToldOtherwise() {
        page("/", "", "/x/x/x/", "/calendar?month=2090-01", "/fine");
        assertThat(paths(run(crawl()))).containsExactly("/", "/fine");
        assertThat(paths(run(crawl().avoidTraps(false)))).hasSize(4);
    }

    @Test
    void whenTwoUrlsAreOnePageIsTheUsersChoice() {
        page("/", "", "/a", "/a/", "/a?utm_source=x", "/a?page=2", "/a#top");
        assertThat(paths(run(crawl()))).containsExactly("/", "/a", "/a?page=2");
        assertThat(paths(run(crawl().ignoreQuery(true)))).containsExactly("/", "/a");
        assertThat(paths(run(crawl().sameUrl(UrlProfile.NORMAL)))).containsExactly("/", "/a", "/a/", "/a?page=2");
        assertThat(paths(run(crawl().sameUrl(UrlProfile.STRICT)))).hasSize(5);
    }

    @Test
    @Row("A7")
    void sitemapsGiveSeedsWithinTheScopeAndNoMoreFilesThanNeeded() {
        net.on(SITE + "/robots.txt", 200, "Sitemap: /index.xml", Duration.ZERO);
        net.on(
                SITE + "/index.xml",
                200,
                "<sitemapindex>"
                        + IntStream.range(0, 50)
                                .mapToObj(i -> "<sitemap><loc>/s" + i + ".xml</loc></sitemap>")
                                .collect(Collectors.joining())
                        + "</sitemapindex>",
                Duration.ZERO);
        for (int i = 0; i < 50; i++) {
            net.on(
                    SITE + "/s" + i + ".xml",
                    200,
                    "<urlset><url><loc>/guide/" + i + "</loc></url><url><loc>/shop/" + i + "</loc></url></urlset>",
                    Duration.ZERO);
        }
        page("/guide/", "the guide", "/guide/linked");
        var crawl = session.crawl(SITE + "/guide/").limit(5);
        var only = run(crawl.sitemap(Crawl.Sitemap.ONLY));
        assertThat(paths(only)).containsExactly("/guide/", "/guide/0", "/guide/1", "/guide/2", "/guide/3");
        assertThat(net.asked().stream().filter(a -> a.contains(".xml")).count()).isLessThan(12);
        assertThat(paths(run(crawl.sitemap(Crawl.Sitemap.SKIP)))).containsExactly("/guide/", "/guide/linked");
    }

    @Test
    @Row("A7")
    void aMapHasTheTitlesThatSitemapsGiveAndRanksByThem() {
        net.on(SITE + "/robots.txt", 200, "Sitemap: /news.xml", Duration.ZERO);
        net.on(
                SITE + "/news.xml",
                200,
                "<urlset><url><loc>/1</loc><news:news><news:title>Heron lands</news:title></news:news></url>"
                        + "<url><loc>/2</loc><news:news><news:title>Install a boiler</news:title></news:news></url>"
                        + "<url><loc>http://sub.a.example/3</loc></url><url><loc>http://b.example/4</loc></url></urlset>",
                Duration.ZERO);
        page("/", "", "/2", "/5?a=1", "/5?a=2");
        assertThat(mapped(session.map(SITE + "/").search("install")).get(0))
                .isEqualTo(new Links.Link(SITE + "/2", "to /2", ""));
        assertThat(mapped(session.map(SITE + "/")))
                .extracting(Links.Link::url)
                .containsExactlyInAnyOrder(
                        SITE + "/1", SITE + "/2", "http://sub.a.example/3", SITE + "/5?a=1", SITE + "/5?a=2");
        assertThat(mapped(session.map(SITE + "/").subdomains(false).ignoreQuery(true)))
                .extracting(Links.Link::url)
                .containsExactlyInAnyOrder(SITE + "/1", SITE + "/2", SITE + "/5?a=1");
        assertThat(mapped(session.map(SITE + "/").sitemap(Crawl.Sitemap.ONLY).subdomains(false)))
                .containsExactly(
                        new Links.Link(SITE + "/1", "Heron lands", ""),
                        new Links.Link(SITE + "/2", "Install a boiler", ""));
        assertThat(mapped(session.map(SITE + "/").sitemap(Crawl.Sitemap.SKIP))).hasSize(3);
    }

    private List<Links.Link> mapped(io.trawl.SiteMap map) {
        var job = map.start();
        clock.advance(Duration.ofHours(1));
        var links = new java.util.ArrayList<Links.Link>();
        job.await().forEach(links::add);
        return links;
    }

    @Test
    @Row("A7")
    void whereRobotsTxtNamesNoneTheUsualPlacesAreTried() {
        net.on(SITE + "/sitemap.xml", 404, "", Duration.ZERO);
        net.on(SITE + "/sitemap_index.xml", 200, "<urlset><url><loc>/1</loc></url></urlset>", Duration.ZERO);
        page("/", "no link");
        assertThat(mapped(session.map(SITE + "/"))).extracting(Links.Link::url).containsExactly(SITE + "/1");
    }
}
