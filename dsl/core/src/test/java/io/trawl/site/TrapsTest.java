package io.trawl.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crawl stays out of: other sites, what it was told to leave, and URLs that never end. */
@Row("A4")
class TrapsTest {
    private final Traps traps = new Traps(2026);

    private static final String DEEP = "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t";

    @ParameterizedTest
    @CsvSource({
        "/a/a/a/,                      again and again",
        "/en/about/en/about/en/about,  again and again",
        "/x/a/b/c/a/b/c/a/b/c/y,       again and again",
        "/a/b/a/c/a/d/a/e/a,           again and again",
        "/1/1/1/1/1,                   again and again",
        "/calendar?month=2031-04,      calendar in the year 2031",
        "/calendar/1991/04/,           calendar in the year 1991",
        "/events/1850-01/,             ''",
        "/diary?year=2999&m=1,         calendar in the year 2999",
        "/week/2029/05/01,             calendar in the year 2029",
        DEEP + "/u,                    21 folders deep",
        "/f?n=1&n=1&n=1,               same parameter",
    })
    void aUrlThatNeverEndsIsATrap(String path, String why) {
        String objection = traps.objection(URI.create("http://a.example" + path));
        assertThat(objection == null ? "" : objection).contains(why);
        if (why.isEmpty()) {
            assertThat(objection).isNull();
        }
    }

    @Test
    void soIsOneWithManyOfAParameter() {
        String query = "n="
                + String.join(
                        "&n=",
                        java.util.stream.IntStream.range(0, 25)
                                .mapToObj(String::valueOf)
                                .toList());
        assertThat(traps.objection(URI.create("http://a.example/follow?" + query)))
                .contains("same parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a/b/c.html",
                "/docs/docs/",
                "/bible/1/1/1",
                "/2024/01/01/01/title",
                "/archive/1851/09/18/the-first-issue",
                "/events/2027/05/",
                "/product/9876/12/x",
                "/part-2031-04x/",
                "/list?id[]=1&id[]=2&id[]=3&page=2",
                DEEP,
                "//x//y//",
            })
    void whatOnlyLooksLikeOneIsNone(String path) {
        assertThat(traps.objection(URI.create("http://a.example" + path))).isNull();
    }

    @Test
    void aScopeNamesTheTrapAndCanDoWithout() {
        URI seed = URI.create("http://a.example/");
        URI trap = URI.create("http://a.example/x/x/x/");
        var reach = new Scope.Reach(false, false, false);
        assertThat(new Scope(seed, List.of(), List.of(), reach, 9, 2026)
                        .decide(trap, 1)
                        .reason())
                .startsWith("a trap");
        assertThat(new Scope(seed, List.of(), List.of(), reach, 9)
                        .decide(trap, 1)
                        .taken())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // seed host          link host              with subdomains
        "a.example.co.uk,     b.example.co.uk,       true",
        "example.co.uk,       other.co.uk,           false",
        "one.github.io,       two.github.io,         false",
        "a.one.github.io,     b.one.github.io,       true",
        "www.a.example,       docs.a.example,        true",
        "127.0.0.1,           10.0.0.1,              false",
        "[::1],               [::2],                 false",
        "localhost,           other,                 false",
    })
    void subdomainsAreThoseOfOneRegistrableDomain(String seed, String link, boolean taken) {
        var scope = new Scope(
                URI.create("http://" + seed + "/"), List.of(), List.of(), new Scope.Reach(false, true, false), 9);
        assertThat(scope.decide(URI.create("http://" + link + "/"), 1).taken()).isEqualTo(taken);
    }

    @Test
    void aPatternIsLinearInThePath() {
        var scope = new Scope(
                URI.create("http://a.example/"),
                List.of("(a+)+$"),
                List.of("(x*)*(x*)*y"),
                new Scope.Reach(true, false, false),
                9);
        // With backtracking this would not end before the sun does.
        URI hostile = URI.create("http://a.example/" + "a".repeat(50_000) + "x".repeat(50_000) + "!");
        assertThat(scope.decide(hostile, 1).reason()).isEqualTo("matches none of the included paths");
    }
}
