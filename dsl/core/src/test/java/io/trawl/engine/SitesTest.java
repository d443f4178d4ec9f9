package io.trawl.engine;

import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session knows of each site, and tells no other: cookies, user and password, tokens. */
@Row("B15")
class SitesTest {
    private HttpServer server;
    private Session session;
    /** Header lines as they came, by host and path. */
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    private final Map<String, String> authorizations = new ConcurrentHashMap<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
        // Where redirects may lead, though it is on loopback.
        OwnSites.opened(url("c.example", ""));
        OwnSites.opened(url("two.example", ""));
        session = open(false);
    }

    private Session open(boolean withoutCookies) {
        String origin = url("a.example", "/");
        return LocalSession.open(c -> ((Config) c)
                .lookup(host -> new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})})
                .robots(false)
                .timeouts(seconds(20), seconds(10), seconds(10))
                .cookies(!withoutCookies)
                .basic(origin, "ann", "pässword")
                .bearer(url("b.example", "/"), "token-1"));
    }

    /** The query is what is set as cookie, or where to go from /to. */
    private void answer(HttpExchange x) throws IOException {
        String host = x.getRequestHeaders().getFirst("Host").replaceFirst(":.*", "");
        String query = x.getRequestURI().getQuery();
        String key = host + x.getRequestURI().getPath();
        cookies.put(key, String.valueOf(x.getRequestHeaders().getFirst("Cookie")));
        authorizations.put(key, String.valueOf(x.getRequestHeaders().getFirst("Authorization")));
        if (x.getRequestURI().getPath().equals("/to")) {
            x.getResponseHeaders().set("Location", query);
        } else if (query != null) {
            x.getResponseHeaders().set("Set-Cookie", query);
        }
        byte[] body = "<title>Page</title>".getBytes(StandardCharsets.UTF_8);
        x.sendResponseHeaders(x.getRequestURI().getPath().equals("/to") ? 302 : 200, body.length);
        x.getResponseBody().write(body);
        x.close();
    }

    @AfterEach
    void stop() {
        session.close();
        server.stop(0);
        OwnSites.closed(url("c.example", ""));
        OwnSites.closed(url("two.example", ""));
    }

    private String url(String host, String path) {
        return "http://" + host + ":" + server.getAddress().getPort() + path;
    }

    private void get(String host, String path) {
        session.scrape(url(host, path)).await();
    }

    @Test
    void aCookieGoesBackToItsHostAndToNoOther() {
        get("one.example", "/set?id=7");
        get("one.example", "/next");
        get("two.example", "/next");
        assertThat(cookies).containsEntry("one.example/next", "id=7").containsEntry("two.example/next", "null");
    }

    @Test
    void aSiteSharesCookiesAmongItsHostsAndAPublicSuffixIsNoSite() {
        get("www.shop.co.uk", "/set?id=7;Domain=shop.co.uk");
        get("www.evil.co.uk", "/set?all=1;Domain=co.uk");
        get("www.evil.co.uk", "/set?his=1;Domain=shop.co.uk");
        get("api.shop.co.uk", "/next");
        get("www.other.co.uk", "/next");
        get("www.evil.co.uk", "/next");
        assertThat(cookies)
                .containsEntry("api.shop.co.uk/next", "id=7")
                .containsEntry("www.other.co.uk/next", "null")
                .containsEntry("www.evil.co.uk/next", "null");
    }

    @Test
    void aCookieThatIsSetByARedirectIsThereForWhatItLeadsTo() {
        get("one.example", "/set?id=7");
        get("one.example", "/to?/landed");
        get("one.example", "/to?" + url("two.example", "/landed"));
        assertThat(cookies).containsEntry("one.example/landed", "id=7").containsEntry("two.example/landed", "null");
    }

    @Test
    void withoutCookiesNoneAreKept() {
        session.close();
        session = open(true);
        get("one.example", "/set?id=7");
        get("one.example", "/next");
        assertThat(cookies).containsEntry("one.example/next", "null");
    }

    @Test
    void aSiteThatSetsCookiesWithoutEndFillsNoMemory() {
        var jar = new Cookies().of("one.example");
        for (int i = 0; i < 10_000; i++) {
            jar.addCookie(new org.apache.hc.client5.http.impl.cookie.BasicClientCookie("c" + i, "v"));
        }
        jar.addCookie(new org.apache.hc.client5.http.impl.cookie.BasicClientCookie("long", "v".repeat(5_000)));
        assertThat(jar.getCookies()).hasSize(180).noneMatch(c -> c.getName().equals("long"));
    }

    @Test
    void userAndPasswordGoToTheirOriginOnly() {
        get("a.example", "/page");
        get("b.example", "/page");
        get("c.example", "/page");
        get("a.example", "/to?" + url("c.example", "/landed"));
        String basic = "Basic " + Base64.getEncoder().encodeToString("ann:pässword".getBytes(StandardCharsets.UTF_8));
        assertThat(authorizations)
                .containsEntry("a.example/page", basic)
                .containsEntry("b.example/page", "Bearer token-1")
                .containsEntry("c.example/page", "null")
                .containsEntry("c.example/landed", "null");
    }

    @Test
    void userAndPasswordInAUrlAreUsedAndNeverShown() {
        var page = session.scrape(url("c.example", "/page").replace("//", "//bob:secret@"))
                .await();
        assertThat(authorizations)
                .containsEntry(
                        "c.example/page",
                        "Basic " + Base64.getEncoder().encodeToString("bob:secret".getBytes(StandardCharsets.UTF_8)));
        assertThat(page.url()).doesNotContain("secret");
    }

    @Test
    void wrongOptionsSayWhatToWrite() {
        assertThatThrownBy(() -> LocalSession.open(c -> c.basic("a.example", "ann", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://a.example");
        assertThatThrownBy(() -> LocalSession.open(c -> c.basic("https://a.example", "a:b", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("colon");
        assertThatThrownBy(() -> LocalSession.open(c -> c.proxy("https://ann:canary@proxy.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://proxy.example:3128")
                .hasMessageNotContaining("canary");
    }
}
