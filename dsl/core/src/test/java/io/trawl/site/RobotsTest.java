package io.trawl.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * robots.txt, section by section of RFC 9309. The cases are those that Google's parser is tested with, as far as the RFC
 * has them; where Google goes its own way ({@code %62} is not {@code b}, index.htm is its folder) the RFC is followed.
 */
@Row("B15")
class RobotsTest {
    private static Robots robots(String text) {
        return Robots.parse(text.getBytes(StandardCharsets.UTF_8), "Trawl");
    }

    private static boolean allows(String text, String path) {
        return robots(text).allows(URI.create("http://a.example" + path));
    }

    // Section 2.2.1: whom a group is for

    static Stream<List<String>> groups() {
        return Stream.of(
                // the file, what /x is
                List.of("", "allowed"),
                List.of("User-agent: *\nDisallow: /", "disallowed"),
                List.of("User-agent: Trawl\nDisallow: /", "disallowed"),
                List.of("User-agent: TRAWL\nDisallow: /", "disallowed"),
                List.of("User-agent: Trawl/2.1\nDisallow: /", "disallowed"),
                List.of("User-agent: Trawl the site\nDisallow: /", "disallowed"),
                List.of("User-agent: Trawler\nDisallow: /", "allowed"),
                List.of("User-agent: Tra\nDisallow: /", "allowed"),
                List.of("User-agent: * all of you\nDisallow: /", "disallowed"),
                List.of("User-agent: *bot\nDisallow: /", "allowed"),
                // our own group, wherever it stands, and no other
                List.of("User-agent: *\nDisallow: /\nUser-agent: Trawl\nAllow: /", "allowed"),
                List.of("User-agent: Trawl\nAllow: /\nUser-agent: *\nDisallow: /", "allowed"),
                List.of("User-agent: Trawl\nDisallow:\n\nUser-agent: *\nDisallow: /", "allowed"),
                List.of("User-agent: Trawl\nUser-agent: *\nDisallow: /", "disallowed"),
                List.of("User-agent: a\nUser-agent: Trawl\nUser-agent: b\nDisallow: /", "disallowed"),
                // groups of the same name are one
                List.of(
                        "User-agent: Trawl\nDisallow: /x\nUser-agent: b\nDisallow: /\nUser-agent: Trawl\nDisallow: /y",
                        "disallowed"),
                // nothing but a rule ends the names of a group
                List.of("User-agent: Trawl\n\n\n# a remark\nDisallow: /x", "disallowed"),
                List.of("User-agent: Trawl\nSitemap: http://a.example/s\nDisallow: /x", "disallowed"),
                List.of("User-agent: Trawl\nUnknown: y\nUser-agent: b\nDisallow: /x", "disallowed"),
                List.of("User-agent: Trawl\nDisallow: /y\nUser-agent: b\nDisallow: /x", "allowed"),
                // a rule that belongs to nobody
                List.of("Disallow: /x\nUser-agent: Trawl\nDisallow: /y", "allowed"));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void aGroupIsForWhomItNames(List<String> fileAndVerdict) {
        assertThat(allows(fileAndVerdict.get(0), "/x") ? "allowed" : "disallowed")
                .isEqualTo(fileAndVerdict.get(1));
    }

    // Section 2.2.2 and 2.2.3: what a rule matches

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Disallow      | path                  | matches
                "/               | /anything             | true",
                "/fish           | /fish                 | true",
                "/fish           | /fish.html            | true",
                "/fish           | /fishheads/yummy?x=1  | true",
                "/fish           | /Fish                 | false",
                "/fish           | /catfish              | false",
                "/fish*          | /fish/salmon          | true",
                "/fish/          | /fish                 | false",
                "/fish/          | /fish/salmon          | true",
                "fish/           | /fish/salmon          | true",
                "*.php           | /a/b.php5?c           | true",
                "/*.php          | /index.PHP            | false",
                "/*.php$         | /folder/file.php      | true",
                "/*.php$         | /file.php?x=1         | false",
                "/*.php$         | /file.php/            | false",
                "/*.php$         | /a.php/b.php          | true",
                "/fish*.php      | /fishheads/cat.php?x  | true",
                "/fish*.php      | /Fish.php             | false",
                "/$              | /                     | true",
                "/$              | /x                    | false",
                "/a$b            | /a$b                  | true",
                "/a*$            | /a/b                  | true",
                "/a**b***c       | /a1b2c3               | true",
                "/a*b*a          | /aba                  | true",
                "/a*bc*c$        | /abc                  | false",
                "/*/x            | /x                    | false",
                "/a?b=*&c        | /a?b=1&c=2            | true",
                // escapes: unreserved ones are what they stand for, all others stay
                "/foo/bar/baz    | /foo/bar/%62%61%7A    | true",
                "/foo/%62ar      | /foo/bar              | true",
                "/a/ツ           | /a/%E3%83%84          | true",
                "/a/%e3%83%84    | /a/%E3%83%84          | true",
                "/a%2Fb          | /a%2fb                | true",
                "/a%2Fb          | /a/b                  | false",
                "/a/b            | /a%2Fb                | false",
                "/a%3Cd%3E       | /a%3cd%3e             | true",
                // nobody can be kept from the file itself
                "/               | /robots.txt           | false",
            })
    void aRuleMatchesWhatBeginsWithIt(String rule, String path, boolean matches) {
        assertThat(allows("User-agent: *\nDisallow: " + rule, path)).isEqualTo(!matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Disallow  | Allow          | path               | allowed
                "/           | /p             | /page              | true",
                "/folder     | /folder/page   | /folder/page       | true",
                "/folder     | /folder        | /folder/page       | true",
                "/*.htm      | /page          | /page.htm          | false",
                "/page       | /*.ph          | /page.php5         | true",
                "/           | /$             | /                  | true",
                "/           | /$             | /page.htm          | false",
                "/x/         | /x             | /x/page.html       | false",
                "/x/page     | /x             | /x/page.html       | false",
                "/*/b        | /a/*           | /a/b               | true",
            })
    void theLongestRuleWinsAndAllowAtATie(String disallow, String allow, String path, boolean allowed) {
        String one = "Disallow: " + disallow + "\n";
        String other = "Allow: " + allow + "\n";
        assertThat(allows("User-agent: *\n" + one + other, path)).isEqualTo(allowed);
        assertThat(allows("User-agent: *\n" + other + one, path)).isEqualTo(allowed);
    }

    // Section 2.2: the file

    @Test
    void anyLineEndAnyCaseAnyRemarkAndTheUsualMisspellingsAreRead() {
        for (String end : List.of("\n", "\r", "\r\n")) {
            String file = String.join(
                    end,
                    "USER-AGENT :\t* # all",
                    "",
                    "disallow:/a # not here",
                    "dissallow: /b",
                    "Disallow /c",
                    "useragent",
                    "  allow: /a/b  ");
            var robots = robots("\uFEFF" + file);
            assertThat(Stream.of("/a", "/b", "/c", "/a/b", "/d")
                            .map(p -> robots.allows(URI.create("http://a.example" + p))))
                    .containsExactly(false, false, false, true, true);
            assertThat(robots.decide(URI.create("http://a.example/b")).line()).isEqualTo(4);
        }
        assertThat(Robots.parse(new byte[] {(byte) 0xEF, (byte) 0xBB}, "Trawl").allows(URI.create("http://a.example/")))
                .isTrue();
    }

    @Test
    void utf16WithItsByteOrderMarkIsRead() {
        for (var charset : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            byte[] file = "\uFEFFUser-agent: *\nDisallow: /x".getBytes(charset);
            assertThat(Robots.parse(file, "Trawl").allows(URI.create("http://a.example/x")))
                    .isFalse();
        }
    }

    @Test
    void halfAMegabyteIsReadAndNoHalfLine() {
        var file = new StringBuilder("User-agent: *\nDisallow: /first\n");
        while (file.length() < Robots.MAX_BYTES - 5) {
            file.append("# padding\n");
        }
        file.setLength(Robots.MAX_BYTES - 12);
        file.append("\nDisallow: /").append("cut\nDisallow: /never\n");
        assertThat(allows(file.toString(), "/first")).isFalse();
        assertThat(allows(file.toString(), "/cut")).isTrue();
        assertThat(allows(file.toString(), "/anything")).isTrue();
        assertThat(allows(file.toString(), "/never")).isTrue();
    }

    @Test
    void hostilePatternsCostNothingMuch() {
        String pattern = "/" + "*a".repeat(2_000) + "$";
        String file = "User-agent: *\n" + ("Disallow: " + pattern + "\n").repeat(100);
        var robots = robots(file);
        // Some 10^9 steps with backtracking would never end; there is nothing to wait for.
        assertThat(robots.allows(URI.create("http://a.example/" + "a".repeat(1_999) + "b")))
                .isTrue();
        assertThat(robots.allows(URI.create("http://a.example/" + "a".repeat(2_000))))
                .isFalse();
    }

    // Beyond the RFC

    @ParameterizedTest
    @CsvSource({"1.5, 1500", "0, 0", "7, 7000", "100000, 300000"})
    void theCrawlDelayOfTheGroupCounts(String written, long millis) {
        var robots = robots("User-agent: *\nCrawl-delay: 99\nUser-agent: Trawl\nCrawl-delay: " + written);
        assertThat(robots.crawlDelay()).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"-1", "soon", "''"})
    void whatIsNoDelayIsNone(String written) {
        assertThat(robots("User-agent: *\nCrawl-delay: " + written).crawlDelay())
                .isEmpty();
    }

    @Test
    void sitemapsBelongToNoGroup() {
        assertThat(robots(
                                "Sitemap: /a.xml\nUser-agent: b\nDisallow: /\nsitemap: http://a.example/b.xml\nSitemap: /a.xml")
                        .sitemaps())
                .containsExactly("/a.xml", "http://a.example/b.xml");
    }

    // Why

    @Test
    void theLineAndItsGroupAreNamed() {
        var robots = robots("""
                User-agent: *
                Disallow: /
                # ours
                User-agent: Trawl/1.0
                Disallow: /admin/
                Allow: /admin/hours
                """);
        assertThat(robots.explain(URI.create("http://a.example/admin/x")))
                .isEqualTo(
                        "disallowed by \"Disallow: /admin/\" (line 5 of robots.txt, under \"User-agent: Trawl/1.0\" of line 4)");
        assertThat(robots.explain(URI.create("http://a.example/admin/hours")))
                .startsWith("allowed by \"Allow: /admin/hours\" (line 6");
        assertThat(robots.explain(URI.create("http://a.example/x"))).isEqualTo("allowed: no rule matches");
        assertThat(robots.explain(URI.create("http://a.example/robots.txt"))).contains("always");
        assertThat(Robots.unavailable("it answered 404").explain(URI.create("http://a.example/")))
                .isEqualTo("allowed: there is no robots.txt (it answered 404)");
        assertThat(Robots.unreachable("it answered 503").explain(URI.create("http://a.example/")))
                .startsWith("disallowed: ")
                .contains("503", "complete disallow");
    }

    // Pages

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // meta robots      | meta trawl | X-Robots-Tag                                     | what it asks
                "-                  | -          | -                                                | all",
                "index, follow      | -          | -                                                | all",
                "NOINDEX            | -          | -                                                | noindex",
                "none               | -          | -                                                | noindex, nofollow",
                "noarchive,nofollow | -          | -                                                | nofollow",
                "-                  | nofollow   | -                                                | nofollow",
                "noindex            | nofollow   | -                                                | noindex, nofollow",
                "-                  | -          | noindex                                          | noindex",
                "-                  | -          | otherbot: noindex, nofollow                      | all",
                "-                  | -          | Trawl: nofollow                                  | nofollow",
                "-                  | -          | nofollow, otherbot: noindex                      | nofollow",
                "-                  | -          | otherbot: noindex, trawl: nofollow               | nofollow",
                "-                  | -          | unavailable_after: 25 Jun 2010 15:00:00 PST      | all",
                "-                  | -          | max-snippet:5, noindex                           | noindex",
                "-                  | -          | otherbot: noindex ; nofollow                     | nofollow",
            })
    void aPageMayAskNotToBeShownOrFollowed(String meta, String own, String header, String asked) {
        var metas = new HashMap<String, String>();
        if (meta != null) {
            metas.put("robots", meta);
        }
        if (own != null) {
            metas.put("trawl", own);
        }
        var headers = header == null ? List.<String>of() : Arrays.asList(header.split(" ; "));
        assertThat(RobotsDirectives.of(metas, headers, "Trawl")).hasToString(asked);
    }

    /** What a URL escapes is written in rules as it is read: {@code Disallow: /*?filter[}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/*?filter[ ; /list?filter%5Bsize%5D=1",
                "/a b ; /a%20b",
                "/a<b ; /a%3Cb",
                "/*|* ; /a%7Cb",
                "/x?q='a' ; /x?q=%27a%27",
                "/%2A ; /*",
                "/x%2Ax ; /x*x",
                "/%24 ; /$100",
                "/x$/y ; /x$/y",
                "/x$/y ; /x%24/y"
            })
    void aRuleIsAboutTheCharactersThatTheUrlHolds(String rule, String path) {
        assertThat(allows("User-agent: *\nDisallow: " + rule, path)).isFalse();
    }

    @Test
    void anEscapedStarIsNoWildcard() {
        assertThat(allows("User-agent: *\nDisallow: /x%2Ax", "/xyx")).isTrue();
        assertThat(allows("User-agent: *\nDisallow: /x%24", "/x")).isTrue();
    }

    @Test
    void moreSlipsOfThePenAreRead() {
        assertThat(allows("User-agent: *\nDesallow: /x", "/x")).isFalse();
        assertThat(allows("\0User-agent: *\0\nDisallow: /x\0\0", "/x")).isFalse();
        assertThat(robots("Site map: /a").sitemaps()).containsExactly("/a");
    }
}
