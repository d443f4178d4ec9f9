package io.trawl.mock;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.CacheMode;
import io.trawl.ErrorKind;
import io.trawl.Outcome;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of a session, over real sockets: the site's log says who was asked. */
@Row("B22")
class CacheTest {
    @TempDir
    Path folder;

    private Session cached(CacheMode mode) {
        return session(c -> c.cache(folder, mode));
    }

    private static MockSite site() {
        return MockSite.start(s -> s.pages(5, i -> "<title>Page " + i + "</title>")
                .header("/1", "Cache-Control", "max-age=600")
                .header("/2", "ETag", "\"v2\"")
                .header("/3", "Cache-Control", "no-store")
                .header("/4", "Last-Modified", "Sat, 21 Nov 2026 10:20:00 GMT")
                .header("/4", "Cache-Control", "no-cache"));
    }

    private static List<String> asked(MockSite site) {
        return site.log().stream()
                .filter(h -> !h.path().equals("/robots.txt"))
                .map(h -> h.path() + " " + h.status())
                .toList();
    }

    @Test
    void whatIsFreshIsUsedAndWhatIsStaleIsAskedForItsChanges() {
        try (var site = site()) {
            for (int run = 0; run < 2; run++) {
                try (var session = cached(CacheMode.STANDARD)) {
                    var job = session.batch(site.urls()).maxConcurrency(1).start();
                    assertThat(job.await().ok())
                            .extracting(d -> d.title())
                            .containsExactly("Page 1", "Page 2", "Page 3", "Page 4", "Page 5");
                    assertThat(job.exchanges())
                            .filteredOn(x -> x.protocol().equals("cache"))
                            .hasSize(run);
                    assertThat(session.gauges().answersFromCache()).isEqualTo(run);
                    assertThat(session.gauges().answersValidated()).isEqualTo(2 * run);
                }
            }
            assertThat(asked(site))
                    .containsExactlyInAnyOrder(
                            "/1 200", "/2 200", "/3 200", "/4 200", "/5 200", "/2 304", "/3 200", "/4 304", "/5 200");
        }
    }

    @Test
    void aPageFromTheCacheNeedsNeitherPermitNorSpacing() {
        var slow = MockSite.start(s -> s.page("/1", "<title>1</title>").header("/1", "Cache-Control", "max-age=600"));
        try (slow;
                var session = cached(CacheMode.STANDARD)) {
            session.scrape(slow.url("/1")).await();
            var many = Collections.nCopies(50, slow.url("/1"));
            var results = session.batch(many).spacing(seconds(30)).await(seconds(60));
            assertThat(results.ok()).hasSize(50);
            assertThat(asked(slow)).hasSize(1);
        }
    }

    @Test
    void offlineNothingGoesToTheNetworkAndWhatIsMissingIsSaid() {
        String url;
        try (var site = site();
                var session = cached(CacheMode.STANDARD)) {
            url = site.url("/");
            session.batch(site.urls()).await();
        }
        try (var offline = cached(CacheMode.OFFLINE)) {
            var titles = offline.batch(List.of(url + "1", url + "2", url + "4", url + "5", url + "3"))
                    .await();
            assertThat(titles.stream().filter(Outcome::isOk)).hasSize(4);
            var missing = titles.failed().get(0);
            assertThat(missing.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
            assertThat(missing.phase()).isEqualTo("cache");
            assertThat(missing.message()).contains("offline");
        }
    }

    @Test
    void refreshAsksForAllAnewAndStoresIt() {
        try (var site = site()) {
            for (var mode : List.of(CacheMode.STANDARD, CacheMode.REFRESH, CacheMode.STANDARD)) {
                try (var session = cached(mode)) {
                    session.scrape(site.url("/1")).await();
                }
            }
            assertThat(asked(site)).containsExactly("/1 200", "/1 200");
        }
    }

    @Test
    void equalRequestsAtTheSameTimeAreOne() {
        try (var site = MockSite.start(s -> s.page("/1", "<title>1</title>")
                        .header("/1", "Cache-Control", "max-age=600")
                        .delay("/1", millis(500)));
                var session = cached(CacheMode.STANDARD)) {
            var results = session.batch(Collections.nCopies(20, site.url("/1"))).await();
            assertThat(results.ok()).hasSize(20);
            assertThat(asked(site)).containsExactly("/1 200");
        }
    }

    @Test
    void withoutACacheABatchSendsItsDuplicates() {
        try (var site = site();
                var session = session(c -> c)) {
            session.batch(Collections.nCopies(3, site.url("/1"))).await();
            assertThat(asked(site)).hasSize(3);
        }
    }

    @Test
    void whoeverIsCancelledLeavesTheOthersTheirAnswer() throws Exception {
        try (var site = MockSite.start(s -> s.page("/1", "<title>1</title>")
                        .header("/1", "Cache-Control", "max-age=600")
                        .delay("/1", seconds(1)));
                var session = cached(CacheMode.STANDARD)) {
            var first = session.scrape(site.url("/1")).start();
            site.hit(h -> h.path().equals("/robots.txt")).get(30, java.util.concurrent.TimeUnit.SECONDS);
            var second = session.scrape(site.url("/1")).start();
            first.cancel();
            assertThat(second.await(seconds(60)).title()).isEqualTo("1");
        }
    }

    @Test
    void thePlansHeadersTellAnswersApartAndNoSecretIsWritten() throws IOException {
        try (var site = MockSite.start(s -> s.page("/1", "<title>1</title>")
                        .header("/1", "Cache-Control", "max-age=600")
                        .header("/1", "Set-Cookie", "id=canary-cookie"));
                var session = cached(CacheMode.STANDARD)) {
            session.scrape(site.url("/1"))
                    .header("Authorization", "Bearer canary-1")
                    .await();
            session.scrape(site.url("/1"))
                    .header("Authorization", "Bearer canary-2")
                    .await();
            session.scrape(site.url("/1").replace("//", "//user:canary-3@")).await();
            assertThat(asked(site)).hasSize(3);
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
            }
        }
    }

    @Test
    void aFileThatIsBrokenIsAsGoodAsNone() throws IOException {
        try (var site = site()) {
            try (var session = cached(CacheMode.STANDARD)) {
                session.scrape(site.url("/1")).await();
            }
            try (var files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    byte[] whole = Files.readAllBytes(file);
                    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 3));
                }
            }
            try (var session = cached(CacheMode.STANDARD)) {
                assertThat(session.scrape(site.url("/1")).await().title()).isEqualTo("Page 1");
            }
            assertThat(asked(site)).hasSize(2);
        }
    }
}
