package io.trawl.mock;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.minutes;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Batch;
import io.trawl.matrix.Row;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that counts, and a client that keeps to what it is told. */
@Row("B3")
class RequestLimitTest {
    private static final Duration WINDOW = seconds(10);

    private MockSite.Virtual site = MockSite.virtual(1, s -> s);

    private Batch batch(MockSite.RetryAfter told) {
        site.close();
        site = MockSite.virtual(
                3,
                s -> s.pages(40, i -> "<h1>Page " + i + "</h1>")
                        .latency(millis(20), millis(180))
                        .rateLimit(5, WINDOW, told));
        return site.session().batch(site.urls());
    }

    @AfterEach
    void close() {
        site.close();
    }

    private List<MockSite.Hit> refusals() {
        return site.log().stream().filter(hit -> hit.status() == 429).toList();
    }

    @ParameterizedTest
    @EnumSource(MockSite.RetryAfter.class)
    void whoKeepsToTheRateIsNeverRefused(MockSite.RetryAfter told) {
        assertThat(batch(told).rate(5, WINDOW).await().ok()).hasSize(40);
        assertThat(refusals()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "NOT_AT_ALL", mode = EnumSource.Mode.EXCLUDE)
    void whoDoesNotKnowItLearnsItAndComesNoSoonerThanTold(MockSite.RetryAfter told) {
        var results = batch(told).adaptive(false).retry(r -> r.attempts(30)).await();
        assertThat(results.ok()).hasSize(40);
        assertThat(refusals()).isNotEmpty();
        for (MockSite.Hit refused : refusals()) {
            Duration heard = refused.at().plus(refused.took());
            // The window ends in at most that time, and no sooner than the second before.
            assertThat(site.log())
                    .filteredOn(hit -> hit.at().compareTo(heard) > 0)
                    .as("after what was heard at %s", heard)
                    .allSatisfy(hit -> assertThat(hit.at()).isGreaterThanOrEqualTo(windowAfter(refused)));
        }
    }

    /** The end of the window in which it was refused: windows begin with the first request that was served after the last. */
    private Duration windowAfter(MockSite.Hit refused) {
        Duration began = Duration.ZERO;
        Duration end = Duration.ofSeconds(-1);
        for (MockSite.Hit hit : site.log()) {
            boolean counts = hit.status() == 200 && !hit.path().equals("/robots.txt");
            if (counts && hit.at().compareTo(end) >= 0 && hit.at().compareTo(refused.at()) <= 0) {
                began = hit.at();
                end = began.plus(WINDOW);
            }
        }
        return end;
    }

    @ParameterizedTest
    @EnumSource(names = "NOT_AT_ALL", mode = EnumSource.Mode.EXCLUDE)
    void aPlainBatchLosesNoPageToIt(MockSite.RetryAfter told) {
        assertThat(batch(told).await().ok()).hasSize(40);
        assertThat(refusals().size()).as("one in two at most").isLessThan(40);
    }

    @Test
    void adaptingToItIsRefusedLess() {
        batch(MockSite.RetryAfter.NOT_AT_ALL)
                .retry(r -> r.attempts(30).backoff(millis(500), 1.0))
                .adaptive(false)
                .await();
        int without = refusals().size();
        var results = batch(MockSite.RetryAfter.NOT_AT_ALL)
                .retry(r -> r.attempts(30).backoff(millis(500), 1.0))
                .adaptive(true)
                .await();
        assertThat(results.ok()).hasSize(40);
        assertThat(refusals().size()).isLessThan(without / 2);
    }

    @Test
    void robotsTxtIsNotCountedAndEachHostHasItsOwn() {
        site.close();
        site = MockSite.virtual(
                1,
                s -> s.page("/", "a")
                        .rateLimit(1, minutes(1))
                        .host("b.example", b -> b.page("/", "b").rateLimit(1, minutes(1))));
        assertThat(site.session()
                        .batch(List.of(site.url(), "http://b.example/"))
                        .await()
                        .ok())
                .hasSize(2);
        assertThat(refusals()).isEmpty();
    }

    @Test
    void onASocketBothFormsNameTheEndOfTheWindow() throws Exception {
        try (var real = MockSite.start(s -> s.page("/", "a").rateLimit(1, minutes(5)));
                var dated = MockSite.start(s -> s.page("/", "a").rateLimit(1, minutes(5), MockSite.RetryAfter.DATE))) {
            assertThat(Client.get(real.url()).statusCode()).isEqualTo(200);
            assertThat(Client.get(dated.url()).statusCode()).isEqualTo(200);
            HttpResponse<byte[]> inSeconds = Client.begin(real.url()).get(30, TimeUnit.SECONDS);
            HttpResponse<byte[]> asDate = Client.get(dated.url());
            assertThat(List.of(inSeconds.statusCode(), asDate.statusCode())).containsOnly(429);
            assertThat(Integer.parseInt(retryAfter(inSeconds))).isBetween(200, 300);
            assertThat(ZonedDateTime.parse(retryAfter(asDate), DateTimeFormatter.RFC_1123_DATE_TIME))
                    .isBetween(
                            ZonedDateTime.now().plusMinutes(3),
                            ZonedDateTime.now().plusMinutes(6));
        }
    }

    private static String retryAfter(HttpResponse<?> answer) {
        return answer.headers().firstValue("Retry-After").orElseThrow();
    }
}
