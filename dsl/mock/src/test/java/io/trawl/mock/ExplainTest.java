package io.trawl.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Crawl;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import org.junit.jupiter.api.Test;

/** What a plan tells before it runs: asked from a site over real sockets, none of whose pages is fetched. */
@Row("B15")
class ExplainTest {
    @Test
    void aLinkIsExplainedStepByStepWithoutAPageBeingFetched() {
        try (var site = MockSite.start(s -> s.shop(20).docs(30));
                var session = Trawl.session(c -> c)) {
            var crawl = session.crawl(site.url("/guide/")).exclude("print=");
            assertThat(crawl.explain("jobs/#top").text())
                    .contains("would be taken", "/guide/jobs/", "in scope", "no rule matches");
            assertThat(crawl.explain("/book/1").text()).contains("would not be taken", "outside of /guide/");
            assertThat(crawl.explain("/guide/x?print=1").text()).contains("excluded by print=");
            assertThat(crawl.explain("/guide/a/a/a/").text()).contains("a trap");
            assertThat(crawl.explain("mailto:x@y.example").text()).contains("no URL that can be fetched");
            assertThat(crawl.entireDomain(true).explain("/admin/users").text())
                    .contains("would not be taken", "Disallow: /admin/");
            assertThat(crawl.entireDomain(true)
                            .robots(false)
                            .explain("/admin/users")
                            .text())
                    .contains("would be taken", "NOT obeyed");
            assertThat(site.log()).extracting(MockSite.Hit::path).containsOnly("/robots.txt");
        }
    }

    @Test
    @Row("A7")
    void aDryRunListsWhatTheSitemapsList() {
        try (var site = MockSite.start(s -> s.shop(5).docs(30));
                var session = Trawl.session(c -> c)) {
            var crawl = session.crawl(site.url("/guide/"));
            assertThat(crawl.explain().text())
                    .contains("robots.txt of", "the seed")
                    .doesNotContain("listed in sitemaps");
            assertThat(crawl.sitemap(Crawl.Sitemap.INCLUDE).explain().text())
                    .contains("listed in sitemaps", "taken: in scope", "dropped: outside of /guide/");
            assertThat(site.log()).extracting(MockSite.Hit::path).allMatch(p -> p.matches("/robots.txt|/sitemap.*xml"));
        }
    }

    @Test
    void robotsAreAskedOverTheWireToo() {
        try (var site = MockSite.start(s -> s.robots("User-agent: *\nDisallow: /private\nAllow: /private/open\n"));
                var session = Trawl.session(c -> c)) {
            var robots = session.robots(site.url());
            assertThat(robots.explain("/private/x", "/private/open").text())
                    .contains("Disallow: /private", "Allow: /private/open", "line 1");
            assertThat(robots.allows("/private/open/y")).isTrue();
            assertThat(site.requests()).as("read once").isEqualTo(1);
        }
    }
}
