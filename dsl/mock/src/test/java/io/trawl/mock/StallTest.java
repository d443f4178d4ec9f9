package io.trawl.mock;

import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.Job;
import io.trawl.JobEvent;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.Stall;
import io.trawl.matrix.Row;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** Functions of a user's that wait where they must not, over real sockets: each waits until it was told of. */
@Row("B19")
class StallTest {
    private final CountDownLatch toldOf = new CountDownLatch(1);
    private final CompletableFuture<Stall> stall = new CompletableFuture<>();

    /** As a subscriber of its own: a listener would wait for the one before it. */
    private void listen(Job<?> job) {
        job.events().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription all) {
                all.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(JobEvent event) {
                if (event instanceof JobEvent.Stalled stalled && stall.complete(stalled.stall())) {
                    toldOf.countDown();
                }
            }

            @Override
            public void onError(Throwable error) {
                stall.completeExceptionally(error);
            }

            @Override
            public void onComplete() {
                stall.completeExceptionally(new AssertionError("the job ended and nothing was told"));
            }
        });
    }

    private String waitsHere() throws InterruptedException {
        if (!toldOf.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody was told");
        }
        return Thread.currentThread().getName();
    }

    @Test
    void aStageOnAnIoThreadIsNamedWithItsLine() throws Exception {
        try (var site = MockSite.start(s -> s.pages(3, i -> "<h1>Page " + i + "</h1>"));
                Session wrong = session(c -> c.unsafeWithoutPools())) {
            var job = wrong.batch(site.urls()).map(page -> waitsHere()).start();
            listen(job);
            var threads = job.await().ok();
            assertThat(threads).hasSize(3).allMatch(name -> name.startsWith("trawl-io-"));
            Stall seen = stall.get(60, TimeUnit.SECONDS);
            assertThat(seen.io()).isTrue();
            assertThat(threads).contains(seen.thread());
            assertThat(seen.place()).contains("StallTest.waitsHere (StallTest.java, line ");
            assertThat(seen.headline()).startsWith("STALL  I/O thread trawl-io-");
            assertThat(seen.advice()).contains("mapAsync", "blocking(() -> …)");
            assertThat(job.view().text()).contains("warning: STALL  I/O thread");
        }
    }

    @Test
    void awaitThereFailsAtOnceAndSaysWhy() {
        try (var site = MockSite.start(s -> s.page("/", "one"));
                Session wrong = session(c -> c.unsafeWithoutPools())) {
            var failure = wrong.batch(site.urls())
                    .map(page -> {
                        try {
                            return wrong.scrape(site.url()).await().title();
                        } catch (ScrapeException e) {
                            return e.failure().kind() + ": " + e.failure().advice();
                        }
                    })
                    .await()
                    .ok()
                    .get(0);
            assertThat(failure).startsWith(ErrorKind.UNSUPPORTED + ": ").contains("blocking(() -> …)");
        }
    }

    @Test
    void aStageThatWaitsOnThePoolIsAdvised() throws Exception {
        try (var site = MockSite.start(s -> s.page("/", "one"));
                Session session = session(c -> c)) {
            var job = session.batch(site.urls()).map(page -> waitsHere()).start();
            listen(job);
            assertThat(job.await().ok().get(0)).startsWith("trawl-cpu-");
            Stall seen = stall.get(60, TimeUnit.SECONDS);
            assertThat(seen.io()).isFalse();
            assertThat(seen.thread()).startsWith("trawl-cpu-");
            assertThat(seen.place()).contains("StallTest.waitsHere (StallTest.java, line ");
            assertThat(seen.advice()).contains("mapAsync");
        }
    }

    @Test
    void aListenerThatWaitsIsAdvised() throws Exception {
        // The second page keeps the job running until the first one's listener is told of.
        try (var site = MockSite.start(s -> s.pages(2, i -> i == 1 ? "one" : waitsHere()));
                Session session = session(c -> c)) {
            var job = session.batch(site.urls()).maxConcurrency(1).start();
            listen(job);
            job.onEvent(event -> {
                if (event instanceof JobEvent.Page) {
                    waitsHere();
                }
            });
            Stall seen = stall.get(60, TimeUnit.SECONDS);
            assertThat(seen.thread()).startsWith("trawl-call-");
            assertThat(seen.advice()).contains("listener");
            job.await();
        }
    }

    /** The one place where a user's code comes to run on an I/O thread without asking for it. */
    @Test
    void soIsATrustManagerThatAsksSomebodyElse() throws Exception {
        var slow = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
                try {
                    waitsHere();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {slow}, new SecureRandom());
        try (var site = MockSite.start(s -> s.page("/", "one").tls(Certificate.VALID));
                Session session = session(c -> c.tls(tls))) {
            var job = session.scrape(site.url()).robots(false).retry(1).start();
            listen(job);
            Stall seen = stall.get(60, TimeUnit.SECONDS);
            assertThat(seen.io()).isTrue();
            assertThat(seen.place()).contains("StallTest.waitsHere");
            job.cancel();
        }
    }
}
