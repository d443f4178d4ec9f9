package io.trawl.mock;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What servers do wrong, as one table: each gives one failure with kind, phase, number of tries and advice, and leaves
 * nothing behind: no permit, no connection, no thread, no file, no memory.
 */
@Row("B17")
class FaultTableTest {
    private static MockSite site;
    private static Session session;
    private static Session hasty;
    private static Set<Path> files;
    private static Set<Thread> others;
    private static long byteArrays;
    private static long objects;

    @BeforeAll
    static void open() throws IOException {
        files = temporary();
        site = MockSite.start(s -> {
            MockSite.Script all = s.page("/good", "<title>Good</title>");
            for (Fault fault : Fault.values()) {
                all = all.fault("/" + fault, fault);
            }
            return all;
        });
        othersHaveTheirThreads();
        others = ioThreads();
        session = session(FaultLimits::patient);
        hasty = session(FaultLimits::hasty);
        // All that is loaded once is loaded: the libraries that decode, the classes of a failure.
        for (Fault fault : List.of(Fault.BOMB_ZSTD, Fault.BOMB_BROTLI, Fault.RESET_BEFORE_HEAD)) {
            failure(session, site.url("/" + fault));
        }
        nothingIsUnderWay();
        // Other tests may have left sessions of their own.
        Heap before = Heap.now();
        byteArrays = before.byteArrays();
        objects = objectsOf(before);
    }

    @AfterAll
    static void close() throws Exception {
        session.close();
        hasty.close();
        site.close();
        assertThat(temporary()).isEqualTo(files);
        await(() -> others.containsAll(ioThreads()), "I/O threads of a closed session");
    }

    /** The client starts them behind our back: those of the session that another test left in use are there once it answered. */
    private static void othersHaveTheirThreads() {
        try {
            Trawl.scrape(site.url("/good")).await();
        } catch (ScrapeException closed) {
            assertThat(closed.failure().kind()).isEqualTo(ErrorKind.CANCELLED);
        }
    }

