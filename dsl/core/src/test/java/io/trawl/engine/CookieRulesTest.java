package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.time.Instant;
import java.util.List;
import org.apache.hc.client5.http.cookie.Cookie;
import org.apache.hc.client5.http.cookie.CookieOrigin;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cookies by RFC 6265, and what its revision added: set by one response, sent with the next request. */
@Row("A2")
class CookieRulesTest {
    private static final CookieRules RULES = new CookieRules(SystemClock.INSTANCE);

    private static CookieOrigin origin(String url) {
        var uri = java.net.URI.create(url);
        return new CookieOrigin(
                uri.getHost(), 80, uri.getRawPath(), uri.getScheme().equals("https"));
    }

    /** What is sent to the second URL after the first has set it. */
    private static String sent(String from, String to, String... set) {
        var jar = new Cookies().of(origin(from).getHost());
        for (String one : set) {
            RULES.parse(new BasicHeader("Set-Cookie", one), origin(from)).forEach(jar::addCookie);
        }
        List<Cookie> matching = jar.getCookies().stream()
                .filter(c -> !c.isExpired(Instant.now()) && RULES.match(c, origin(to)))
                .toList();
        return matching.isEmpty() ? "" : RULES.formatCookies(matching).get(0).getValue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a=b                    | a=b
                    a="b c"                | a="b c"
                    a="b;c"                | a="b
                    a=b, c=d               | a=b, c=d
                    a="b                   | a="b
                    a=={"x":1}             | a=={"x":1}
                    a = b ; ; ;x           | a=b
                    a=                     | a=
                    "a"=b                  | "a"=b
                    """)
    void aValueGoesBackAsItCame(String set, String sent) {
        assertThat(sent("http://a.example/", "http://a.example/x", set)).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"a", "=b", "''", "a=b\u0001c", "a=b; max-age=0", "a=b; max-age=-1"})
    void whatHasNoNameOrLivesNoMomentIsNotKept(String set) {
        assertThat(sent("http://a.example/", "http://a.example/", set)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a=b; max-age=60; expires=Thu, 01 Jan 1970 00:00:00 GMT   | a=b
                    a=b; max-age=soon; expires=Thu, 01 Jan 1970 00:00:00 GMT |
                    a=b; expires=Sunday, 06-Nov-94 08:49:37 GMT              |
                    a=b; expires=Tue Nov  6 08:49:37 2091                    | a=b
                    a=b; expires=some day                                    | a=b
                    a=b; max-age=99999999999999999999                        | a=b
                    """)
    void maxAgeIsStrongerThanExpires(String set, String sent) {
        assertThat(sent("http://a.example/", "http://a.example/", set)).isEqualTo(sent == null ? "" : sent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a=b                         | www.shop.example   | yes
                    a=b                         | x.www.shop.example | no
                    a=b                         | shop.example       | no
                    a=b; domain=shop.example    | shop.example       | yes
                    a=b; domain=.SHOP.example   | m.shop.example     | yes
                    a=b; domain=shop.example    | othershop.example  | no
                    a=b; domain=                | x.www.shop.example | no
                    a=b; domain=m.shop.example  | m.shop.example     | no
                    a=b; domain=..shop.example  | www.shop.example   | no
                    a=b; domain=shop.example.   | www.shop.example   | no
                    a=b; domain=example         | www.shop.example   | no
                    """)
    void itGoesToTheHostsThatItIsFor(String set, String host, String sent) {
        assertThat(sent("http://www.shop.example/", "http://" + host + "/", set))
                .isEqualTo(sent.equals("yes") ? "a=b" : "");
    }

    @Test
    void noCookieIsForAPublicSuffixOrThePartsOfAnAddress() {
        assertThat(sent("http://a.co.uk/", "http://b.co.uk/", "a=b; domain=co.uk"))
                .isEmpty();
        assertThat(sent("http://a.github.io/", "http://b.github.io/", "a=b; domain=github.io"))
                .isEmpty();
        assertThat(sent("http://127.0.0.1/", "http://127.0.0.1/", "a=b; domain=127.0.0.1"))
                .isEqualTo("a=b");
        assertThat(sent("http://127.0.0.1/", "http://127.0.0.1/", "a=b; domain=0.0.1"))
                .isEmpty();
        assertThat(sent("http://localhost/", "http://localhost/", "a=b; domain=localhost"))
                .isEqualTo("a=b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a=b             | /shop/cart/pay | yes
                    a=b             | /shop/cart     | yes
                    a=b             | /shop          | no
                    a=b; path=/shop | /shop          | yes
                    a=b; path=/shop | /shop/x        | yes
                    a=b; path=/shop | /shopping      | no
                    a=b; path=/shop/ | /shop         | no
                    a=b; path=shop  | /shop/cart/x   | yes
                    a=b; path=      | /              | no
                    a=b; path=/x; path=/ | /         | yes
                    """)
    void itGoesToThePathsThatItIsFor(String set, String path, String sent) {
        assertThat(sent("http://a.example/shop/cart/add", "http://a.example" + path, set))
                .isEqualTo(sent.equals("yes") ? "a=b" : "");
    }

    @Test
    void theLongerPathComesFirstAndThenTheOlderCookie() {
        assertThat(sent("http://a.example/x/y", "http://a.example/x/y", "z=1; path=/", "b=2; path=/", "c=3; path=/x"))
                .startsWith("c=3; ");
    }

    @Test
    void secureIsForHttpsOnly() {
        assertThat(sent("https://a.example/", "https://a.example/", "a=b; secure"))
                .isEqualTo("a=b");
        assertThat(sent("https://a.example/", "http://a.example/", "a=b; secure"))
                .isEmpty();
        assertThat(sent("http://a.example/", "https://a.example/", "a=b; secure"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    __Secure-a=b; secure                                  | __Secure-a=b
                    __Secure-a=b                                          |
                    __Host-a=b; secure; path=/                            | __Host-a=b
                    __host-a=b; path=/                                    |
                    __Host-a=b; secure                                    |
                    __Host-a=b; secure; path=/x                           |
                    __Host-a=b; secure; path=/; domain=shop.example       |
                    """)
    void aPrefixPromisesWhatItSays(String set, String sent) {
        assertThat(sent("https://shop.example/", "https://shop.example/", set)).isEqualTo(sent == null ? "" : sent);
    }
}
