package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When robots.txt is asked for, and what its absence means: RFC 9309 sections 2.3 and 2.4, in virtual time. */
@Row("B15")
class RobotsCacheTest {
    private static final String ROBOTS = "http://a.example/robots.txt";
    private static final String CLOSED = "User-agent: *\nDisallow: /";

    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final LocalSession session = LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);

    private Outcome<?> page(String path) {
        var job = session.batch(List.of("http://a.example" + path)).retry(1).start();
        clock.advance(Duration.ofSeconds(10));
        return job.partial().stream().findFirst().orElseThrow();
    }

    private Failure failure(String path) {
        return page(path)
                .fold(
                        ok -> {
                            throw new AssertionError("not refused");
                        },
                        f -> f);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 451})
    void whereThereIsNoneAllIsAllowed(int status) {
        net.on(ROBOTS, status, CLOSED, Duration.ZERO);
        assertThat(page("/x").isOk()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429})
    void whereItCannotBeReadNothingIsUntilItCan(int status) {
        net.on(ROBOTS, status, "", Duration.ZERO).on(ROBOTS, 200, "", Duration.ZERO);
        Failure refused = failure("/x");
        assertThat(refused.kind()).isEqualTo(ErrorKind.ROBOTS);
        assertThat(refused.message()).contains(String.valueOf(status), "complete disallow");
        assertThat(failure("/y").kind())
                .as("not asked for again within a minute")
                .isEqualTo(ErrorKind.ROBOTS);
        clock.advance(Duration.ofMinutes(1));
        assertThat(page("/x").isOk()).isTrue();
    }

    @Test
    void itIsReadAgainAfterADay() {
        net.on(ROBOTS, 200, "", Duration.ZERO).on(ROBOTS, 200, CLOSED, Duration.ZERO);
        assertThat(page("/x").isOk()).isTrue();
        clock.advance(Duration.ofHours(23));
        assertThat(page("/x").isOk()).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(failure("/x").kind()).isEqualTo(ErrorKind.ROBOTS);
    }

    @Test
    void whatWasReadStandsAsLongAsItCannotBeReadAnew() {
        net.on(ROBOTS, 200, "User-agent: *\nDisallow: /closed", Duration.ZERO)
                .on(ROBOTS, 503, "", Duration.ZERO)
                .on(ROBOTS, 200, CLOSED, Duration.ZERO);
        assertThat(page("/open").isOk()).isTrue();
        clock.advance(Duration.ofHours(25));
        assertThat(page("/open").isOk()).isTrue();
        assertThat(failure("/closed").message()).contains("Disallow: /closed");
        clock.advance(Duration.ofMinutes(1));
        assertThat(failure("/open").kind()).isEqualTo(ErrorKind.ROBOTS);
    }

    @Test
    void fiveRedirectsAreFollowedAndASixthMeansThereIsNone() {
        redirects(5);
        assertThat(failure("/x").kind()).isEqualTo(ErrorKind.ROBOTS);
    }

    @Test
    void moreRedirectsMeanThereIsNone() {
        redirects(6);
        assertThat(page("/x").isOk()).isTrue();
    }

    private void redirects(int n) {
        String at = ROBOTS;
        for (int i = 0; i < n; i++) {
            String to = "http://www" + i + ".example/rules";
            net.on(at, 301, Map.of("location", List.of(to)), "", Duration.ZERO);
            at = to;
        }
        net.on(at, 200, CLOSED, Duration.ZERO);
    }

    @Test
    void eachOriginHasItsOwn() {
        net.on("http://a.example:8080/robots.txt", 200, CLOSED, Duration.ZERO);
        assertThat(page("/x").isOk()).isTrue();
        assertThat(page(":8080/x").isOk()).isFalse();
    }

    @Test
    void itCanBeSwitchedOffAndThePlanSaysSo() {
        net.on(ROBOTS, 200, CLOSED, Duration.ZERO);
        var plan = session.batch(List.of("http://a.example/x")).robots(false);
        assertThat(((io.trawl.Viewable) plan).view().text()).contains("NOT obeyed");
        var job = plan.start();
        clock.advance(Duration.ofSeconds(10));
        assertThat(job.await().ok()).hasSize(1);
    }

    @Test
    void aUserMayAskWhichLineDecides() {
        net.on(ROBOTS, 200, "User-agent: *\nDisallow: /admin/\nCrawl-delay: 2\nSitemap: /s.xml", Duration.ZERO);
        var robots = session.robots("http://a.example/anything");
        assertThat(robots.view().text()).contains("not read yet");
        page("/x");
        assertThat(robots.allows("/admin/x")).isFalse();
        assertThat(robots.allows("http://a.example/x")).isTrue();
        assertThat(robots.explain("/admin/x", "/x").text())
                .contains("Disallow: /admin/", "\"User-agent: *\" of line 1", "no rule matches");
        assertThat(robots.crawlDelay()).contains(Duration.ofSeconds(2));
        assertThat(robots.sitemaps()).containsExactly("http://a.example/s.xml");
        assertThat(robots.explain().text()).contains("1 rule", "crawl-delay 2.0 s", "http://a.example/s.xml");
        assertThat(robots.view().text()).contains("1 rule");
        assertThatThrownBy(() -> robots.allows("http://b.example/"))
                .hasMessageContaining("robots(\"http://b.example/\")");
        assertThatThrownBy(() -> robots.allows("mailto:x@a.example")).isInstanceOf(ScrapeException.class);
    }
}
