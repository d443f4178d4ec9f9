package io.trawl.mock;

import static io.trawl.Trawl.blocking;
import static io.trawl.Trawl.gather;
import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From blocking code to asynchronous work and back, from many threads, with a limit. */
@Row("B16")
class BridgeTest {
    private static final int THREADS = 40;

    private MockSite site;
    private Session session;

    @BeforeEach
    void open() {
        site = MockSite.start(s -> s.pages(THREADS, i -> "<title>Page " + i + "</title>")
                .page("/stuck", "late")
                .delay("/stuck", seconds(300)));
        session = session(c -> c);
    }

    @AfterEach
    void close() {
        session.close();
        site.close();
    }

    @Test
    void manyBlockingThreadsWaitForTheirPages() throws Exception {
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var together = new CountDownLatch(THREADS);
            var titles = new ArrayList<Future<String>>();
            for (int i = 1; i <= THREADS; i++) {
                String url = site.url("/" + i);
                titles.add(threads.submit(() -> {
                    together.countDown();
                    together.await(60, TimeUnit.SECONDS);
                    return session.scrape(url).await(seconds(120)).title();
                }));
            }
            for (int i = 1; i <= THREADS; i++) {
                assertThat(titles.get(i - 1).get(120, TimeUnit.SECONDS)).isEqualTo("Page " + i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void asynchronousCodeHandsBlockingWorkToAPoolOfItsOwn() throws Exception {
        var names = Collections.synchronizedList(new ArrayList<String>());
        CompletableFuture<String> title = session.scrape(site.url("/1"))
                .toFuture()
                .thenCompose(page -> {
                    names.add(Thread.currentThread().getName());
                    return blocking(() -> {
                                names.add(Thread.currentThread().getName());
                                return page.title();
                            })
                            .toFuture();
                });
        assertThat(title.get(60, TimeUnit.SECONDS)).isEqualTo("Page 1");
        assertThat(names).hasSize(2).noneMatch(name -> name.startsWith("trawl-io"));
        assertThat(names.get(1)).isNotEqualTo(names.get(0));

        var both = gather(blocking(() -> 42), session.scrape(site.url("/2"))).await(seconds(60));
        assertThat(both.first().orThrow()).isEqualTo(42);
        assertThat(both.second().orThrow().title()).isEqualTo("Page 2");
    }

    /** More listeners and stages that wait than there are threads for them: each has another in its place. */
    @Test
    void whatWaitsInAListenerOrAStageTakesNoThreadFromWhatItWaitsFor() throws Exception {
        var heard = new CountDownLatch(THREADS);
        for (int i = 1; i <= THREADS; i++) {
            String other = site.url("/" + (THREADS + 1 - i));
            session.scrape(site.url("/" + i)).start().onEvent(e -> {
                if (e instanceof JobEvent.Page) {
                    session.scrape(other).await(seconds(120));
                    heard.countDown();
                }
            });
        }
        assertThat(heard.await(120, TimeUnit.SECONDS)).isTrue();
        List<String> titles = session.batch(site.urls().subList(0, THREADS))
                .map(page -> session.scrape(page.url()).await(seconds(120)))
                .map(Document::title)
                .await(seconds(120))
                .ok();
        assertThat(titles).hasSize(THREADS).contains("Page 1", "Page 40");
    }

    @Test
    void aLimitThatRunsOutCancelsThePlanAndLeavesTheJobRunning() throws Exception {
        // What is loaded once is loaded: the request is on the wire before the limit runs out.
        session.scrape(site.url("/1")).await();
        assertThatThrownBy(() -> session.scrape(site.url("/stuck")).await(seconds(2)))
                .isInstanceOfSatisfying(
                        ScrapeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.TIMEOUT))
                .hasMessageContaining("it was cancelled");
        assertThat(site.hit(MockSite.Hit::aborted).get(60, TimeUnit.SECONDS).path())
                .isEqualTo("/stuck");

        var job = session.batch(List.of(site.url("/1"), site.url("/stuck"))).start();
        assertThatThrownBy(() -> job.await(millis(200))).hasMessageContaining("goes on");
        assertThat(job.state()).isEqualTo(JobState.RUNNING);
        job.stop();
        assertThat(job.state()).as("what is in flight may end").isEqualTo(JobState.CANCELLING);
        job.cancel();
        assertThat(job.await(seconds(60)).size()).isEqualTo(2);
    }
}
