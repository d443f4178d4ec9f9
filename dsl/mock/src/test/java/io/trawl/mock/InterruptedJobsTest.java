package io.trawl.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Document;
import io.trawl.Failure;
import io.trawl.Job;
import io.trawl.JobState;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.StreamJob;
import io.trawl.engine.LocalSession;
import io.trawl.engine.World;
import io.trawl.matrix.Row;
import io.trawl.store.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is there after a process with three jobs was killed: a real process, really killed. */
@Row({"B13", "C2"})
// What is read from a process cannot be interrupted.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptedJobsTest {
    private static final int PAGES = 200;
    private static final int ENOUGH = 15;

    @TempDir
    Path folder;

    /** @return the pages that each job said were done, by its id */
    private Map<String, Integer> killed(MockSite site) throws Exception {
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Dtrawl.data=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ThreeJobs.class.getName(),
                        site.url())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var done = new HashMap<String, Integer>();
        try (var out = process.inputReader()) {
            while (done.size() < 3 || done.values().stream().anyMatch(n -> n < ENOUGH)) {
                String line = out.readLine();
                assertThat(line).as("said so far: " + done).isNotNull();
                done.put(line.split(" ")[0], Integer.parseInt(line.split(" ")[1]));
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return done;
    }

    private Session restarted() {
        return LocalSession.open(c -> c, new World() {
            @Override
            public Home home() {
                return new Home(folder);
            }
        });
    }

    @Test
    void theyAreListedAsInterruptedKeepTheirPagesAndGoOn() throws Exception {
        var script = new ArrayList<String>();
        List.of("a", "b", "c").forEach(part -> IntStream.range(0, PAGES).forEach(i -> script.add("/" + part + i)));
        try (var site = MockSite.start(s -> {
                    MockSite.Script all = s.delay(Duration.ofMillis(20));
                    for (String path : script) {
                        all = all.page(path, "<title>" + path + "</title>");
                    }
                    return all;
                });
                var session = restarted()) {
            Map<String, Integer> acknowledged = killed(site);
            var jobs = session.jobs();
            assertThat(jobs).extracting(Job::id).containsExactlyInAnyOrderElementsOf(acknowledged.keySet());
            assertThat(jobs).extracting(Job::name).containsExactlyInAnyOrder("part a", "part b", "part c");
            assertThat(jobs.view().text()).contains("interrupted", "resume(\"");

            Set<String> recorded = new HashSet<>();
            for (Job<?> job : jobs) {
                assertThat(job.state()).isEqualTo(JobState.PARTIAL);
                assertThat(job.reason()).contains("interrupted", "its process ended before it did");
                var pages = ((StreamJob<?>) job).partial().ok();
                assertThat(pages)
                        .as("nothing acknowledged is lost")
                        .hasSizeGreaterThanOrEqualTo(acknowledged.get(job.id()));
                pages.forEach(page -> recorded.add(((Document) page).title()));
            }
            Set<String> before = site.log().stream().map(MockSite.Hit::path).collect(Collectors.toSet());
            assertThat(before).containsAll(recorded);

            int asked = site.requests();
            for (String id : acknowledged.keySet()) {
                var job = session.resume(id).start();
                assertThat(job.id()).as("it is the same job").isEqualTo(id);
                assertThat(job.await().ok()).hasSize(PAGES);
                assertThat(job.state()).isEqualTo(JobState.DONE);
            }
            var again = site.log().subList(asked, site.log().size()).stream()
                    .map(MockSite.Hit::path)
                    .collect(Collectors.toSet());
            assertThat(again).as("nothing recorded is fetched again").doesNotContainAnyElementsOf(recorded);
            assertThat(session.jobs()).hasSize(3).allMatch(job -> job.state() == JobState.DONE);
            assertThat(session.jobs().clear()).isEqualTo(3);
            assertThat(session.jobs()).isEmpty();
        }
        try (var session = restarted()) {
            assertThat(session.jobs()).as("their journals are gone too").isEmpty();
        }
    }

    @Test
    @Row("B12")
    void theFailedPagesOfAPastJobAreAPlanWithItsOptions() throws Exception {
        try (var site = MockSite.start(s -> s.page("/1", "<title>One</title><nav>menu</nav>")
                .page("/2", "<title>Two</title><nav>menu</nav>")
                .status("/2", 404, 200)
                .status("/3", 410))) {
            String id;
            try (var session = restarted()) {
                var job = session.batch(List.of(site.url("/1"), site.url("/2"), site.url("/3")))
                        .name("once")
                        .acceptStatus(410)
                        .formats(io.trawl.Format.HTML)
                        .onlyMainContent(false)
                        .start();
                assertThat(job.await().failed()).extracting(Failure::status).containsExactly(404);
                id = job.id();
                var secret = session.batch(List.of(site.url("/4")))
                        .name("secret")
                        .header("X-Key", "hush")
                        .start();
                secret.await();
            }
            try (var session = restarted()) {
                var again = ((StreamJob<?>) session.job(id)).retryFailed();
                assertThat(again.toJson()).contains("\"html\"", "\"onlyMainContent\" : false");
                var page = (Document) again.await().ok().get(0);
                assertThat(page.title()).isEqualTo("Two");
                assertThat(page.html()).contains("menu");

                for (Job<?> job : session.jobs()) {
                    if (job.name().equals("secret")) {
                        assertThatThrownBy(() -> ((StreamJob<?>) job).retryFailed())
                                .isInstanceOf(ScrapeException.class)
                                .hasMessageContaining("X-Key");
                    }
                }
                assertThatThrownBy(() -> session.resume("nope")).hasMessageContaining("no job \"nope\"");
            }
        }
    }
}
