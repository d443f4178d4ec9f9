package io.trawl.engine;

import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work on a page that cannot be stopped: the job ends without it, and nothing comes of it when it ends at last. */
@Row("B4")
class StuckStageTest {
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch through = new CountDownLatch(1);
    private HttpServer server;
    private Session session;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", x -> {
            x.sendResponseHeaders(200, 0);
            x.getResponseBody().write("<title>Page</title>".getBytes());
            x.close();
        });
        server.start();
        session = LocalSession.open(c -> c.robots(false));
    }

    @AfterEach
    void stop() {
        release.countDown();
        session.close();
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Deaf to interrupts, as a regular expression is that runs for hours. */
    private String work(String title) {
        stuck.countDown();
        boolean over = false;
        while (!over) {
            try {
                over = release.await(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                // It goes on.
            }
        }
        through.countDown();
        return title;
    }

    @Test
    void aCancelledJobDropsWhatComesLate() throws Exception {
        var job = session.batch(List.of(url("/a")))
                .maxConcurrency(1)
                .map(page -> work(page.title()))
                .start();
        assertThat(stuck.await(60, TimeUnit.SECONDS)).isTrue();
        job.cancel();
        assertThat(job.await(seconds(60)).failed()).extracting(Failure::kind).containsExactly(ErrorKind.CANCELLED);
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(session.gauges().inFlight()).isZero();

        // Its permit is free for another job while it still works.
        assertThat(session.scrape(url("/b")).await(seconds(60)).title()).isEqualTo("Page");
        assertThat(through.getCount()).isEqualTo(1);

        release.countDown();
        assertThat(through.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(session.scrape(url("/c")).await(seconds(60)).title()).isEqualTo("Page");
        assertThat(job.partial().ok()).isEmpty();
        assertThat(job.progress().done()).isEqualTo(1);
    }

    @Test
    void aDeadlineNeedNotWaitForIt() throws Exception {
        var job = session.batch(List.of(url("/a")))
                .map(page -> work(page.title()))
                .deadline(seconds(3))
                .start();
        assertThat(stuck.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(job.await(seconds(60)).failed()).extracting(Failure::kind).containsExactly(ErrorKind.TIMEOUT);
        assertThat(through.getCount()).isEqualTo(1);
    }
}