    private static Set<Thread> ioThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.isAlive() && t.getName().startsWith("trawl-io-"))
                .collect(Collectors.toSet());
    }

    /** The build gives this module's tests a folder of their own for temporary files. */
    private static Set<Path> temporary() throws IOException {
        try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            // But the libraries that others unpack.
            return all.filter(p -> !p.getFileName().toString().startsWith("lib"))
                    .collect(Collectors.toSet());
        }
    }

    private static Failure failure(Session with, String url) {
        return failure(with, url, FaultLimits.LONG);
    }

    private static Failure failure(Session with, String url, Duration whole) {
        var results = with.batch(List.of(url))
                .timeout(whole)
                .retry(r -> r.attempts(2).backoff(millis(1), 1))
                .breaker(1000, seconds(1), 1)
                .await();
        assertThat(results.failed()).as(url).hasSize(1);
        return results.failed().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        // fault, kind, phase, tries
        "NEVER_ANSWERS, TIMEOUT, waiting, 2",
        "SILENT_IN_HEAD, TIMEOUT, waiting, 2",
        "SILENT_IN_BODY, TIMEOUT, body, 2",
        "DRIPS, TIMEOUT, body, 2",
        "DRIPS_HEAD, TIMEOUT, waiting, 2",
        "ENDLESS_INTERIM, TIMEOUT, waiting, 2",
        "RESET_BEFORE_HEAD, CONNECT, waiting, 2",
        "RESET_IN_HEAD, CONNECT, waiting, 2",
        "RESET_IN_BODY, CONNECT, body, 2",
        "CLOSED_BEFORE_HEAD, CONNECT, waiting, 2",
        "CLOSED_IN_HEAD, DECODE, waiting, 1",
        "SHORTER_THAN_SAID, CONNECT, body, 2",
        "CHUNK_CUT, CONNECT, body, 2",
        "CHUNKS_WITHOUT_END, CONNECT, body, 2",
        "CHUNK_MALFORMED, DECODE, body, 1",
        "NO_HTTP, DECODE, waiting, 1",
        "NO_HEAD, DECODE, waiting, 1",
        "STATUS_MALFORMED, DECODE, waiting, 1",
        "LENGTH_NEGATIVE, DECODE, waiting, 1",
        "LENGTH_MALFORMED, DECODE, waiting, 1",
        "LENGTHS_DIFFER, DECODE, waiting, 1",
        "TRANSFER_UNKNOWN, DECODE, waiting, 1",
        "HUGE_LENGTH, TOO_LARGE, body, 1",
        "ENDLESS_BODY, TOO_LARGE, body, 1",
        "ENDLESS_CHUNKS, TOO_LARGE, body, 1",
        "HUGE_HEADER, TOO_LARGE, waiting, 1",
        "ENDLESS_HEADERS, TOO_LARGE, waiting, 1",
        "BOMB_GZIP, TOO_LARGE, body, 1",
        "BOMB_NESTED, TOO_LARGE, body, 1",
        "BOMB_BROTLI, TOO_LARGE, body, 1",
        "BOMB_ZSTD, TOO_LARGE, body, 1",
        "GZIP_CUT, DECODE, body, 1",
        "GZIP_DAMAGED, DECODE, body, 1",
        "GZIP_NOT, DECODE, body, 1",
        "BROTLI_CUT, DECODE, body, 1",
        "ZSTD_CUT, DECODE, body, 1",
        "ENCODING_UNKNOWN, DECODE, body, 1",
        "ENDLESS_REDIRECT, HTTP, waiting, 1",
        "CIRCULAR_REDIRECT, HTTP, waiting, 1",
        "REDIRECT_TO_FILE, HTTP, waiting, 1",
        "REDIRECT_TO_LONG_URL, HTTP, waiting, 1",
        "REDIRECT_TO_NOTHING, HTTP, waiting, 1",
    })
    void aFaultIsOneFailure(Fault fault, ErrorKind kind, String phase, int tries) {
        var with = FaultLimits.SILENT.contains(fault) ? hasty : session;
        var failure = failure(with, site.url("/" + fault), FaultLimits.whole(fault));
        assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
        assertThat(failure.phase()).as(failure.message()).isEqualTo(phase);
        assertThat(failure.attempts()).isEqualTo(tries);
        assertThat(failure.advice()).isNotBlank();
        assertThat(failure.message()).hasSizeBetween(10, 300).doesNotContain("\n");
        nothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource(names = {"LONGER_THAN_SAID", "CHARSET_UNKNOWN", "NULS", "ZSTD", "BROTLI", "HTTP_1_0"})
    void whatIsOnlyOddIsStillAPage(Fault fault) {
        var page = session.scrape(site.url("/" + fault)).retry(1).await();
        assertThat(page.title())
                .isEqualTo(
                        switch (fault) {
                            case LONGER_THAN_SAID -> "One";
                            case NULS -> "N\uFFFDU\uFFFDL";
                            case ZSTD, BROTLI -> "Packed";
                            default -> "Wörter";
                        });
        nothingIsLeft();
    }

    /** There is no event for it; who waits by spinning takes the CPU from what he waits for. */
    private static void await(java.util.function.BooleanSupplier condition, String what) {
        Until.holds(condition, () -> what + ": " + session.gauges());
    }

    private static void nothingIsLeft() {
        nothingIsUnderWay();
        await(() -> objectsOf(Heap.now()) <= objects, "objects of exchanges that are over");
        // The smallest of the caps is 5 MB: no body was kept.
        assertThat(Heap.now().byteArrays() - byteArrays).isLessThan(4_000_000);
    }

    private static void nothingIsUnderWay() {
        for (Session one : List.of(session, hasty)) {
            assertThat(one.scrape(site.url("/good")).await().title()).isEqualTo("Good");
            // A permit is given back after the result is told.
            await(() -> one.gauges().inFlight() == 0 && one.gauges().connectionsInUse() == 0, "what is left");
        }
    }

    private static long objectsOf(Heap heap) {
        return heap.instances("io.trawl.engine.HttpFetcher$Exchange")
                + heap.instances("io.trawl.engine.BodyConsumer")
                + heap.instances("io.trawl.engine.Limiter$Ticket");
    }

    @Test
    void theTableIsWhole() throws NoSuchMethodException {
        var rows = FaultTableTest.class
                .getDeclaredMethod("aFaultIsOneFailure", Fault.class, ErrorKind.class, String.class, int.class)
                .getAnnotation(CsvSource.class)
                .value();
        var odd = FaultTableTest.class
                .getDeclaredMethod("whatIsOnlyOddIsStillAPage", Fault.class)
                .getAnnotation(EnumSource.class)
                .names();
        var tested = Arrays.stream(rows).map(r -> r.split(",")[0]).collect(Collectors.toCollection(ArrayList::new));
        tested.addAll(List.of(odd));
        assertThat(tested)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Fault.values()).map(Enum::name).toList());
    }

    @Test
    void certificatesAreVerifiedAndTheReasonIsSaid() {
        try (var own = session(c -> c.tls(MockSite.trust()).robots(false));
                var valid =
                        MockSite.start(s -> s.page("/", "<title>Safe</title>").tls(Certificate.VALID));
                var expired = MockSite.start(s -> s.tls(Certificate.EXPIRED));
                var other = MockSite.start(s -> s.tls(Certificate.OTHER_HOST));
                var self = MockSite.start(s -> s.tls(Certificate.SELF_SIGNED))) {
            assertThat(own.scrape(valid.url()).await().title()).isEqualTo("Safe");
            expect(failure(session, valid.url()), "signed by nobody whom this machine trusts");
            expect(failure(own, expired.url()), "expired");
            expect(failure(own, other.url()), "another host");
            expect(failure(own, self.url()), "signed by nobody whom this machine trusts");
            expect(failure(own, site.url("/good").replace("http:", "https:")), "TLS failed");
        }
        nothingIsLeft();
    }

    private static void expect(Failure failure, String message) {
        assertThat(failure.kind()).as(failure.message()).isEqualTo(ErrorKind.TLS);
        assertThat(failure.phase()).isEqualTo("tls");
        assertThat(failure.message()).contains(message);
        assertThat(failure.advice()).isNotBlank();
        assertThat(failure.attempts()).isEqualTo(1);
    }

    @Test
    void overHttpsTheServersChoiceIsHttp2() {
        try (var own = session(c -> c.tls(MockSite.trust()));
                var secure = MockSite.start(
                        s -> s.pages(20, i -> "<title>" + i + "</title>").tls(Certificate.VALID))) {
            var job = own.batch(secure.urls()).maxConcurrency(3).start();
            assertThat(job.await().ok()).hasSize(20);
            assertThat(job.exchanges()).allMatch(x -> x.protocol().equals("HTTP/2.0"));
            // Those that began together found none to share yet, and one may have ended between two of them.
            assertThat(job.exchanges()).filteredOn(x -> !x.reused()).hasSizeBetween(1, 9);
        }
    }

    @Test
    void whatNeverConnectsIsToldApart() throws Exception {
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = closed.getLocalPort();
            closed.close();
            var refused = failure(session, "http://127.0.0.1:" + port + "/");
            assertThat(refused.kind()).isEqualTo(ErrorKind.CONNECT);
            assertThat(refused.phase()).isEqualTo("connect");
            assertThat(refused.attempts()).isEqualTo(2);
        }
        var unknown = failure(session, "http://no-such-host.invalid/");
        assertThat(unknown.kind()).isEqualTo(ErrorKind.DNS);
        assertThat(unknown.phase()).isEqualTo("resolve");
        assertThat(unknown.attempts()).isEqualTo(2);
        nothingIsLeft();
    }

    @Test
    void anIPv6AddressIsAHostLikeAnyOther() throws Exception {
        InetAddress six = InetAddress.getByName("::1");
        int port;
        try (var server = new ServerSocket(0, 5, six)) {
            port = server.getLocalPort();
            var served = CompletableFuture.runAsync(() -> {
                try (Socket client = server.accept()) {
                    assertThat(client.getInputStream().read()).isEqualTo('G');
                    client.getOutputStream()
                            .write("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Six</title>".getBytes());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(session.scrape("http://[::1]:" + port + "/")
                            .retry(1)
                            .await()
                            .title())
                    .isEqualTo("Six");
            served.get(30, TimeUnit.SECONDS);
        }
        assertThat(failure(session, "http://[::1]:" + port + "/").kind()).isEqualTo(ErrorKind.CONNECT);
        nothingIsLeft();
    }

    @Test
    void aNameInAnotherScriptIsAskedInPunycode() {
        try (var own = MockSite.start(s -> s.host("xn--bcher-kva.example", h -> h.page("/", "<title>Bücher</title>")));
                var mapped = own.session()) {
            var page = mapped.scrape("http://BÜCHER.example/").await();
            assertThat(own.log()).extracting(MockSite.Hit::host).containsOnly("xn--bcher-kva.example");
            assertThat(page.title()).isEqualTo("Bücher");
        }
        var unknown = failure(session, "http://bücher.invalid/");
        assertThat(unknown.kind()).isEqualTo(ErrorKind.DNS);
        assertThat(unknown.message()).contains("xn--bcher-kva.invalid");
    }

    @Test
    void aServerThatAcceptsNobodyIsATimeout() throws Exception {
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Linux drops what comes when the backlog is full.
            var fillers = new ArrayList<Socket>();
            try {
                var there = new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort());
                for (int i = 0; i < 4; i++) {
                    var filler = new Socket();
                    fillers.add(filler);
                    CompletableFuture.runAsync(() -> {
                        try {
                            filler.connect(there, 60_000);
                        } catch (IOException e) {
                            // It is full, as wanted.
                        }
                    });
                }
                var failure = failure(session, "http://127.0.0.1:" + full.getLocalPort() + "/");
                assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
                assertThat(failure.attempts()).isEqualTo(2);
                assertThat(failure.phase()).isIn("connect", "waiting");
            } finally {
                for (Socket filler : fillers) {
                    filler.close();
                }
            }
        }
        nothingIsLeft();
    }

    @Test
    void aServerThatDoesNotShakeHandsIsATimeoutOfTls() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var failure = failure(hasty, "https://127.0.0.1:" + silent.getLocalPort() + "/");
            assertThat(failure.kind()).as(failure.message()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(failure.phase()).isEqualTo("tls");
        }
        nothingIsLeft();
    }
}
