package io.trawl.mock;

import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All requests by a proxy, which looks the names up. */
@Row("B15")
class ProxyTest {
    private static Session through(Proxy proxy, String user) {
        return session(
                c -> c.robots(false).tls(MockSite.trust()).proxy("http://" + user + "127.0.0.1:" + proxy.port()));
    }

    private static int port(MockSite site) {
        return URI.create(site.url()).getPort();
    }

    @Test
    void plainRequestsNameTheHostToTheProxy() throws IOException {
        try (var proxy = new Proxy();
                var site = MockSite.start(s -> s.page("/page", "<title>Found</title>"));
                var session = through(proxy, "ann:proxy-secret@")) {
            String url = "http://nowhere.example:" + port(site) + "/page";
            assertThat(session.scrape(url).await().title()).isEqualTo("Found");
            assertThat(proxy.asked()).containsExactly("GET " + url);
        }
    }

    @Test
    void httpsGoesThroughATunnelAndTheHostProvesWhoItIs() throws IOException {
        try (var proxy = new Proxy();
                var site = MockSite.start(
                        s -> s.page("/page", "<title>Safe</title>").tls(Certificate.VALID));
                var session = through(proxy, "ann:proxy-secret@")) {
            assertThat(session.scrape("https://any.example:" + port(site) + "/page")
                            .await()
                            .title())
                    .isEqualTo("Safe");
            assertThat(proxy.asked()).containsExactly("CONNECT any.example:" + port(site));
            assertThat(failure(session, "https://other.test:" + port(site) + "/page")
                            .kind())
                    .isEqualTo(ErrorKind.TLS);
        }
    }

    @Test
    void aProxyThatWantsAPasswordSaysSo() throws IOException {
        try (var proxy = new Proxy();
                var site = MockSite.start();
                var session = through(proxy, "")) {
            var plain = failure(session, "http://nowhere.example:" + port(site) + "/");
            assertThat(plain.status()).isEqualTo(407);
            var tunnelled = failure(session, "https://nowhere.example:" + port(site) + "/");
            assertThat(tunnelled.status()).isEqualTo(407);
        }
    }

    @Test
    void noRedirectLeadsThroughTheProxyToAnAddressInside() throws IOException {
        try (var proxy = new Proxy();
                var site = MockSite.start(
                        s -> s.redirect("/in", "http://localhost:1/").redirect("/to", "http://10.0.0.1/"));
                var session = through(proxy, "ann:proxy-secret@")) {
            for (String path : List.of("/in", "/to")) {
                var refused = failure(session, "http://nowhere.example:" + port(site) + path);
                assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_URL);
                assertThat(refused.message()).contains("not reached by a link or a redirect");
            }
        }
    }

    private static Failure failure(Session session, String url) {
        return session.batch(List.of(url)).retry(1).await().failed().get(0);
    }
}
