package io.trawl.mock;

import static io.trawl.ErrorKind.*;
import static io.trawl.Trawl.blocking;
import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.minutes;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of failure, as a user of the verbs meets it. */
@Row("B17")
class ErrorKindTest {
    @TempDir
    Path folder;

    private MockSite site;
    private Session session;

    @BeforeEach
    void open() {
        site = MockSite.start(s -> s.page("/", "<h1>Home</h1>")
                .page("/stuck", "late")
                .delay("/stuck", seconds(300))
                .page("/private", "no")
                .robots("User-agent: *\nDisallow: /private")
                .status("/gone", 404)
                .status("/broken", 500)
                .fault("/huge", Fault.HUGE_LENGTH)
                .fault("/torn", Fault.GZIP_NOT));
        session = session(c -> c);
    }

    @AfterEach
    void close() {
        session.close();
        site.close();
    }

    private Failure scraped(String url) {
        return thrown(() -> session.scrape(url).retry(1).timeout(millis(1_500)).await());
    }

    private static Failure thrown(Callable<?> call) {
        return catchThrowableOfType(ScrapeException.class, call::call).failure();
    }

    private static int unused() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Failure untrusted() {
        try (var secure = MockSite.start(s -> s.page("/", "hidden").tls(Certificate.SELF_SIGNED))) {
            return scraped(secure.url());
        }
    }

    private Failure refused() {
        var broken = List.of(site.url("/broken?1"), site.url("/broken?2"), site.url("/broken?3"));
        try (var own = session(c -> c)) {
            var failed = own.batch(broken)
                    .maxConcurrency(1)
                    .retry(1)
                    .breaker(1, minutes(1), 1)
                    .await()
                    .failed();
            return failed.get(2);
        }
    }

    private Failure cancelled() {
        var job = session.batch(List.of(site.url("/stuck"))).start();
        job.cancel();
        return job.await(seconds(60)).failed().get(0);
    }

    private Failure elsewhere() {
        var job = session.batch(List.of(site.url("/stuck"))).name("named").start();
        try (var other = session(c -> c)) {
            return thrown(() -> other.job(job.id()).await());
        } finally {
            job.cancel();
        }
    }

    private Failure leftOut() {
        var job = session.batch(List.of(site.url("/"))).seen(url -> true).start();
        job.await();
        return job.leftOut().get(0);
    }

    private Map<ErrorKind, Callable<Failure>> ways() {
        var ways = new EnumMap<ErrorKind, Callable<Failure>>(ErrorKind.class);
        ways.put(TIMEOUT, () -> scraped(site.url("/stuck")));
        ways.put(CONNECT, () -> scraped("http://127.0.0.1:" + unused() + "/"));
        ways.put(DNS, () -> scraped("http://no-such-host.invalid/"));
        ways.put(TLS, this::untrusted);
        ways.put(HTTP, () -> scraped(site.url("/gone")));
        ways.put(ROBOTS, () -> scraped(site.url("/private")));
        ways.put(TOO_LARGE, () -> scraped(site.url("/huge")));
        ways.put(DECODE, () -> scraped(site.url("/torn")));
        ways.put(
                PARSE,
                () -> session.batch(List.of(site.url("/")))
                        .map(page -> Integer.parseInt(page.text("h1")))
                        .await()
                        .failed()
                        .get(0));
        ways.put(BREAKER_OPEN, this::refused);
        ways.put(CANCELLED, this::cancelled);
        ways.put(INVALID_URL, () -> scraped("ftp://127.0.0.1/"));
        ways.put(UNSUPPORTED, this::elsewhere);
        ways.put(DUPLICATE, this::leftOut);
        ways.put(CHECKPOINT, () -> thrown(() -> session.resume(folder.resolve("none.trawl"))));
        ways.put(
                UNKNOWN,
                () -> thrown(() -> blocking(() -> {
                            throw new IllegalStateException("odd");
                        })
                        .await()));
        return ways;
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> eachKindIsReachedAndSaysWhatItIs() {
        var ways = ways();
        assertThat(ways).containsOnlyKeys(ErrorKind.values());
        return ways.entrySet().stream()
                .map(way -> DynamicTest.dynamicTest(way.getKey().name(), () -> {
                    Failure failure = way.getValue().call();
                    assertThat(failure.kind()).as(failure.toString()).isEqualTo(way.getKey());
                    assertThat(failure.message()).isNotBlank();
                }));
    }
}
