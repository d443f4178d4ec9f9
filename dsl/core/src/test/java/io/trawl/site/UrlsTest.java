package io.trawl.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.UrlProfile;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs as browsers read them, and when two of them are one page. {@link UrlConformance} runs the public cases. */
class UrlsTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '~',
            value = {
                "HTTP://Example.COM:80/a/../b?x=1 -> http://example.com/b?x=1",
                "https://example.com -> https://example.com/",
                "https:example.com/x -> https://example.com/x",
                "https:////example.com/x -> https://example.com/x",
                "https:\\\\example.com\\a b -> https://example.com/a%20b",
                "https://a.example/%2E%2e/./x/.%2E -> https://a.example/",
                "https://a.example:443/x?# -> https://a.example/x?#",
                "https://a.example:8443?q=ä'\" -> https://a.example:8443/?q=%C3%A4%27%22",
                "http://bücher.example/ä -> http://xn--bcher-kva.example/%C3%A4",
                "http://straße.de/ -> http://xn--strae-oqa.de/",
                "http://ＥＸＡＭＰＬＥ。com/ -> http://example.com/",
                "http://a.example/100% -> http://a.example/100%25",
                "http://a.example/a|b?c[]=1 -> http://a.example/a%7Cb?c[]=1",
                "http://0x7f.1/ -> http://127.0.0.1/",
                "http://2130706433/ -> http://127.0.0.1/",
                "http://0177.0.0.1./ -> http://127.0.0.1/",
                "http://[2001:DB8:0:0:1:0:0:1]/ -> http://[2001:db8::1:0:0:1]/",
                "http://[::ffff:192.0.2.1]/ -> http://[::ffff:c000:201]/",
                "http://me:p%40@x@a.example/ -> http://me:p%40%40x@a.example/",
                "http://my_shop.example/x -> http://my_shop.example/x",
            })
    void urlsAreReadAsBrowsersReadThem(String url, String expected) {
        assertThat(Urls.parse(url).toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http://a b/",
                "http://a.example:99999/",
                "http://a.example:8o/",
                "http://1.2.3.256/",
                "http://a.1.2/",
                "http://[::1",
                "http://[1:2]/",
                "http://a%00b/",
                "http://me@/",
                "mailto:a@b.example",
                "javascript:alert(1)",
            })
    void whatIsNoUrlIsRefused(String url) {
        assertThatThrownBy(() -> Urls.parse(url)).isInstanceOf(io.trawl.ScrapeException.class);
        assertThat(Urls.resolve(URI.create("https://b.example/x"), url)).isEmpty();
    }

    @Test
    void whatIsNoUrlSaysWhatToWrite() {
        assertThatThrownBy(() -> Urls.parse("example.com")).hasMessageContaining("https://example.com");
        assertThatThrownBy(() -> Urls.parse("mailto:a@b")).hasMessageContaining("http and https");
        assertThatThrownBy(() -> Urls.parse("http://a.example:99999/")).hasMessageContaining("port");
        assertThat(Urls.shown("http://me:secret@a.example/")).isEqualTo("http://***@a.example/");
    }

    @ParameterizedTest
    @CsvSource({
        "c,              http://a.example/x/c",
        "./c/../d,       http://a.example/x/d",
        "../../../e,     http://a.example/e",
        "/f?g#h,         http://a.example/f?g#h",
        "//b.example/i,  http://b.example/i",
        "\\\\b.example,  http://b.example/",
        "?j,             http://a.example/x/y?j",
        "#k,             http://a.example/x/y?z#k",
        "'',             http://a.example/x/y?z",
        "http:l,         http://a.example/x/l",
        "https:l,        https://l/",
    })
    void anHrefIsReadFromItsPage(String href, String expected) {
        assertThat(Urls.resolve(URI.create("http://a.example/x/y?z"), href)).contains(expected);
    }

    @Test
    void aHostThatJavaDoesNotKnowIsAHostAllTheSame() {
        URI url = Urls.parse("http://me@my_shop.example:8080/x");
        assertThat(url.getHost()).isNull();
        assertThat(Urls.host(url)).isEqualTo("my_shop.example");
        assertThat(Urls.origin(url)).isEqualTo("http://my_shop.example:8080");
    }

    @ParameterizedTest
    @CsvSource({
        // What counts as one page          and from which profile on
        "http://a.example/x#top,            http://a.example/x,             STRICT",
        "http://me@a.example/x,             http://a.example:80/x,          STRICT",
        "http://a.example/%7euser,          http://a.example/~user,         NORMAL",
        "http://a.example/%c3%a4,           http://a.example/ä,             NORMAL",
        "http://a.example/x?utm_source=m&q, http://a.example/x?q,           NORMAL",
        "http://a.example/x?gclid=1,        http://a.example/x,             NORMAL",
        "http://a.example/x;jsessionid=1A,  http://a.example/x,             NORMAL",
        "http://a.example/x?PHPSESSID=7,    http://a.example/x,             NORMAL",
        "http://a.example/x?b=&a=1,         http://a.example/x?a=1&b=,      SIMILAR",
        "https://www.a.example/x/,          http://a.example/x,             SIMILAR",
        "http://a.example/x/index.html,     http://a.example/x/,            SIMILAR",
        "http://a.example//x,               http://a.example/x,             SIMILAR",
    })
    void profilesFoldMoreAndMore(String one, String other, UrlProfile from) {
        for (UrlProfile profile : UrlProfile.values()) {
            assertThat(key(one, profile).equals(key(other, profile)))
                    .as("%s and %s are one page to %s", one, other, profile)
                    .isEqualTo(profile.compareTo(from) >= 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/X,          http://a.example/x",
        "http://a.example/x?a=,       http://a.example/x?b=",
        "http://a.example/x?a=1&a=2,  http://a.example/x?a=2&a=1",
        "http://a.example/x?ref=1,    http://a.example/x",
        "http://a.example:8080/,      http://a.example/",
        "http://b.a.example/,         http://a.example/",
        "http://a.example/a%2Fb,      http://a.example/a/b",
    })
    void whatMayBeAnotherPageIsNeverFolded(String one, String other) {
        assertThat(key(one, UrlProfile.SIMILAR)).isNotEqualTo(key(other, UrlProfile.SIMILAR));
    }

    @Test
    void aQueryMayBeIgnored() {
        assertThat(Keys.of(Urls.parse("http://a.example/x?a=1"), UrlProfile.STRICT, true))
                .isEqualTo("http://a.example/x");
    }

    private static String key(String url, UrlProfile profile) {
        return Keys.of(Urls.parse(url), profile, false);
    }

    @Test
    void aPlusInAQueryIsASpaceWhereUrlsNeedOnlyBeSimilar() {
        var plus = Urls.parse("http://a.example/s?q=a+b");
        var escaped = Urls.parse("http://a.example/s?q=a%20b");
        assertThat(Keys.of(plus, UrlProfile.SIMILAR, false)).isEqualTo(Keys.of(escaped, UrlProfile.SIMILAR, false));
        assertThat(Keys.of(plus, UrlProfile.STRICT, false)).isNotEqualTo(Keys.of(escaped, UrlProfile.STRICT, false));
    }
}
