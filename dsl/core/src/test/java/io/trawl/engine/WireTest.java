package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad input and bad servers: each one clear, typed answer, and the session goes on. */
@Row("B17")
class WireTest {
    private static final String CANARY = "canary-7f3a";

    private HttpServer server;
    private Session session;
    private String seenAuthorization = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        page("/", "<title>Home</title><p>Hello</p>");
        page("/robots.txt", "User-agent: *\nDisallow: /private/\n");
        server.createContext("/private/", x -> send(x, 200, "secret".getBytes()));
        server.createContext("/missing", x -> send(x, 404, "<title>Nothing here</title>".getBytes()));
        server.createContext("/broken", x -> send(x, 500, "oops".getBytes()));
        server.createContext("/big", x -> send(x, 200, new byte[200_000]));
        server.createContext("/bomb", x -> zipped(x, new byte[3_000_000]));
        server.createContext("/zip", x -> zipped(x, "<title>Packed</title>".getBytes()));
        server.createContext("/torn", x -> {
            x.getResponseHeaders().set("Content-Encoding", "gzip");
            send(x, 200, new byte[] {31, (byte) 139, 8, 0, 0, 0});
        });
        server.createContext("/charset", x -> {
            x.getResponseHeaders().set("Content-Type", "text/html; charset=klingon");
            send(x, 200, "<title>Wörter</title>".getBytes(StandardCharsets.UTF_8));
        });
        server.createContext("/circle", x -> redirect(x, "/circle2"));
        server.createContext("/circle2", x -> redirect(x, "/circle"));
        server.createContext("/old", x -> redirect(x, "/"));
        server.createContext("/who", x -> {
            seenAuthorization = String.valueOf(x.getRequestHeaders().getFirst("Authorization"));
            send(x, 401, "no".getBytes());
        });
        server.start();
        session = LocalSession.open(c -> c.maxBody(100_000, 1_000_000).timeouts(seconds(5), seconds(2), seconds(2)));
    }

    @AfterEach
    void stop() {
        session.close();
        server.stop(0);
    }

    private void page(String path, String text) {
        server.createContext(path, x -> send(x, x.getRequestURI().getPath().equals(path) ? 200 : 404, text.getBytes()));
    }

    private static void send(HttpExchange x, int status, byte[] body) throws IOException {
        x.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        x.getResponseBody().write(body);
        x.close();
    }

    private static void redirect(HttpExchange x, String to) throws IOException {
        x.getResponseHeaders().set("Location", to);
        send(x, 302, new byte[0]);
    }

    private static void zipped(HttpExchange x, byte[] body) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
            zip.write(body);
        }
        x.getResponseHeaders().set("Content-Encoding", "gzip");
        send(x, 200, packed.toByteArray());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private Failure failure(String url) {
        var failed = session.batch(List.of(url)).retry(1).await().failed();
        assertThat(failed).hasSize(1);
        assertThat(session.scrape(url("/")).await().title()).isEqualTo("Home");
        return failed.get(0);
    }

    @Test
    void whatIsNoUrlSaysWhatToWrite() {
        assertThat(failure("example.com/a").kind()).isEqualTo(ErrorKind.INVALID_URL);
        assertThat(failure("example.com/a").advice()).isEqualTo("https://example.com/a");
        assertThat(failure("ftp://example.com/").message()).contains("http and https");
    }

    @Test
    void anUnknownHostAndARefusedConnectionAreToldApart() {
        assertThat(failure("http://no-such-host.invalid/").kind()).isEqualTo(ErrorKind.DNS);
        assertThat(failure("http://127.0.0.1:1/").kind()).isEqualTo(ErrorKind.CONNECT);
    }

    @Test
    void anHttpErrorKeepsItsPage() {
        var missing = failure(url("/missing"));
        assertThat(missing.kind()).isEqualTo(ErrorKind.HTTP);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.document().title()).isEqualTo("Nothing here");
        assertThat(failure(url("/broken")).status()).isEqualTo(500);
        assertThat(session.scrape(url("/missing")).acceptStatus(404).await().status())
                .isEqualTo(404);
    }

    @Test
    void robotsNamesTheRule() {
        var blocked = failure(url("/private/a"));
        assertThat(blocked.kind()).isEqualTo(ErrorKind.ROBOTS);
        assertThat(blocked.message()).contains("Disallow: /private/", "line 2");
        assertThat(session.scrape(url("/private/a")).robots(false).await().rawHtml())
                .isEqualTo("secret");
    }

    @Test
    void capsHoldOnTheWireAndAfterDecompression() {
        assertThat(failure(url("/big")).kind()).isEqualTo(ErrorKind.TOO_LARGE);
        assertThat(failure(url("/bomb")).kind()).isEqualTo(ErrorKind.TOO_LARGE);
        assertThat(session.scrape(url("/zip")).await().title()).isEqualTo("Packed");
    }

    @Test
    void aDamagedBodyAndAnUnknownCharsetAreNoMystery() {
        assertThat(failure(url("/torn")).kind()).isEqualTo(ErrorKind.DECODE);
        assertThat(session.scrape(url("/charset")).await().title()).isEqualTo("Wörter");
    }

    @Test
    void redirectsAreFollowedButNotInCircles() {
        assertThat(session.scrape(url("/old")).await().url()).isEqualTo(url("/"));
        assertThat(failure(url("/circle")).message()).contains("circle");
    }

    @Test
    @Row("A4")
    void aCrawlWithABadSeedFailsAsAWhole() {
        var job = session.crawl(url("/missing")).retry(1).start();
        assertThatThrownBy(job::await).isInstanceOf(ScrapeException.class).hasMessageContaining("404");
        assertThat(job.state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void wrongOptionsFailWhenTheyAreSet() {
        assertThatThrownBy(() -> session.crawl(url("/")).limit(0)).hasMessageContaining("limit must be at least 1");
        assertThatThrownBy(() -> session.crawl(url("/")).include("(")).hasMessageContaining("not a pattern");
        assertThatThrownBy(() -> session.crawl(url("/")).follow("a[[")).hasMessageContaining("not a CSS selector");
        assertThatThrownBy(() -> session.scrape(url("/")).timeout(millis(0))).hasMessageContaining("timeout");
        assertThatThrownBy(() -> session.scrape(url("/")).header("Host", "x")).hasMessageContaining("Host");
    }

    @Test
    void aSecretHeaderIsSentAndNeverShown() {
        var plan = session.scrape(url("/who")).header("Authorization", CANARY).retry(1);
        var job = plan.start();
        assertThatThrownBy(job::await).hasMessageNotContaining(CANARY);
        assertThat(seenAuthorization).isEqualTo(CANARY);
        assertThat(List.of(
                        plan.toJson(),
                        plan.toString(),
                        plan.view().text(),
                        job.toString(),
                        job.view().text(),
                        job.errors().toString(),
                        session.jobs().view().text()))
                .noneMatch(text -> text.contains(CANARY));
    }
}
