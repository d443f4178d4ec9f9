package io.trawl.mock;

import static org.assertj.core.api.Assertions.assertThat;

import crawlercommons.robots.SimpleRobotRulesParser;
import crawlercommons.sitemaps.SiteMap;
import crawlercommons.sitemaps.SiteMapIndex;
import crawlercommons.sitemaps.SiteMapParser;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The book shop and the documentation site, as an ordinary client sees them. */
class EmbeddedSiteTest {
    private static MockSite site;

    @BeforeAll
    static void start() {
        site = MockSite.start(s -> s.shop(400).docs(150).faults().delay("/readings", java.time.Duration.ZERO));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void eachListedPageIsReachableFromTheRootByItsLinks() throws Exception {
        var seen = new LinkedHashSet<>(List.of(site.url()));
        var failed = new TreeSet<String>();
        var open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            String url = open.remove();
            var page = Client.get(url);
            if (page.statusCode() >= 400) {
                failed.add(URI.create(url).getPath() + " " + page.statusCode());
                continue;
            }
            for (String link : Jsoup.parse(new String(page.body(), "UTF-8"), url)
                    .select("a[href]")
                    .eachAttr("abs:href")) {
                String target = link.replaceAll("#.*", "");
                if (seen.add(target)) {
                    open.add(target);
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(500).containsAll(site.urls());
        assertThat(failed).containsExactly("/catalogue-2019 404", "/stock-check 500");
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws Exception {
        try (var same = MockSite.start(s -> s.shop(400).docs(150).faults());
                var other = MockSite.start(s -> s.shop(400).docs(150).faults().seed(2))) {
            for (String path :
                    List.of("/", "/page/3", "/category/mystery/", "/guide/limits/", "/guide/install/options")) {
                assertThat(Client.get(same.url(path)).body())
                        .isEqualTo(Client.get(site.url(path)).body());
                assertThat(Client.get(other.url(path)).body())
                        .isNotEqualTo(Client.get(site.url(path)).body());
            }
        }
    }

    @Test
    void aListHasTwentyBooksAndTheWayToTheNext() throws Exception {
        var list = Jsoup.parse(Client.text(site.url()), site.url());
        var books = list.select("article.product");
        assertThat(books).hasSize(20).allSatisfy(book -> {
            assertThat(book.select("h3 a").attr("title")).isNotEmpty();
            assertThat(book.select(".price").text()).matches("£\\d+\\.\\d\\d");
            assertThat(book.select(".stock").text()).isIn("In stock", "Out of stock");
            assertThat(book.select(".rating").attr("data-stars")).matches("[1-5]");
        });
        assertThat(list.select("li.next a").attr("abs:href")).isEqualTo(site.url("/page/2"));
        assertThat(Jsoup.parse(Client.text(site.url("/page/20"))).select("li.next"))
                .isEmpty();
    }

    @Test
    void aHostileTitleStaysText() throws Exception {
        var book = Jsoup.parse(Client.text(site.url()))
                .select("article.product h3 a")
                .get(12);
        assertThat(book.attr("title")).isEqualTo("<script>alert(1)</script> & <img src=x onerror=alert(2)>");
        var page = Jsoup.parse(Client.text(site.url(book.attr("href"))));
        assertThat(page.title()).startsWith("<script>alert(1)</script> & <img");
        assertThat(page.select("h1 *, main script:not([type]), img[onerror]")).isEmpty();
    }

    @Test
    void aBookHasItsParticularsAndStructuredData() throws Exception {
        String path = URI.create(site.urls().stream()
                        .filter(u -> u.contains("/book/42-"))
                        .findFirst()
                        .orElseThrow())
                .getPath();
        var page = Jsoup.parse(Client.text(site.url(path)));
        assertThat(page.select("table.spec tr")).hasSize(7);
        assertThat(page.select(".breadcrumb li")).hasSize(3);
        var data = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(page.select("script[type=application/ld+json]").html());
        assertThat("£" + data.at("/offers/price").asText())
                .isEqualTo(page.select(".price").text());
        assertThat(data.get("name").asText()).isEqualTo(page.select("h1").text());
    }

    @Test
    void aGuidePageHasHeadingsCodeATableAndItsNeighbours() throws Exception {
        var page = Jsoup.parse(Client.text(site.url("/guide/retries/pitfalls")), site.url());
        assertThat(page.select("h1").text()).isEqualTo("Retries: pitfalls");
        assertThat(page.select("h2").eachText()).contains("Example", "Settings", "Notes");
        assertThat(page.select("pre code[class^=language-]")).isNotEmpty();
        assertThat(page.select("table thead th")).hasSize(3);
        assertThat(page.select("a[rel=next]").attr("abs:href")).isEqualTo(site.url("/guide/retries/testing"));
        assertThat(page.select("a[rel=prev]").attr("abs:href")).isEqualTo(site.url("/guide/retries/patterns"));
        assertThat(site.urls().stream().filter(u -> u.contains("/guide/"))).hasSize(150);
    }

    @Test
    void robotsForbidsTheBackOfficeAndNamesTheSitemap() throws Exception {
        var rules = new SimpleRobotRulesParser()
                .parseContent(
                        site.url("/robots.txt"),
                        Client.get(site.url("/robots.txt")).body(),
                        "text/plain",
                        List.of("trawl"));
        assertThat(rules.isAllowed(site.url("/admin/orders"))).isFalse();
        assertThat(rules.isAllowed(site.url("/admin/opening-hours"))).isTrue();
        assertThat(rules.isAllowed(site.url("/book/1"))).isTrue();
        assertThat(rules.getSitemaps()).containsExactly(site.url("/sitemap.xml"));
    }

    @Test
    void theSitemapsNameEachListedPageOnce() throws Exception {
        var parser = new SiteMapParser(false);
        var root = URI.create(site.url("/sitemap.xml")).toURL();
        var index = (SiteMapIndex) parser.parseSiteMap(
                "application/xml", Client.get(root.toString()).body(), root);
        var named = new java.util.ArrayList<String>();
        for (var part : index.getSitemaps()) {
            var urls = (SiteMap) parser.parseSiteMap(
                    "application/xml", Client.get(part.getUrl().toString()).body(), part.getUrl());
            urls.getSiteMapUrls().forEach(u -> named.add(u.getUrl().toString()));
        }
        Set<String> paths = site.urls().stream().collect(Collectors.toSet());
        assertThat(named).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(paths);
    }

    @Test
    void oneTitleRepeatsSeldom() {
        var titles = site.urls().stream()
                .filter(u -> u.contains("/book/"))
                .map(u -> u.replaceAll(".*/book/\\d+-", ""))
                .toList();
        assertThat(Set.copyOf(titles)).hasSizeGreaterThan(titles.size() * 3 / 5);
    }

    @Test
    void anImpressumInLatinOneSaysSoOnlyInside() throws Exception {
        var page = Client.get(site.url("/impressum"));
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(Jsoup.parse(new java.io.ByteArrayInputStream(page.body()), null, site.url())
                        .title())
                .isEqualTo("Impressum: Bücher, Größen, Straßen");
    }
}
