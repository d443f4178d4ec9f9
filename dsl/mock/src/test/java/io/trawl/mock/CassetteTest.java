package io.trawl.mock;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Results;
import io.trawl.Session;
import io.trawl.matrix.Row;
import io.trawl.mock.Cassette.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was recorded is replayed without anybody being asked. */
@Row("B25")
class CassetteTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("site.jsonl");
    }

    private static Results<Document> read(Session session, List<String> urls) {
        return session.batch(urls)
                .retry(r -> r.attempts(3).backoff(millis(1), 1))
                .breaker(1_000, seconds(1), 1)
                .timeout(seconds(2))
                .await();
    }

    private static List<String> told(Results<Document> results) {
        return results.stream()
                .map(o -> o.fold(
                        page -> page.url() + " " + page.status() + " " + page.title() + " " + page.text("h1"),
                        f -> f.kind() + " " + f.phase() + " " + f.status() + " " + f.attempts() + " " + f.message()))
                .toList();
    }

    @Test
    void pagesFailuresAndRetriesAreReplayedAsTheyWere() {
        List<String> urls;
        List<String> live;
        try (var site = MockSite.start(s -> s.page("/a", "<title>A</title><h1>Ä</h1>")
                        .page("/latin", "<title>Größe</title>")
                        .header("/latin", "Content-Type", "text/html; charset=iso-8859-1")
                        .page("/flaky", "<title>At last</title>")
                        .status("/flaky", 500, 429, 200)
                        .status("/gone", 410)
                        .redirect("/moved", "/a")
                        .fault("/packed", Fault.BROTLI)
                        .fault("/damaged", Fault.GZIP_DAMAGED)
                        .fault("/broken", Fault.RESET_IN_BODY)
                        .fault("/silent", Fault.NEVER_ANSWERS)
                        .robots("User-agent: *\nDisallow: /secret"));
                var session = Cassette.record(file())) {
            urls = List.of(
                    site.url("/a"),
                    site.url("/latin"),
                    site.url("/flaky"),
                    site.url("/gone"),
                    site.url("/moved"),
                    site.url("/packed"),
                    site.url("/damaged"),
                    site.url("/broken"),
                    site.url("/silent"),
                    site.url("/secret"),
                    "http://no-such-host.invalid/");
            live = told(read(session, urls));
        }
        assertThat(live).hasSize(11).anyMatch(s -> s.startsWith("TIMEOUT")).anyMatch(s -> s.startsWith("DNS"));
        for (int i = 0; i < 2; i++) {
            try (var session = Cassette.replay(file())) {
                assertThat(told(read(session, urls))).isEqualTo(live);
            }
        }
    }

    @Test
    void whatIsNotOnItIsAFailureThatSaysWhatToDo() {
        try (var site = MockSite.start(s -> s.page("/a", "a"));
                var session = Cassette.record(file())) {
            session.scrape(site.url("/a")).await();
        }
        try (var session = Cassette.replay(file())) {
            Failure failure = session.batch(List.of("http://127.0.0.1:9/b"))
                    .await()
                    .failed()
                    .get(0);
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
            assertThat(failure.phase()).isEqualTo("cassette");
            assertThat(failure.message()).contains("site.jsonl");
            assertThat(failure.advice()).contains("RECORD_NEW");
        }
        assertThatThrownBy(() -> Cassette.replay(folder.resolve("none.jsonl")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cassette.record(");
    }

    @Test
    void whatIsMissingIsAdded() {
        try (var site = MockSite.start(s ->
                s.page("/a", "<title>A</title>").page("/b", "<title>B</title>").status("/b", 500, 200))) {
            try (var session = Cassette.session(file(), Mode.RECORD_NEW, c -> c.robots(false))) {
                session.scrape(site.url("/a")).await();
            }
            int before = site.requests();
            try (var session = Cassette.session(file(), Mode.RECORD_NEW, c -> c.robots(false))) {
                assertThat(read(session, site.urls()).ok()).hasSize(2);
            }
            assertThat(site.requests() - before).isEqualTo(2);
            try (var session = Cassette.session(file(), Mode.REPLAY, c -> c.robots(false))) {
                assertThat(read(session, site.urls()).ok())
                        .extracting(Document::title)
                        .containsExactly("A", "B");
            }
            assertThat(site.requests() - before).isEqualTo(2);
        }
    }

    @Test
    void aCrawlIsReplayedWithRobotsAndSitemaps() {
        List<String> live;
        String seed;
        try (var site = MockSite.start(s -> s.shop(30).docs(10));
                var session = Cassette.record(file())) {
            seed = site.url();
            live = told(session.crawl(seed).limit(500).await());
        }
        try (var session = Cassette.replay(file())) {
            assertThat(told(session.crawl(seed).limit(500).await()))
                    .containsExactlyInAnyOrderElementsOf(live)
                    .hasSizeGreaterThan(50);
            assertThat(session.gauges().answersOnNewConnections()).isZero();
        }
    }

    @Test
    void secretsAreStars() throws IOException {
        String page = "<title>Hello</title><p>you sent header-canary, basic-canary, bearer-canary and query-canary";
        try (var site = MockSite.start(s -> s.page("/a", page)
                .page("/a?api_key=query-canary", page)
                .header("/a", "Set-Cookie", "session=cookie-canary; Path=/")
                .header("/a", "X-Echo", "header-canary"))) {
            String origin = site.url().replaceAll("/$", "");
            try (var session = Cassette.session(
                    file(),
                    Mode.RECORD,
                    c -> c.bearer(origin, "bearer-canary").basic("https://other.example", "ann", "basic-canary"))) {
                session.scrape(site.url("/a"))
                        .header("X-Api-Key", "header-canary")
                        .await();
                session.scrape(site.url("/a?api_key=query-canary")).await();
                session.scrape(site.url("/a").replace("http://", "http://ann:user-canary@"))
                        .await();
            }
            assertThat(Files.readString(file()))
                    .contains("***", "/a?api_key=***", "\"X-Api-Key\":\"***\"")
                    .doesNotContain("bearer-canary", "basic-canary", "cookie-canary", "user-canary")
                    .doesNotContain("X-Echo\":[\"header-canary", "api_key=query-canary", "Key\":\"header-canary");
            try (var session = Cassette.replay(file())) {
                assertThat(session.scrape(site.url("/a?api_key=query-canary"))
                                .await()
                                .title())
                        .isEqualTo("Hello");
            }
        }
    }

    @Test
    void aFileThatIsNoneIsRefusedByItsLine() throws IOException {
        Files.writeString(
                file(),
                "{\"trawl-cassette\":1}\n{\"url\":\"http://a.example/\",\"at\":\"2026-01-01T00:00:00Z\",\"status\":200}\nnonsense\n");
        assertThatThrownBy(() -> Cassette.replay(file()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("record it again");
        Files.writeString(file(), "{\"a\":1}\n");
        assertThatThrownBy(() -> Cassette.replay(file())).hasMessageContaining("line 1");
        Files.writeString(file(), "");
        assertThatThrownBy(() -> Cassette.replay(file())).hasMessageContaining("empty");
    }
}
