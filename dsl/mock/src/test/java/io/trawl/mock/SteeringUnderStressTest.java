package io.trawl.mock;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.StreamJob;
import io.trawl.matrix.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several threads steer one job at once, on real sockets: whatever they do, it ends, and everything with it. */
@Row({"B12", "B13"})
class SteeringUnderStressTest {
    private static final int THREADS = 4;
    private static final int PAGES = 150;
    private static final int ROUNDS = 25;

    @Test
    void eachJobEndsLegallyAndSoDoesWhatHangsOnIt() throws Exception {
        long seed = System.nanoTime();
        var threads = Executors.newFixedThreadPool(THREADS);
        try (var site = MockSite.start(s -> s.pages(PAGES, i -> "page " + i).delay(millis(2)));
                var session = session(c -> c)) {
            for (int round = 0; round < ROUNDS; round++) {
                check(session, site, threads, new Random(seed + round));
            }
            Until.holds(
                    () -> session.gauges().inFlight() == 0 && session.gauges().connectionsInUse() == 0,
                    session::gauges);
            assertThat(session.jobs().running()).isEmpty();
            assertThat(session.scrape(site.urls().get(0)).await(seconds(60)).status())
                    .isEqualTo(200);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void check(Session session, MockSite site, ExecutorService threads, Random random) throws Exception {
        StreamJob<Document> job = session.batch(site.urls()).start();
        var states = new ConcurrentLinkedQueue<JobState>();
        var over = new CompletableFuture<JobState>();
        job.onEvent(e -> {
            if (e instanceof JobEvent.StateChanged s) {
                states.add(s.state());
                if (s.state().isFinal()) {
                    over.complete(s.state());
                }
            }
        });
        Queue<CompletableFuture<Results<Document>>> futures = new ConcurrentLinkedQueue<>();
        var together = new CountDownLatch(THREADS);
        var calls = new ArrayList<Future<?>>();
        for (int t = 0; t < THREADS; t++) {
            var own = new Random(random.nextLong());
            calls.add(threads.submit(() -> {
                together.countDown();
                together.await(60, TimeUnit.SECONDS);
                for (int i = 0; i < 60; i++) {
                    call(job, futures, own);
                }
                return null;
            }));
        }
        for (var call : calls) {
            call.get(60, TimeUnit.SECONDS);
        }
        job.resume();
        assertThat(job.await(seconds(60))).as("a row for each page").hasSize(PAGES);
        assertThat(over.get(60, TimeUnit.SECONDS)).isEqualTo(job.state());
        assertThat(legal(List.copyOf(states))).isEqualTo(job.state());
        for (var future : futures) {
            // Cancelled by one of the threads, or ended as the job did.
            future.handle((rows, error) -> true).get(60, TimeUnit.SECONDS);
        }
        assertThat(job.cancel()).isFalse();
        assertThat(job.stop()).isFalse();
        assertThat(job.inFlight()).isEmpty();
        assertThat(job.progress().done()).isEqualTo(PAGES);
    }

    private static void call(
            StreamJob<Document> job, Queue<CompletableFuture<Results<Document>>> futures, Random random) {
        switch (random.nextInt(100)) {
            case 0 -> job.cancel();
            case 1 -> job.stop();
            case 2 -> {
                var future = job.toFuture();
                futures.add(future);
                future.cancel(true);
            }
            case 3, 4, 5 -> futures.add(job.toFuture());
            case 6, 7, 8 -> job.maxConcurrency(1 + random.nextInt(40));
            case 9, 10, 11 -> job.perHost(1 + random.nextInt(20));
            case 12, 13 -> {
                try {
                    assertThat(job.await(millis(1))).hasSize(PAGES);
                } catch (ScrapeException e) {
                    assertThat(e.failure().kind()).isEqualTo(ErrorKind.TIMEOUT);
                }
            }
            case 14 -> assertThat(job.partial().size()).isLessThanOrEqualTo(PAGES);
            case 15 -> assertThat(job.summary().total()).isLessThanOrEqualTo(PAGES);
            case 16 -> assertThat(job.retryFailed()).isNotNull();
            case 17 -> assertThat(job.view().text()).isNotEmpty();
            case 18 -> assertThat(job.inFlight().size()).isLessThanOrEqualTo(PAGES);
            default -> {
                if (random.nextBoolean()) {
                    job.pause();
                } else {
                    job.resume();
                }
            }
        }
    }

    /** The last of the states, each of which may follow the one before. */
    private static JobState legal(List<JobState> states) {
        JobState now = JobState.RUNNING;
        for (JobState next : states) {
            assertThat(now.mayBecome(next))
                    .as(now + " to " + next + " in " + states)
                    .isTrue();
            now = next;
        }
        return now;
    }
}
