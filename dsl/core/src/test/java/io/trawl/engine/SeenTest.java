package io.trawl.engine;

import static io.trawl.Trawl.hours;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.StreamJob;
import io.trawl.matrix.Row;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was scraped before is not fetched again, and each page that is left out says why; in virtual time. */
@Row("B20")
class SeenTest {
    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final Session session = LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);

    @TempDir
    Path folder;

    private static List<String> urls(int n) {
        return IntStream.range(0, n).mapToObj(i -> "http://127.0.0.1/" + i).toList();
    }

    private <J extends StreamJob<?>> J run(J job) {
        clock.advance(seconds(30));
        assertThat(job.state().isFinal()).isTrue();
        return job;
    }

    private List<String> asked() {
        var paths =
                net.asked().stream().map(a -> a.substring(0, a.indexOf('@'))).toList();
        net.asked().clear();
        return paths;
    }

    @Test
    void aSetOfUrlsIsComparedByTheirCanonicalForm() {
        var known = new ArrayList<>(List.of("https://www.127.0.0.1/1?utm_source=mail", "http://127.0.0.1/2/#top"));
        var plan =
                session.batch(urls(4)).seen(Set.of("http://127.0.0.1/2/#top")).seen(known);
        known.clear();
        var job = run(plan.start());
        assertThat(asked()).contains("/0", "/3").doesNotContain("/2");
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.leftOut())
                .filteredOn(f -> f.url().equals("http://127.0.0.1/2"))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.kind()).isEqualTo(ErrorKind.DUPLICATE);
                    assertThat(f.message()).isEqualTo("http://127.0.0.1/2 was scraped before: 1 given URL");
                });
        assertThat(job.progress().total().orElse(0)).isEqualTo(job.progress().done());
    }

    @Test
    void aCheckpointLeavesOutWhatCameThroughAndIsNotTooOld() {
        Path yesterday = folder.resolve("yesterday.trawl");
        net.on("http://127.0.0.1/1", 404, "gone", Duration.ZERO);
        run(session.batch(urls(2)).checkpoint(yesterday).start());
        clock.advance(hours(10));
        Path morning = folder.resolve("morning.trawl");
        run(session.batch(List.of("http://127.0.0.1/2")).checkpoint(morning).start());
        asked();

        run(session.batch(urls(4)).seen(yesterday).seen(morning).start());
        assertThat(asked()).as("what failed is asked again").containsExactly("/1", "/3");
        run(session.batch(urls(4))
                .seen(yesterday, hours(2))
                .seen(morning, hours(2))
                .start());
        assertThat(asked()).as("what is old too").containsExactly("/0", "/1", "/3");
    }

    @Test
    void aDatabaseIsAsked() throws Exception {
        String database = "jdbc:sqlite:" + folder.resolve("shop.db");
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            statement.execute("create table prices(url text, price int)");
            statement.execute("insert into prices values('http://127.0.0.1/0', 1), (null, 2), ('no url', 3)");
        }
        run(session.batch(urls(2)).seen(database, "select url from prices").start());
        assertThat(asked()).containsExactly("/1");

        var wrong = run(
                session.batch(urls(2)).seen(database, "select link from prices").start());
        assertThat(wrong.state()).isEqualTo(JobState.FAILED);
        assertThatThrownBy(wrong::await)
                .hasMessageContaining("no such column")
                .isInstanceOfSatisfying(
                        ScrapeException.class,
                        e -> assertThat(e.failure().advice()).contains("select url from"));
        assertThatThrownBy(() -> session.batch(urls(1)).seen("shop.db", "select 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:sqlite:");
    }

    @Test
    void aFunctionMayDecide() {
        run(session.batch(urls(4)).seen(url -> url.endsWith("2")).start());
        assertThat(asked()).containsExactly("/0", "/1", "/3");
        var failed = run(session.batch(urls(4))
                .seen(url -> {
                    throw new java.io.IOException("no index");
                })
                .start());
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThatThrownBy(failed::await)
                .isInstanceOfSatisfying(
                        ScrapeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.PARSE))
                .hasMessageContaining("no index");
    }

    @Test
    void aFileThatIsNotThereFailsTheJobByItsName() {
        var job = run(session.batch(urls(1)).seen(folder.resolve("none.trawl")).start());
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThatThrownBy(job::await)
                .isInstanceOfSatisfying(
                        ScrapeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.CHECKPOINT))
                .hasMessageContaining("none.trawl");
        assertThat(asked()).isEmpty();
    }

    @Test
    void aCrawlAlwaysTakesItsSeedAndHasRoomForOthersInsteadOfWhatItLeavesOut() {
        var links = new StringBuilder();
        IntStream.range(1, 10).forEach(i -> links.append("<a href='/" + i + "'>" + i + "</a>"));
        net.on("http://127.0.0.1/0", 200, links.toString(), Duration.ZERO);
        var job = run(session.crawl("http://127.0.0.1/0")
                .entireDomain(true)
                .limit(4)
                .seen(urls(6))
                .start());
        assertThat(asked()).containsExactly("/0", "/6", "/7", "/8");
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.leftOut()).hasSize(5);
        assertThat(job.await().ok()).hasSize(4);
    }

    @Test
    void whatIsLeftOutStaysSoWhenTheJobIsResumed() {
        Path file = folder.resolve("job.trawl");
        net.on("http://127.0.0.1/3", 200, "page", seconds(5));
        var plan = session.batch(urls(4)).maxConcurrency(1).checkpoint(file).seen(urls(2));
        var first = plan.budget(b -> b.pages(1)).start();
        clock.advance(seconds(30));
        assertThat(first.await().ok()).hasSize(1);
        assertThat(asked()).containsExactly("/2");
        var second = run(session.batch(urls(4)).checkpoint(file).start());
        assertThat(asked()).containsExactly("/3");
        assertThat(second.leftOut())
                .extracting(Failure::url)
                .containsExactly("http://127.0.0.1/0", "http://127.0.0.1/1");
        assertThat(second.await().ok())
                .extracting(Document::url)
                .containsExactly("http://127.0.0.1/2", "http://127.0.0.1/3");
    }

    @Test
    void thePlanSaysWhatItLeavesOutAndWhy() {
        var batch = session.batch(urls(3))
                .seen(List.of("http://127.0.0.1/1"))
                .budget(b -> b.pages(2).requests(9))
                .deadline(seconds(90));
        assertThat(batch.toJson()).contains("\"seen\" : \"1 given URL\"");
        var text = explained(batch::explain);
        assertThat(text)
                .contains("left out", "1 given URL: 1 URLs", "http://127.0.0.1/1 was scraped before")
                .contains("budget", "2 pages, 9 requests")
                .contains("deadline 90.0 s");
        var crawl = session.crawl("http://127.0.0.1/").seen(urls(3));
        assertThat(explained(() -> crawl.explain("/2"))).contains("would not be taken", "was scraped before");
        assertThat(explained(() -> crawl.explain("/7"))).contains("would be taken", "not before");
    }

    /** It asks for robots.txt and waits for it, while time goes on. */
    private String explained(java.util.function.Supplier<io.trawl.View> explain) {
        var robots = ((LocalSession) session).robots.of(java.net.URI.create("http://127.0.0.1/"));
        clock.advance(seconds(1));
        assertThat(robots).isDone();
        return explain.get().text();
    }
}
