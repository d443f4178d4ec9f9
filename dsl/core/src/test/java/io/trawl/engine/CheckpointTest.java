package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Crawl;
import io.trawl.Css;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.OnChange;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.Sink;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a checkpoint holds, when it is refused, what a run that resumes fetches; in virtual time. */
@Row("B13")
class CheckpointTest {
    record Line(@Css("title") String title) {}

    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final Session session = LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("job.trawl");
    }

    /** A chain of five pages; each is a second under way. */
    private void site() {
        for (int i = 0; i < 5; i++) {
            String links = i < 4 ? "<a href='/" + (i + 1) + "'>on</a>" : "";
            net.on("http://127.0.0.1/" + i, 200, "<title>Page " + i + "</title>" + links, seconds(1));
        }
    }

    private Crawl crawl() {
        return session.crawl("http://127.0.0.1/0").entireDomain(true).checkpoint(file());
    }

    private <J extends StreamJob<?>> J run(J job, Duration time) {
        clock.advance(time);
        return job;
    }

    private List<String> asked() {
        var paths =
                net.asked().stream().map(a -> a.substring(0, a.indexOf('@'))).toList();
        net.asked().clear();
        return paths;
    }

    private static List<String> titles(StreamJob<Document> job) {
        return job.partial().ok().stream().map(Document::title).toList();
    }

    @Test
    void theSamePlanAgainGoesOnWhereItWasCancelled() {
        site();
        var first = run(crawl().start(), millis(2_500));
        assertThat(first.cancel()).isTrue();
        clock.advance(seconds(1));
        assertThat(first.state()).isEqualTo(JobState.CANCELLED);
        assertThat(asked()).containsExactly("/0", "/1", "/2");

        var second = run(crawl().start(), seconds(10));
        assertThat(asked()).as("what was in flight and what follows").containsExactly("/2", "/3", "/4");
        assertThat(second.state()).isEqualTo(JobState.DONE);
        assertThat(titles(second)).containsExactly("Page 0", "Page 1", "Page 2", "Page 3", "Page 4");
        assertThat(second.progress().done()).isEqualTo(5);
        assertThat(second.id()).as("it is the same job").isEqualTo(first.id());

        var third = run(crawl().start(), seconds(1));
        assertThat(asked()).isEmpty();
        assertThat(third.state()).isEqualTo(JobState.DONE);
        assertThat(third.await().ok().get(3).markdown()).contains("on");
        assertThat(third.await().ok().get(3).rawHtml()).contains("<title>Page 3</title>");
    }

    @Test
    void aDeadlineLeavesWhatAnotherRunGoesOnWith() {
        site();
        var first = run(crawl().deadline(millis(1_500)).start(), seconds(5));
        assertThat(first.state()).isEqualTo(JobState.PARTIAL);
        assertThat(first.reason()).contains("deadline");
        run(crawl().start(), seconds(10));
        assertThat(asked()).containsExactly("/0", "/1", "/1", "/2", "/3", "/4");
    }

    @Test
    void aBatchKeepsItsOrderAndItsFinalFailures() {
        var urls = IntStream.range(0, 6).mapToObj(i -> "http://127.0.0.1/" + i).toList();
        for (int i = 0; i < 6; i++) {
            net.on(urls.get(i), i == 1 ? 404 : 200, "<title>Page " + i + "</title>", seconds(1));
        }
        run(
                session.batch(urls)
                        .maxConcurrency(2)
                        .checkpoint(file())
                        .deadline(millis(2_500))
                        .start(),
                seconds(5));
        asked();
        var job = run(session.batch(urls).maxConcurrency(3).checkpoint(file()).start(), seconds(5));
        assertThat(asked()).containsExactly("/4", "/5");
        var results = job.await();
        assertThat(results.failed()).singleElement().satisfies(f -> {
            assertThat(f.kind()).isEqualTo(ErrorKind.HTTP);
            assertThat(f.status()).isEqualTo(404);
            assertThat(f.document()).isNotNull();
            assertThat(f.document().title()).isEqualTo("Page 1");
        });
        assertThat(results.ok())
                .extracting(Document::title)
                .containsExactly("Page 0", "Page 2", "Page 3", "Page 4", "Page 5");
    }

    @Test
    void aSeedThatFailedIsAskedAgain() {
        net.on("http://127.0.0.1/0", 503, "busy", Duration.ZERO).on("http://127.0.0.1/0", 200, "page", Duration.ZERO);
        var failed = run(crawl().retry(1).start(), seconds(1));
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(run(crawl().start(), seconds(1)).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void anotherPlanIsRefusedByNamingTheDifference() {
        site();
        run(crawl().start(), seconds(10));
        assertRefused(crawl().limit(7)::start, "limit is 100 there and 7 here", "RESTART");
        assertRefused(
                session.batch(List.of("http://127.0.0.1/0")).checkpoint(file())::start,
                "kind is crawl there",
                "RESTART");
        // The pace may change.
        assertThat(run(crawl().maxConcurrency(3).spacing(seconds(2)).start(), seconds(1))
                        .state())
                .isEqualTo(JobState.DONE);
        asked();
        var again = run(crawl().checkpoint(file(), OnChange.RESTART).limit(2).start(), seconds(10));
        assertThat(asked()).containsExactly("/0", "/1");
        assertThat(titles(again)).containsExactly("Page 0", "Page 1");
    }

    private static void assertRefused(Runnable start, String message, String advice) {
        assertThatThrownBy(start::run).isInstanceOfSatisfying(ScrapeException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(ErrorKind.CHECKPOINT);
            assertThat(e.failure().message()).contains(message);
            assertThat(e.failure().advice()).contains(advice);
        });
    }

    @Test
    void oneCheckpointServesOneJobAtATime() {
        site();
        var job = run(crawl().start(), millis(500));
        assertRefused(
                crawl()::start,
                "in use by job " + job.id() + " of process "
                        + ProcessHandle.current().pid(),
                "wait");
        clock.advance(seconds(10));
        assertThat(run(crawl().start(), seconds(1)).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void aFileThatIsNoneIsLeftAlone() throws IOException {
        Files.writeString(
                file(), "my diary, which is longer than the head of a database would have to be: " + "x".repeat(200));
        assertRefused(crawl()::start, "is no checkpoint of Trawl", "");
        assertRefused(crawl().checkpoint(file(), OnChange.RESTART)::start, "is no checkpoint of Trawl", "another file");
        assertThat(Files.readString(file())).startsWith("my diary");
    }

    @Test
    void aFileOfANewerVersionIsRefused() throws Exception {
        site();
        run(crawl().start(), seconds(10));
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = file.createStatement()) {
            statement.execute("pragma user_version = 99");
        }
        assertRefused(crawl()::start, "format 99; this one knows 1", "a newer Trawl");
    }

    @Test
    void anEmptyFileIsOneThatWasKilledAtItsBirth() throws IOException {
        site();
        Files.createFile(file());
        assertThat(run(crawl().start(), seconds(10)).state()).isEqualTo(JobState.DONE);
    }

    // Sinks

    private StreamPlan<Line> lines(Path csv, Path jsonl) {
        return crawl().extract(Line.class).sink(Sink.csv(csv)).sink(Sink.jsonl(jsonl));
    }

    @Test
    @Row("B11")
    void filesHoldEachRowOnceHoweverTheRunEnded() throws IOException {
        site();
        Path csv = folder.resolve("rows.csv");
        Path jsonl = folder.resolve("rows.jsonl");
        run(lines(csv, jsonl).start(), millis(2_500)).cancel();
        clock.advance(seconds(1));
        assertThat(Files.readAllLines(csv)).containsExactly("title", "Page 0", "Page 1");
        // As if it had been killed in the middle of a row.
        Files.writeString(csv, "Page 2\r\nPa", StandardOpenOption.APPEND);
        Files.writeString(jsonl, "{\"title\":", StandardOpenOption.APPEND);

        var job = run(lines(csv, jsonl).start(), seconds(10));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(Files.readAllLines(csv)).containsExactly("title", "Page 0", "Page 1", "Page 2", "Page 3", "Page 4");
        assertThat(Files.readAllLines(jsonl)).hasSize(5).startsWith("{\"title\":\"Page 0\"}");
        assertThat(job.await().ok()).extracting(Line::title).hasSize(5);
    }

    @Test
    void aSinkAmongTheStagesGetsWhatIsThere() {
        site();
        var early = new ArrayList<Object>();
        var late = new ArrayList<Object>();
        run(
                session.crawl("http://127.0.0.1/0")
                        .entireDomain(true)
                        .map(Document::title)
                        .sink(early::addAll)
                        .filter(t -> t.endsWith("3"))
                        .sink(late::addAll)
                        .start(),
                seconds(10));
        assertThat(early).containsExactly("Page 0", "Page 1", "Page 2", "Page 3", "Page 4");
        assertThat(late).containsExactly("Page 3");
    }

    @Test
    @Row("B11")
    void preferredPathsComeFirstAmongTheirEquals() {
        net.on("http://127.0.0.1/", 200, "<a href='/a'></a><a href='/b'></a><a href='/books/1'></a>", Duration.ZERO);
        run(
                session.crawl("http://127.0.0.1/")
                        .prefer("^/books/")
                        .maxConcurrency(1)
                        .start(),
                seconds(1));
        assertThat(asked()).containsExactly("/", "/books/1", "/a", "/b");
    }

    // Secrets

    @Test
    @Row("B13")
    void noSecretIsWritten() throws IOException {
        net.on(
                "http://me:canary-password@127.0.0.1/0?token=canary-query",
                200,
                Map.of("set-cookie", List.of("sid=canary-set"), "x-echo", List.of("Bearer canary-header")),
                "<title>canary-header</title><p>canary-query canary-header canary-cookie"
                        + "<a href='/1?token=canary-query'>on</a>",
                Duration.ZERO);
        net.on("http://127.0.0.1/1?token=canary-query", 500, "canary-header", Duration.ZERO);
        net.on("http://me:canary-password@127.0.0.1/1?token=canary-query", 500, "canary-header", Duration.ZERO);
        StreamPlan<Document> plan = session.crawl("http://me:canary-password@127.0.0.1/0?token=canary-query")
                .header("Authorization", "Bearer canary-header")
                .header("Cookie", "sid=canary-cookie; lang=en")
                .retry(1)
                .entireDomain(true)
                .checkpoint(file());
        run(plan.start(), seconds(1));
        assertThat(asked()).containsExactly("/0", "/1");
        assertThat(written()).contains("Trwl").doesNotContain("canary");
        // Whoever has the plan has the secrets: the URLs are what they were.
        run(plan.start(), seconds(1));
        assertThat(asked()).isEmpty();
    }

    private String written() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> {
                        try {
                            return new String(Files.readAllBytes(f), StandardCharsets.ISO_8859_1);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .collect(Collectors.joining());
        }
    }

    @Test
    void whatWaitsIsTakenAgainWithItsSecrets() {
        net.on("http://127.0.0.1/0", 200, "<a href='/1?key=canary-key'>on</a>", Duration.ZERO);
        net.on("http://127.0.0.1/1?key=canary-key", 200, "page", seconds(10));
        var urls = List.of("http://127.0.0.1/0", "http://127.0.0.1/1?key=canary-key");
        run(session.batch(urls).checkpoint(file()).deadline(seconds(1)).start(), seconds(2));
        asked();
        var job = run(session.batch(urls).checkpoint(file()).start(), seconds(20));
        assertThat(asked()).containsExactly("/1");
        assertThat(job.await().ok()).extracting(Document::url).contains("http://127.0.0.1/1?key=canary-key");
    }

    // Budgets

    @Test
    @Row("B11")
    void aBudgetEndsTheRunAndTheNextGoesOn() {
        site();
        var first = run(crawl().budget(b -> b.pages(2)).start(), seconds(10));
        assertThat(first.state()).isEqualTo(JobState.PARTIAL);
        assertThat(first.reason()).isEqualTo("the budget of 2 pages is used up");
        assertThat(asked()).containsExactly("/0", "/1");
        var second = run(crawl().budget(b -> b.pages(2)).start(), seconds(10));
        assertThat(second.state()).isEqualTo(JobState.PARTIAL);
        assertThat(asked()).containsExactly("/2", "/3");
        var third = run(crawl().budget(b -> b.pages(2)).start(), seconds(10));
        assertThat(third.state()).isEqualTo(JobState.DONE);
        assertThat(third.reason()).isEmpty();
        assertThat(asked()).containsExactly("/4");
    }

    @Test
    void requestsAreCountedExactlyRetriesIncluded() {
        var urls = IntStream.range(0, 10).mapToObj(i -> "http://127.0.0.1/" + i).toList();
        net.on(urls.get(0), 503, "busy", Duration.ZERO).on(urls.get(0), 200, "page", Duration.ZERO);
        var job = run(
                session.batch(urls).maxConcurrency(1).budget(b -> b.requests(4)).start(), seconds(10));
        assertThat(asked()).hasSize(4);
        assertThat(job.state()).isEqualTo(JobState.PARTIAL);
        assertThat(job.reason()).isEqualTo("the budget of 4 requests is used up");
        assertThat(job.await().size()).as("a row for each input").isEqualTo(10);
        assertThat(job.await().failed()).extracting(Failure::message).containsOnly(job.reason());
    }

    @Test
    void timeAndBytesAbortNothing() {
        site();
        var timed = run(crawl().budget(b -> b.time(millis(1_500))).start(), seconds(10));
        assertThat(timed.reason()).isEqualTo("the budget of 1.5 s is used up");
        assertThat(titles(timed)).containsExactly("Page 0", "Page 1");
        assertThat(net.aborted()).isZero();
    }

    // Jobs of earlier runs

    private Session another() {
        return LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);
    }

    @Test
    @Row("A3")
    void aJobOfAnEarlierRunIsFoundByItsId() {
        site();
        net.on("http://127.0.0.1/4", 404, "<title>Gone</title>", Duration.ZERO);
        var ran = run(crawl().start(), seconds(10));
        var job = (StreamJob<?>) another().job(ran.id());
        assertThat(job).isNotSameAs(ran);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.name()).isEqualTo("Crawl 127.0.0.1");
        assertThat(job.progress().done()).isEqualTo(5);
        assertThat(job.partial().ok()).extracting(p -> ((Document) p).title()).contains("Page 0", "Page 3");
        assertThat(job.await().summary().ok()).isEqualTo(5);
        assertThat(another().jobs()).extracting(j -> j.id()).contains(ran.id());
        var events = new ArrayList<Object>();
        job.onEvent(events::add);
        clock.advance(seconds(1));
        assertThat(events).hasSize(6);
        assertThat(job.cancel()).isFalse();
    }

    @Test
    @Row("A3")
    void aJobInterruptedByTheEndOfItsProcessSaysSo() throws Exception {
        site();
        var job = run(crawl().start(), millis(2_500));
        assertThat(another().job(job.id()).state()).as("it holds the file").isEqualTo(JobState.RUNNING);
        assertThat(another().job(job.id()).reason()).contains("at work elsewhere");
        // The file as a killed process leaves it.
        Path copy = folder.resolve("copy.trawl");
        Files.copy(file(), copy);
        Files.copy(folder.resolve("job.trawl-wal"), folder.resolve("copy.trawl-wal"));
        var orphan = new PastJob((LocalSession) session, copy);
        assertThat(orphan.state()).isEqualTo(JobState.PARTIAL);
        assertThat(orphan.reason()).contains("its process ended before it did");
        assertThat(orphan.partial().ok()).hasSize(2);
    }

    @Test
    @Row("A3")
    void aNamedJobIsRememberedAndAnUnnamedSmallOneIsNot() {
        site();
        var named = run(
                session.crawl("http://127.0.0.1/0").name("books of the week").start(), seconds(2));
        var unnamed = run(session.crawl("http://127.0.0.1/0").start(), seconds(2));
        assertThat(another().job(named.id()).name()).isEqualTo("books of the week");
        assertThatThrownBy(() -> another().job(unnamed.id())).hasMessageContaining("none of an earlier run");
    }

    @Test
    @Row("B11")
    void aLargeJobMovesIntoAJournalAndReadsItsPagesFromThere() {
        var urls =
                IntStream.range(0, 1_500).mapToObj(i -> "http://127.0.0.1/" + i).toList();
        urls.forEach(url -> net.on(url, 200, "<title>" + url + "</title><p>One two three</p>", Duration.ZERO));
        var job = run(session.batch(urls).start(), seconds(10));
        var results = job.await();
        assertThat(results.ok()).hasSize(1_500).allMatch(KeptPage.class::isInstance);
        assertThat(results.ok().get(700).markdown()).isEqualTo("One two three");
        assertThat(results.table().rowCount()).isEqualTo(1_500);
        assertThat(another().job(job.id()).progress().done()).isEqualTo(1_500);
    }

    @Test
    @Row("B13")
    void aCheckpointGoesOnWithoutTheCode() {
        site();
        run(crawl().formats(io.trawl.Format.HTML).start(), millis(1_500)).cancel();
        clock.advance(seconds(1));
        asked();
        var job = run(session.resume(file()).start(), seconds(10));
        assertThat(asked()).containsExactly("/1", "/2", "/3", "/4");
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThatThrownBy(() -> session.resume(folder.resolve("none.trawl")))
                .hasMessageContaining("there is no checkpoint");
    }
}
