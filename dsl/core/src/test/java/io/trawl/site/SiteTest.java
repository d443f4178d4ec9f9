package io.trawl.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Links;
import io.trawl.matrix.Row;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scope, ranking. */
class SiteTest {
    @Test
    void aScopeGivesItsReason() {
        var scope = new Scope(
                URI.create("http://a.example/guide/"),
                List.of("/guide/"),
                List.of("print="),
                new Scope.Reach(false, false, false),
                2);
        assertThat(reason(scope, "http://a.example/guide/x", 1)).startsWith("+included");
        assertThat(reason(scope, "http://www.a.example/guide/x", 1)).startsWith("+");
        assertThat(reason(scope, "http://a.example/shop/", 1)).isEqualTo("-outside of /guide/");
        assertThat(reason(scope, "http://a.example/guide/x?print=1", 1)).isEqualTo("-excluded by print=");
        assertThat(reason(scope, "http://a.example/guide/x.png", 1)).contains("not a page");
        assertThat(reason(scope, "http://b.example/guide/", 1)).contains("another host");
        assertThat(reason(scope, "http://a.example/guide/x", 3)).isEqualTo("-deeper than 2");
    }

    private static String reason(Scope scope, String url, int depth) {
        var decision = scope.decide(URI.create(url), depth);
        return (decision.taken() ? "+" : "-") + decision.reason();
    }

    @Test
    @Row("A7")
    void linksAreRankedByTheWordsAndElseKeepTheirOrder() {
        var links = List.of(
                new Links.Link("http://a.example/about", "About", ""),
                new Links.Link("http://a.example/docs/installing", "", ""),
                new Links.Link("http://a.example/docs/install", "Install", ""));
        assertThat(Ranking.rank(links, "install"))
                .extracting(Links.Link::url)
                .containsExactly(
                        "http://a.example/docs/install", "http://a.example/docs/installing", "http://a.example/about");
        assertThat(Ranking.rank(links, "")).isEqualTo(links);
    }
}
