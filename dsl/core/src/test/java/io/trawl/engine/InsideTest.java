package io.trawl.engine;

import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A private address is reached where the user wrote its origin, and in no other way. "outside" and "inside" are two
 * servers on loopback: both are private addresses, and only the one that was written may be asked.
 */
class InsideTest {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Map<String, byte[][]> names = new ConcurrentHashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private HttpServer outside;
    private HttpServer inside;
    private final AtomicInteger insideRequests = new AtomicInteger();
    private Session session;

    @BeforeEach
    void start() throws IOException {
        outside = server();
        inside = server();
        inside.createContext("/", x -> {
            insideRequests.incrementAndGet();
            x.sendResponseHeaders(200, 6);
            x.getResponseBody().write("secret".getBytes());
            x.close();
        });
        page("/", "<title>Home</title><a href='" + url(inside, "/secret") + "'>in</a><a href='/other'>other</a>");
        page("/other", "<title>Other</title>");
        outside.createContext("/to", x -> {
            x.getResponseHeaders().set("Location", x.getRequestURI().getQuery());
            x.sendResponseHeaders(302, -1);
            x.close();
        });
        session = open(false);
    }

    private Session open(boolean strict) {
        return LocalSession.open(c -> ((Config) c)
                .lookup(this::lookUp)
                .timeouts(seconds(20), seconds(5), seconds(10))
                .privateNetwork(!strict));
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        byte[][] addresses = names.get(host);
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        var found = new InetAddress[addresses.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByAddress(host, addresses[i]);
        }
        return found;
    }

    private static HttpServer server() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return server;
    }

    private void page(String path, String html) {
        outside.createContext(path, x -> {
            boolean found = x.getRequestURI().getPath().equals(path);
            byte[] body = (found ? html : "").getBytes();
            x.getResponseHeaders().set("Content-Type", "text/html");
            x.sendResponseHeaders(found ? 200 : 404, body.length == 0 ? -1 : body.length);
            x.getResponseBody().write(body);
            x.close();
        });
    }

    @AfterEach
    void stop() {
        session.close();
        outside.stop(0);
        inside.stop(0);
    }

    private static String url(HttpServer server, String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private Failure failure(String url) {
        var failed = session.batch(List.of(url)).await().failed();
        assertThat(failed).hasSize(1);
        return failed.get(0);
    }

    @Test
    void whatTheUserWroteIsReached() {
        assertThat(session.scrape(url(inside, "/secret")).await().rawHtml()).isEqualTo("secret");
        assertThat(session.batch(List.of(url(inside, "/a"), url(outside, "/")))
                        .await()
                        .ok())
                .hasSize(2);
    }

    @Test
    void aRedirectFromElsewhereDoesNotLeadInside() {
        var refused = failure(url(outside, "/to?" + url(inside, "/secret")));
        assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_URL);
        assertThat(refused.phase()).isEqualTo("resolve");
        assertThat(refused.message()).contains("127.0.0.1 is loopback", "not reached by a link or a redirect");
        assertThat(refused.advice()).contains("scrape(\"" + url(inside, "/…"));
        for (String host : List.of("[::1]", "2130706433", "0177.0.0.1", "[::ffff:127.0.0.1]", "127.1")) {
            String there = url(inside, "/secret").replace("127.0.0.1", host);
            assertThat(failure(url(outside, "/to?" + there)).kind())
                    .as(host)
                    .isIn(ErrorKind.INVALID_URL, ErrorKind.HTTP);
        }
        assertThat(failure(url(outside, "/to?http://169.254.169.254/latest/meta-data/"))
                        .message())
                .contains("cloud metadata");
        assertThat(insideRequests).hasValue(0);
    }

    @Test
    void aLinkDoesNotLeadInsideNotEvenToRobotsTxt() {
        var crawl = session.crawl(url(outside, "/"))
                .external(true)
                .spacing(seconds(0))
                .await();
        assertThat(crawl.ok()).extracting(d -> d.title()).containsExactlyInAnyOrder("Home", "Other");
        assertThat(crawl.failed()).extracting(Failure::kind).containsExactly(ErrorKind.INVALID_URL);
        assertThat(insideRequests).hasValue(0);
    }

    @Test
    void aNameThatLeadsInsideIsRefusedAndOneOfManyAddressesIsEnough() {
        names.put("rebind.example", new byte[][] {{93, (byte) 184, (byte) 216, 34}, LOOPBACK});
        String there = "http://rebind.example:" + inside.getAddress().getPort() + "/secret";
        assertThat(failure(url(outside, "/to?" + there)).message())
                .contains("rebind.example is at 127.0.0.1, which is");
        assertThat(insideRequests).hasValue(0);
    }

    @Test
    void whatWasCheckedIsWhatIsConnectedTo() {
        names.put("site.example", new byte[][] {LOOPBACK});
        String there = "http://site.example:" + inside.getAddress().getPort() + "/";
        assertThat(session.scrape(there + "a").await().rawHtml()).isEqualTo("secret");
        names.put("site.example", new byte[][] {{10, 0, 0, 1}});
        assertThat(session.scrape(there + "b").await().rawHtml()).isEqualTo("secret");
        assertThat(lookups).hasValue(1);
    }

    @Test
    void theNextAddressIsTriedWhereOneDoesNotAnswer() {
        names.put("two.example", new byte[][] {{127, 0, 0, 2}, LOOPBACK});
        String there = "http://two.example:" + inside.getAddress().getPort() + "/";
        var results = session.batch(List.of(there + "a", there + "b")).retry(1).await();
        assertThat(results.failed()).isEmpty();
    }

    @Test
    void aServiceThatTakesPlansFromOthersReachesNothingInside() {
        session.close();
        session = open(true);
        assertThat(failure(url(inside, "/secret")).kind()).isEqualTo(ErrorKind.INVALID_URL);
        assertThat(insideRequests).hasValue(0);
    }

    @Test
    void aNameThatTakesLongHoldsUpOnlyItsOwnPages() throws InterruptedException {
        var release = new CountDownLatch(1);
        session.close();
        session = LocalSession.open(c -> ((Config) c).lookup(host -> {
            if (host.startsWith("slow")) {
                try {
                    assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new UnknownHostException(host);
                }
            }
            return new InetAddress[] {InetAddress.getByAddress(host, LOOPBACK)};
        }));
        int port = inside.getAddress().getPort();
        var urls = new java.util.ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            urls.add("http://slow.example:" + port + "/" + i);
            urls.add("http://quick" + i + ".example:" + port + "/");
        }
        var quick = new CountDownLatch(30);
        var job = session.batch(urls).start().onEvent(e -> {
            if (e instanceof io.trawl.JobEvent.Page) {
                quick.countDown();
            }
        });
        assertThat(quick.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(job.partial().ok()).hasSize(30);
        release.countDown();
        assertThat(job.await().stream().filter(Outcome::isOk)).hasSize(60);
    }
}
