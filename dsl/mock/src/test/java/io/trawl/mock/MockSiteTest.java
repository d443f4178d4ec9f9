package io.trawl.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MockSiteTest {

    @Test
    void servesThePagesOfItsScript() throws Exception {
        try (var site =
                MockSite.start(s -> s.page("/hello", "<h1>Grüße</h1>").pages(2, i -> "<h1>Page " + i + "</h1>"))) {
            assertThat(site.urls()).containsExactly(site.url("/hello"), site.url("/1"), site.url("/2"));
            assertThat(Client.text(site.url("/hello"))).isEqualTo("<h1>Grüße</h1>");
            assertThat(Client.text(site.url("/2?from=list"))).isEqualTo("<h1>Page 2</h1>");
            assertThat(Client.get(site.url("/3")).statusCode()).isEqualTo(404);
            assertThat(Client.text(site.url())).contains("href=\"/1\"", "href=\"/hello\"");
        }
    }

    @Test
    void rendersAPageOnceAndOnlyWhenAskedFor() throws Exception {
        var rendered = new AtomicInteger();
        try (var site = MockSite.start(s -> s.pages(1000, i -> "page " + rendered.incrementAndGet()))) {
            assertThat(Client.text(site.url("/7"))).isEqualTo("page 1");
            assertThat(Client.text(site.url("/7"))).isEqualTo("page 1");
            assertThat(rendered).hasValue(1);
        }
    }

    @Test
    void holdsAHundredSlowRequestsAtOnce() throws Exception {
        try (var site = MockSite.start(s -> s.pages(100, i -> "page").delay(Duration.ofSeconds(3)))) {
            var all = site.urls().stream().map(Client::begin).toList();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertThat(site.maxInFlight()).isEqualTo(100);
            assertThat(site.requests()).isEqualTo(100);
            assertThat(site.log())
                    .allSatisfy(hit -> assertThat(hit.took()).isGreaterThanOrEqualTo(Duration.ofMillis(2_999)));
        }
    }

    @Test
    void walksThroughAScheduleOfStatusesAndStaysAtTheLast() throws Exception {
        try (var site = MockSite.start(s -> s.status("/flaky", 500, 429, 200).header("/flaky", "Retry-After", "1"))) {
            var statuses = new ArrayList<Integer>();
            for (int i = 0; i < 4; i++) {
                HttpResponse<byte[]> answer = Client.get(site.url("/flaky"));
                statuses.add(answer.statusCode());
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            }
            assertThat(statuses).containsExactly(500, 429, 200, 200);
            assertThat(site.log()).extracting(MockSite.Hit::status).containsExactly(500, 429, 200, 200);
        }
    }

    @Test
    void redirectsAndAnswersWithoutABody() throws Exception {
        try (var site = MockSite.start(
                s -> s.redirect("/old", "/new").page("/new", "here").status("/gone", 204))) {
            HttpResponse<byte[]> old = Client.get(site.url("/old"));
            assertThat(old.statusCode()).isEqualTo(302);
            assertThat(old.headers().firstValue("Location")).contains("/new");
            assertThat(Client.get(site.url("/gone")).body()).isEmpty();
        }
    }

    @Test
    void encodesAsTheContentTypeSays() throws Exception {
        try (var site = MockSite.start(
                s -> s.page("/de", "<p>Größe</p>").header("/de", "Content-Type", "text/html; charset=ISO-8859-1"))) {
            HttpResponse<byte[]> page = Client.get(site.url("/de"));
            assertThat(page.body()).isEqualTo("<p>Größe</p>".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(page.headers().allValues("Content-Type")).containsExactly("text/html; charset=ISO-8859-1");
        }
    }

    @Test
    void answersByTheNameOfTheHost() throws Exception {
        try (var site = MockSite.start(s -> s.page("/", "main").host("b.example", b -> b.page("/", "b")))) {
            assertThat(raw(site, "GET / HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n\r\n"))
                    .endsWith("\r\n\r\nb");
            assertThat(raw(site, "GET / HTTP/1.1\r\nHost: other.example:8080\r\nConnection: close\r\n\r\n"))
                    .endsWith("\r\n\r\nmain");
            assertThat(site.log()).extracting(MockSite.Hit::host).containsExactly("b.example", "other.example");
        }
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        try (var site = MockSite.start(s -> s.page("/", "main"))) {
            assertThat(raw(site, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .contains("Content-Length: 4")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void sendsALargePageWhole() throws Exception {
        String large = "<p>0123456789</p>\n".repeat(200_000);
        try (var site = MockSite.start(s -> s.page("/", large))) {
            var all = IntStream.range(0, 8)
                    .mapToObj(i -> Client.begin(site.url()))
                    .toList();
            for (var one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS).body()).hasSize(large.length());
            }
        }
    }

    @Test
    void seesAClientGoAwayWhileItWaits() throws Exception {
        try (var site = MockSite.start(s -> s.page("/slow", "slow").delay("/slow", Duration.ofMinutes(5)))) {
            var aborted = site.hit(MockSite.Hit::aborted);
            try (var socket = open(site)) {
                socket.getOutputStream()
                        .write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                // The answer to a second request, on another connection, tells that the first has arrived or soon will.
                Client.get(site.url("/nothing")).statusCode();
            }
            var hit = aborted.get(30, TimeUnit.SECONDS);
            assertThat(hit.path()).isEqualTo("/slow");
            assertThat(site.hit(MockSite.Hit::aborted)).isCompletedWithValue(hit);
        }
    }

    @Test
    void takesNoAnswerThatWasSentForAborted() throws Exception {
        try (var site = MockSite.start(s -> s.pages(2000, i -> "page " + i))) {
            var all = site.urls().stream().map(Client::begin).toList();
            for (var one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            assertThat(site.log()).noneMatch(MockSite.Hit::aborted);
        }
    }

    @Test
    void aPageFunctionThatThrowsIsAnAnswerToo() throws Exception {
        try (var site = MockSite.start(s -> s.pages(1, i -> {
            throw new java.io.IOException("no template");
        }))) {
            HttpResponse<byte[]> page = Client.get(site.url("/1"));
            assertThat(page.statusCode()).isEqualTo(500);
            assertThat(new String(page.body(), StandardCharsets.UTF_8)).contains("no template");
        }
    }

    @Test
    void drawsLatencyFromItsSeedWhateverTheOrder() throws Exception {
        var first = new Answers.Latency(7, Duration.ofMillis(5), Duration.ofMillis(500));
        var delays = List.of(first, new Answers.Latency(7, Duration.ofMillis(5), Duration.ofMillis(500))).stream()
                .map(latency -> new Answers(
                        java.util.Map.of("/1", Page.html(o -> ""), "/2", Page.html(o -> "")),
                        java.util.Map.of(),
                        java.util.Map.of(),
                        new Answers.Timing(Duration.ZERO, java.util.Map.of(), latency, Duration.ZERO),
                        java.util.Map.of(),
                        Answers.Areas.NONE))
                .toList();
        var forth = List.of(
                delays.get(0).next(get("/1")).delay(),
                delays.get(0).next(get("/2")).delay());
        var back = new ArrayList<>(List.of(
                delays.get(1).next(get("/2")).delay(),
                delays.get(1).next(get("/1")).delay()));
        java.util.Collections.reverse(back);
        assertThat(back).isEqualTo(forth);
        assertThat(forth).allSatisfy(d -> assertThat(d).isBetween(Duration.ofMillis(5), Duration.ofMillis(500)));
    }

    @Test
    void aWrongScriptIsSaidAtOnce() {
        assertThatThrownBy(() -> MockSite.start(s -> s.page("hello", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write \"/hello\"");
        assertThatThrownBy(() -> MockSite.start(s -> s.status("/x", 99))).hasMessageContaining("200 to 599");
        assertThatThrownBy(() -> MockSite.start(s -> s.header("/x", "A", "b\r\nC: d")))
                .hasMessageContaining("control characters");
        assertThatThrownBy(() -> MockSite.start(s -> s.latency(Duration.ofMillis(2), Duration.ofMillis(1))))
                .hasMessageContaining("lo <= hi");
    }

    @Test
    void closingTwiceIsNothing() {
        var site = MockSite.start(s -> s.page("/", ""));
        site.close();
        site.close();
    }

    private static Asked get(String path) {
        return new Asked("GET", "http://a.example", path, name -> "", "", Duration.ZERO, java.time.Instant.EPOCH);
    }

    private static Socket open(MockSite site) throws Exception {
        return new Socket("127.0.0.1", URI.create(site.url()).getPort());
    }

    private static String raw(MockSite site, String request) throws Exception {
        try (var socket = open(site)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
