package io.trawl.files;

import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Css;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.Sink;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that write to databases: what is there in the end, however the way was. */
@Row("B20")
class JobToDatabaseTest {
    record Page(
            String url, @Css("h1") String name, @Css("p") int number) {}

    private final MockSite site = MockSite.start(s -> s.pages(30, i -> "<h1>Page " + i + "</h1><p>" + i));
    private final Session session = session(c -> c);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        session.close();
        site.close();
    }

    private StreamPlan<Page> pages() {
        return session.batch(site.urls()).extract(Page.class);
    }

    private static List<Integer> numbers(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT number FROM pages ORDER BY number")) {
            var numbers = new ArrayList<Integer>();
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
            return numbers;
        }
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean hasRows(String url) {
        try {
            return !numbers(url).isEmpty();
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static void until(StreamJob<?> job, JobState state) throws InterruptedException {
        var there = new CountDownLatch(1);
        job.onEvent(e -> {
            if (e instanceof JobEvent.StateChanged changed && changed.state() == state) {
                there.countDown();
            }
        });
        assertThat(job.state() == state || there.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void eachPageIsThereOnce(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        var done = pages().sink(Sink.jdbc(url, "pages", s -> s.batch(7))).await();
        assertThat(done.ok()).hasSize(30);
        assertThat(numbers(url)).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void aDatabaseThatRefusesRowsPausesTheJobAndGetsThemOnceItIsMended() throws Exception {
        String url = Databases.url(Databases.Kind.SQLITE, folder);
        execute(url, "CREATE TABLE pages (url TEXT, name TEXT, number INTEGER)");
        execute(
                url,
                "CREATE TRIGGER full BEFORE INSERT ON pages WHEN NEW.number = 17 BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
        var plan = pages().maxConcurrency(3).sink(Sink.jdbc(url, "pages"));
        var job = plan.start();
        until(job, JobState.PAUSED);
        assertThat(job.reason()).contains("the sink pages in jdbc:sqlite:", "the disk is full");
        assertThatThrownBy(job::await).isInstanceOf(ScrapeException.class).hasMessageContaining("the disk is full");
        assertThat(numbers(url)).doesNotContain(17).doesNotHaveDuplicates();

        execute(url, "DROP TRIGGER full");
        job.resume();
        job.await();
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(numbers(url)).hasSize(30).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatIsGoneForAWhileGetsAllRowsOnce(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        var plan = pages().maxConcurrency(1)
                .map(page -> {
                    if (page.number() == 10) {
                        // The table is made with the first row.
                        while (!hasRows(url)) {
                            Thread.sleep(5);
                        }
                        execute(url, "ALTER TABLE pages RENAME TO away");
                    }
                    return page;
                })
                .sink(Sink.jdbc(url, "pages"));
        var job = plan.start();
        until(job, JobState.PAUSED);
        assertThat(job.reason())
                .containsIgnoringCase("pages")
                .containsPattern("no such table|not found|does not exist");
        execute(url, "ALTER TABLE away RENAME TO pages");
        job.resume();
        job.await();
        assertThat(numbers(url)).hasSize(30).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void aRuleThatARowBreaksNamesTheRow(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        execute(url, "CREATE TABLE pages (url VARCHAR(200), name VARCHAR(20), number INT CHECK (number <> 17))");
        var job = pages().maxConcurrency(3)
                .checkpoint(folder.resolve("job.trawl"))
                .sink(Sink.jdbc(url, "pages"))
                .start();
        until(job, JobState.PAUSED);
        assertThat(job.reason()).contains("Page 17").containsPattern("rows? (was|were) not written");
        job.cancel();
        job.toFuture().handle((value, error) -> 0).get(60, TimeUnit.SECONDS);
        assertThat(numbers(url)).doesNotContain(17).doesNotHaveDuplicates();

        // Functions may change in a run that resumes: the pages are the same.
        var without = pages().maxConcurrency(3)
                .checkpoint(folder.resolve("job.trawl"))
                .filter(page -> page.number() != 17)
                .sink(Sink.jdbc(url, "pages"));
        without.await();
        assertThat(numbers(url)).hasSize(29).doesNotHaveDuplicates();
    }

    @Test
    void aConnectionThatTheServerEndsInTheMiddleOfATransactionLosesNothing() throws Exception {
        String url = Databases.url(Databases.Kind.POSTGRESQL, folder);
        execute(url, "CREATE TABLE pages (url TEXT, name TEXT, number INTEGER)");
        execute(
                url,
                "CREATE FUNCTION die() RETURNS trigger AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$ LANGUAGE plpgsql");
        execute(
                url,
                "CREATE TRIGGER die BEFORE INSERT ON pages FOR EACH ROW WHEN (NEW.number = 10) EXECUTE FUNCTION die()");
        var job = pages().maxConcurrency(2)
                .checkpoint(folder.resolve("job.trawl"))
                .sink(Sink.jdbc(url, "pages"))
                .start();
        until(job, JobState.PAUSED);
        assertThat(job.reason()).contains("the sink pages in jdbc:postgresql:", "terminating connection");
        assertThat(numbers(url)).doesNotContain(10).doesNotHaveDuplicates();
        execute(url, "DROP TRIGGER die ON pages");
        job.resume();
        job.await();
        assertThat(numbers(url)).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void threeJobsWriteToOneTableAtATimeWhileSomebodyReads() throws Exception {
        String url = Databases.url(Databases.Kind.SQLITE, folder);
        Sink<Object> sink = Sink.jdbc(url, "pages", s -> s.upsertOn("name"));
        execute(url, "PRAGMA journal_mode = WAL");
        pages().sink(sink).await();
        try (Connection reader = DriverManager.getConnection(url);
                var rows = reader.createStatement().executeQuery("SELECT number FROM pages")) {
            assertThat(rows.next()).isTrue();
            var jobs = List.of(
                    pages().sink(sink).start(),
                    pages().sink(sink).start(),
                    pages().sink(sink).start());
            for (var job : jobs) {
                assertThat(job.await().ok()).hasSize(30);
            }
        }
        assertThat(numbers(url))
                .as("the same plan run again changes nothing")
                .hasSize(30)
                .doesNotHaveDuplicates();
    }

    @Test
    void whoAwaitsThePlanIsToldAndTheJobEnds() throws Exception {
        String url = Databases.url(Databases.Kind.SQLITE, folder);
        execute(url, "CREATE TABLE pages (url TEXT, name TEXT, number INTEGER CHECK (number < 5))");
        assertThatThrownBy(() -> pages().sink(Sink.jdbc(url, "pages")).await())
                .isInstanceOf(ScrapeException.class)
                .hasMessageContaining("CHECK constraint failed");
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatResumesWritesNothingTwice(Databases.Kind kind) throws Exception {
        String url = Databases.url(kind, folder);
        var some = new CountDownLatch(5);
        var plan = pages().maxConcurrency(2)
                .checkpoint(folder.resolve("job.trawl"))
                .sink(Sink.jdbc(url, "pages"));
        var job = plan.start();
        job.onEvent(e -> some.countDown());
        assertThat(some.await(60, TimeUnit.SECONDS)).isTrue();
        job.cancel();
        job.toFuture().handle((value, error) -> 0).get(60, TimeUnit.SECONDS);

        assertThat(plan.await().ok()).hasSize(30);
        assertThat(numbers(url)).hasSize(30).doesNotHaveDuplicates();
        plan.await();
        assertThat(numbers(url)).as("a third run has nothing left to write").hasSize(30);
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM trawl_receipts")) {
            rows.next();
            assertThat(rows.getInt(1))
                    .as("receipts of jobs that are done are gone")
                    .isZero();
        }
    }
}
